import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import httpx
import numpy as np
import pytest
import yaml
from tests.installations import SimulatedInstallation, receive, simulated_installation
from tests.integration.web.browsing import csrf, employ, post, served, signed_in

from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.samples import sample_calls
from gardefou.evaluation.learned_head import packed
from gardefou.governance.roles import PersonRole

FIRST, SECOND, OFFICER, ADVISER = "4001", "4002", "4003", "4004"
EVIL = '<script>alert("x")</script>'
FIELD = re.compile(r'<textarea id="([^"]+)"[^>]*>\n?([^<]*)</textarea>|<input class="input" id="([^"]+)"([^>]*)>')
VALUE = re.compile(r' value="([^"]*)"')
PARTS = re.compile(r"<[^>]+>|\s+")


@dataclass
class Office:
    """A served installation where one scorecard has served."""

    made: SimulatedInstallation
    installation: Installation
    url: str
    digest: str = ""
    clients: dict[str, httpx.Client] = field(default_factory=dict)

    def client(self, number: str = FIRST) -> httpx.Client:
        if number not in self.clients:
            self.clients[number] = signed_in(self.url, number)
        return self.clients[number]

    def path(self, rest: str = "") -> str:
        return f"/scorecards/{self.digest}{rest}"

    def get(self, rest: str = "", number: str = FIRST) -> httpx.Response:
        return self.client(number).get(self.path(rest))

    def send(self, rest: str, number: str = FIRST, **fields: str) -> httpx.Response:
        return post(self.client(number), self.path(rest), **fields)

    def form(self, criterion: str, number: str = FIRST, **changes: str) -> dict[str, str]:
        """The form of a criterion as it comes, with changes."""
        page = self.get(f"/edit/{criterion}", number)
        assert page.status_code == 200
        fields = {"id": criterion, "automation": "suggest"}
        for area, text, name, rest in FIELD.findall(page.text):
            value = VALUE.search(rest)
            fields[area or name] = unescape(text if area else value[1] if value else "")
        return fields | changes

    def upload(self, content: bytes, base: str = "", number: str = FIRST) -> httpx.Response:
        client = self.client(number)
        fields = {"csrf": csrf(client), "base": base}
        return client.post("/scorecards/upload", data=fields, files={"file": ("card.yaml", content)})


def wording(text: str) -> dict[str, str]:
    return {"fr": f"{text} (fr)", "en": f"{text} (en)"}


def every_kind() -> bytes:
    """A scorecard in its full form: every kind, levels, points, conditions, a learned head."""
    numbers = packed(np.zeros(4, np.float32))
    learned = {
        "embeddings": "use-multilingual-3",
        "features": "sentence-and-words-1",
        "sentence": numbers,
        "words": numbers,
        "bias": 0.0,
        "calibration": {"slope": 1.0, "offset": 0.0, "words": 0.0},
        "met_from": 0.8,
        "not_met_below": 0.2,
        "met_calls": 14,
        "not_met_calls": 9,
        "groups": 3,
        "curve": [
            {"calls": 0, "right": None, "decided": 0.0},
            {"calls": 10, "right": 0.75, "decided": 0.6},
            {"calls": 20, "right": 0.9, "decided": 0.8},
        ],
    }
    levels = [
        {"id": "well", "title": wording("Bien"), "points": 5, "met": True},
        {"id": "badly", "title": wording("Mal"), "points": 0, "met": False},
    ]
    part = {"kind": "phrase", "find": "bonjour", "title": wording("Partie")}
    kinds: dict[str, dict[str, Any]] = {
        "words": {"kind": "phrase", "find": "adviser: bonjour", "critical": True, "points": 3, "automation": "prefill"},
        "long": {"kind": "measure", "measure": "longest_silence", "at_most": "20s", "automation": "off"},
        "sense": {"kind": "meaning", "exemplars": {"fr": ["Bonjour à vous."]}, "learned": learned},
        "several": {"kind": "combination", "parts": [part | {"id": "one"}, part | {"id": "two"}], "needs": "any"},
        "judged": {
            "kind": "judge",
            "levels": levels,
            "asked_if": {"criterion": "words", "verdict": "not_met", "reasons": ["cancellation"]},
        },
    }
    criteria = [
        {"id": name, "question": wording(f"Question {name} ?"), "guidance": wording("Règle")} | each
        for name, each in kinds.items()
    ]
    section = {"id": "all", "title": wording("Tout"), "weight": 100, "criteria": criteria}
    document = {"id": "full_form", "version": "1", "title": wording("Grille entière"), "sections": [section]}
    return yaml.safe_dump(document).encode()


def words(answer: httpx.Response) -> str:
    return " ".join(PARTS.sub(" ", unescape(answer.text)).split())


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with simulated_installation() as made, made.opened() as installation:
        employ(installation, FIRST, PersonRole.QUALITY_ANALYST, name="Camille Roux", team="Q")
        employ(installation, SECOND, PersonRole.QUALITY_ANALYST, name="Inès Carpentier", team="Q")
        employ(installation, OFFICER, PersonRole.DATA_PROTECTION_OFFICER)
        employ(installation, ADVISER, PersonRole.ADVISER)
        receive(installation, min(sample_calls(), key=lambda each: each.sound.stat().st_size))
        made.work_off(installation)
        with served(installation) as url:
            office = Office(made, installation, url)
            found = re.search(r'href="/scorecards/([0-9a-f]{64})"', office.client().get("/scorecards").text)
            assert found
            office.digest = found[1]
            yield office


@pytest.fixture(autouse=True)
def clean(office: Office) -> Iterator[None]:
    """Every test begins without working copies."""
    yield
    for number in (FIRST, SECOND):
        assert office.send("/discard", number).status_code == 303


def test_a_changed_criterion_is_kept_in_ones_own_copy_alone(office: Office) -> None:
    sent = office.form("closing", find="adviser: perroquet", weight="2,5", critical="yes")
    answer = office.send("/edit/closing", **sent)
    assert answer.status_code == 303 and answer.headers["location"].endswith("/edit?saved=1#c-closing")
    page = words(office.get("/edit"))
    assert "1 critère change dans votre copie" in page and "changé : recherche, poids, critique ou non" in page
    again = office.form("closing")
    assert (again["find"], again["weight"]) == ("adviser: perroquet", "2.5")
    assert "Rien n’est encore modifié" in words(office.get("/edit", SECOND))
    assert office.form("closing", SECOND)["find"] != "adviser: perroquet"
    assert "perroquet" not in office.get().text


def test_a_wrong_search_is_told_at_its_field_and_its_mending_can_be_taken(office: Office) -> None:
    wrong = 'adviser: ("bonne journée" | merci'
    answer = office.send("/edit/closing", **office.form("closing", find=wrong))
    assert answer.status_code == 422
    assert re.search(r'id="find-error">.*Colonne \d+', answer.text) and 'aria-invalid="true"' in answer.text
    assert f"\n{wrong}</textarea>" in unescape(answer.text) and f">{wrong})</code>" in unescape(answer.text)
    fixed = office.send("/edit/closing", **office.form("closing", find=wrong, do="fix-find"))
    assert fixed.status_code == 200 and 'id="find-error"' not in fixed.text and "bonne journée" in fixed.text
    assert "Rien n’est encore modifié" in words(office.get("/edit"))


def test_a_criterion_is_added_moved_removed_and_put_back(office: Office) -> None:
    new = office.form("closing", id="parrot", section="closing", find="adviser: perroquet", new="yes")
    assert office.send("/add", kind="phrase", **(new | {"id": "Parrot!"})).status_code == 422
    assert office.send("/add", kind="phrase", **(new | {"id": "greeting"})).status_code == 422
    assert office.send("/add", kind="phrase", **new).status_code == 303
    arranged = office.send("/arrange", criterion="parrot", do="up")
    assert arranged.status_code == 303 and arranged.headers["location"] == office.path("/edit#c-parrot")
    assert office.send("/arrange", criterion="closing", do="remove").status_code == 303
    page = office.get("/edit").text
    assert "Retirés de la copie" in page and 'id="c-parrot"' in page and "/edit/closing" not in page
    assert office.send("/arrange", criterion="closing", do="restore").status_code == 303
    assert "/edit/closing" in office.get("/edit").text
    assert office.send("/arrange", criterion="nobody", do="remove").status_code == 422
    assert office.get("/edit/nobody").status_code == 404
    assert office.get("/add?kind=combination").status_code == 404


def test_a_criterion_is_tried_on_a_simulated_call_without_being_kept(office: Office) -> None:
    sent = office.form("closing", find="adviser: perroquet", sample="cancellation")
    fragment = office.send("/preview", **sent)
    assert fragment.status_code == 200 and "<html" not in fragment.text
    both = re.findall(r'data-v="([a-z-]+)"', fragment.text)
    assert both[:2] == ["met", "not-met"]
    whole = office.send("/edit/closing", **(sent | {"find": "adviser: bonjour", "do": "try"}))
    assert whole.status_code == 200 and '<mark class="cite">' in whole.text
    assert "adviser: bonjour" in whole.text
    wrong = office.send("/preview", **(sent | {"find": "adviser: ("}))
    assert wrong.status_code == 200 and "Colonne" in wrong.text
    assert "Rien n’est encore modifié" in words(office.get("/edit"))


def test_no_call_but_those_for_setting_limits_is_tried_on(office: Office) -> None:
    page = office.get("/edit/closing").text
    offered = set(re.findall(r'<option value="([a-z_]+)"', page.partition('id="sample"')[2].partition("</select>")[0]))
    assert offered == {each.id for each in sample_calls() if each.part == "development"}
    kept = next(each.id for each in sample_calls() if each.part != "development")
    for sample in (kept, "../labels/cancellation"):
        assert office.send("/preview", **office.form("closing", sample=sample)).status_code == 404


def test_what_was_typed_is_shown_as_text(office: Office) -> None:
    sent = office.form("closing", **{"question-fr": f"Salue-t-elle {EVIL} ?", "exemplars-fr": EVIL, "find": EVIL})
    for answer in (
        office.send("/edit/closing", **sent),
        office.send("/preview", **sent),
        office.send("/edit/closing", **(sent | {"find": "bonjour"})),
        office.get("/edit"),
        office.get("/edit/closing"),
        office.send("/preview", **(sent | {"find": "bonjour"})),
    ):
        assert "<script>alert" not in answer.text


def test_a_proposal_runs_in_shadow_is_told_to_those_who_judge_and_can_be_withdrawn(office: Office) -> None:
    assert office.send("/proposal").status_code == 422
    sent = office.form("closing", find="adviser: (perroquet | bonne)")
    assert office.send("/edit/closing", **sent).status_code == 303
    assert "une version que cette grille n’a encore jamais eue" in words(office.get("/edit"))
    assert office.send("/proposal").status_code == 422
    titles = {"title-fr": "Relation client", "title-en": "Customer relation"}
    assert office.send("/edit", version="à la 3", **titles).status_code == 422
    assert office.send("/edit", version="2099-1", **titles).status_code == 303
    answer = office.send("/proposal")
    assert answer.status_code == 303
    proposal = answer.headers["location"]
    for number in (FIRST, OFFICER):
        page = words(office.client(number).get(proposal))
        assert "Cette proposition court dans l’ombre" in page and "quand les deux parties l’ont signée" in page
        assert "son accord ne se mesure pas" in page
        assert ("Proposée par Camille Roux." in page) == (number == FIRST)
        assert "2099-1" in words(office.client(number).get("/scorecards"))
    assert "Retirer la proposition" not in office.client(OFFICER).get(proposal).text
    assert "Rien n’est encore modifié" in words(office.get("/edit"))
    withdrawal = proposal.replace("/scorecards/", "/scorecards/proposals/") + "/withdraw"
    assert post(office.client(SECOND), withdrawal).status_code == 303
    page = words(office.client(OFFICER).get(proposal))
    assert "Cette proposition est retirée" in page and "signature n’est encore vérifiée" not in page
    for number in (FIRST, OFFICER):
        for path in (proposal, "/scorecards"):
            page = words(office.client(number).get(path))
            assert ("Retirée par Inès Carpentier." in page) == ("Camille Roux" in page) == (number == FIRST)
    assert post(office.client(SECOND), withdrawal).status_code == 404


def test_the_list_says_which_scorecard_is_in_force(office: Office) -> None:
    page = office.client(OFFICER).get("/scorecards").text
    row = page.partition(f'href="{office.path()}"')[2].partition("</tr>")[0]
    assert "en vigueur" in row and page.count(">en vigueur</span>") == 1
    assert "En vigueur : Relation client, version" in unescape(page).replace("\N{NO-BREAK SPACE}", " ")


def test_as_many_proposals_run_as_may_run(office: Office) -> None:
    document = yaml.safe_load(office.get("/download").content) | {"version": "1"}
    made: list[str] = []
    while len(made) < 10:
        sent = yaml.safe_dump(document | {"id": f"number_{len(made)}"}).encode()
        path = office.upload(sent).headers["location"]
        answer = post(office.client(), path.replace("/edit", "/proposal"))
        if answer.status_code != 303:
            break
        made.append(answer.headers["location"].replace("/scorecards/", "/scorecards/proposals/"))
    assert made and answer.status_code == 422
    assert "retirez-en une d’abord" in words(answer)
    for proposal in made:
        assert post(office.client(), f"{proposal}/withdraw").status_code == 303
    assert post(office.client(), path.replace("/edit", "/discard")).status_code == 303


def test_searches_may_name_the_lists_of_the_installation(office: Office) -> None:
    sent = office.form("closing", find="adviser: @au_revoir")
    assert office.send("/edit/closing", **sent).status_code == 303
    assert "bonne" in office.form("closing")["find"]
    fragment = office.send("/preview", **(sent | {"sample": "cancellation"}))
    assert 'data-v="met"' in fragment.text
    document = yaml.safe_load(office.get("/download").content)
    closing = next(each for section in document["sections"] for each in section["criteria"] if each["id"] == "closing")
    closing["find"] = "@au_revoir"
    assert office.upload(yaml.safe_dump(document).encode(), office.digest).status_code == 303


def test_a_refusal_is_told_before_the_verdict(office: Office) -> None:
    angry = {"question-fr": "La personne a-t-elle une voix chaleureuse ?", "question-en": "Is their voice warm?"}
    fragment = office.send("/preview", **office.form("closing", **angry)).text
    assert -1 < fragment.find('data-severity="error"') < fragment.find('class="verdicts-pair"')
    assert fragment.index("data-said") < fragment.index('data-severity="error"')


def test_trying_a_criterion_for_a_language_model_asks_none_and_says_so(office: Office) -> None:
    path = office.upload(every_kind()).headers["location"]
    form = office.client().get(f"{path}/judged").text
    assert "vont au serveur que l’administrateur a réglé" in form
    changes = {"do": "try", "asked-criterion": "", "sample": "cancellation", "points": ""}
    fields = {name: unescape(text) for name, text, *_ in FIELD.findall(form) if name}
    answer = post(office.client(), f"{path}/judged", **(fields | {"weight": "1", "automation": "suggest"} | changes))
    assert answer.status_code == 200
    assert "Un modèle de langage répondrait ; l’essai n’en interroge aucun." in words(answer)
    assert "n’est configuré" not in words(answer)
    assert post(office.client(), path.replace("/edit", "/discard")).status_code == 303


def test_what_the_check_refuses_cannot_be_proposed(office: Office) -> None:
    angry = {"question-fr": "La personne a-t-elle une voix chaleureuse ?", "question-en": "Is their voice warm?"}
    assert office.send("/edit/closing", **office.form("closing", **angry)).status_code == 303
    titles = {"title-fr": "Relation client", "title-en": "Customer relation"}
    assert office.send("/edit", version="2099-2", **titles).status_code == 303
    assert "La vérification trouve quelque chose à corriger d’abord." in words(office.get("/edit"))
    assert office.send("/proposal").status_code == 422
    assert "2099-2" not in words(office.client(OFFICER).get("/scorecards"))


def test_a_whole_scorecard_goes_out_and_comes_back_as_a_file(office: Office) -> None:
    given = office.get("/download", OFFICER)
    assert given.headers["content-disposition"].startswith('attachment; filename="customer_relation-')
    document = yaml.safe_load(given.content)
    document["sections"] = [each | {"weight": 40} for each in document["sections"]]
    del document["sections"][0]["weight"]
    answer = office.upload(yaml.safe_dump(document).encode(), office.digest)
    assert answer.status_code == 422 and "pas de poids" in answer.text
    for section in document["sections"]:
        section["weight"] = 25
    assert office.upload(yaml.safe_dump(document).encode(), office.digest).status_code == 303
    mine = yaml.safe_load(office.get("/download?copy=mine").content)
    assert [each["weight"] for each in mine["sections"]] == [25] * len(mine["sections"])
    assert yaml.safe_load(office.get("/download?copy=mine", OFFICER).content) == yaml.safe_load(given.content)
    assert office.get("/edit", OFFICER).status_code == 403


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"- a", b"id: &a [*a]", b"x" * 3_000_000])
def test_a_file_that_is_no_scorecard_is_refused_with_its_fault(office: Office, content: bytes) -> None:
    for base in ("", office.digest):
        answer = office.upload(content, base)
        assert answer.status_code == 422 and 'id="file-error"' in answer.text
    assert office.upload(content, "0" * 64).status_code == 404
    assert office.upload(content, "..").status_code == 404


def test_a_file_may_begin_a_scorecard_that_nobody_had(office: Office) -> None:
    document = yaml.safe_load(office.get("/download").content) | {"id": "quite_new", "version": "1"}
    answer = office.upload(yaml.safe_dump(document).encode())
    assert answer.status_code == 303
    client, path = office.client(), answer.headers["location"]
    assert client.get(path).status_code == 200
    assert client.get(path.replace("/edit", "")).status_code == 404
    assert office.client(SECOND).get(path).status_code == 404
    proposed = post(client, path.replace("/edit", "/proposal"))
    assert proposed.status_code == 303
    assert "quite_new" in office.client(OFFICER).get(proposed.headers["location"] + "/download").text


def test_the_full_form_is_shown_in_words(office: Office) -> None:
    path = office.upload(every_kind()).headers["location"]
    client = office.client()
    page = words(client.get(post(client, path.replace("/edit", "/proposal")).headers["location"]))
    for told in (
        "compte pour 100 %",
        "3 points",
        "5 points au plus, selon le niveau",
        "posée si « Question words ? (fr) » n’est pas satisfait ; posée si le motif de l’appel est : Résiliation",
        "Une personne répond ; le programme ne répond pas.",
        "Le programme remplit le formulaire d’avance",
        "A appris sur 23 appels relus.",
        "au plus 20 s",
        "Il faut que 1 des 2 parties tiennent.",
        "texte d’IA",
    ):
        assert told in page, told
    curve = client.get(f"{path}/sense").text
    assert "10 appels, 75" in unescape(curve) and 'points="50.0,25.0 100.0,10.0"' in curve
    for kept in ("several", "judged", "sense", "long"):
        sent = client.get(f"{path}/{kept}")
        assert sent.status_code == 200
    before = yaml.safe_load(client.get(path.replace("/edit", "/download")).content)
    office.digest, digest = path.split("/")[2], office.digest
    try:
        for kept in ("several", "judged", "sense"):
            assert office.send(f"/edit/{kept}", **office.form(kept, weight="2")).status_code == 303
        after = yaml.safe_load(office.get("/download?copy=mine").content)
        assert office.send("/arrange", criterion="sense", do="up").status_code == 303
        office.send("/discard")
    finally:
        office.digest = digest
    changed = {each["id"]: each for each in after["sections"][0]["criteria"]}
    for each in before["sections"][0]["criteria"]:
        if each["id"] in ("several", "sense"):
            assert changed[each["id"]] == each | {"weight": 2.0}


def test_an_adviser_finds_no_scorecard_here(office: Office) -> None:
    for rest in ("", "/edit", "/edit/closing", "/add", "/download"):
        assert office.get(rest, ADVISER).status_code == 403
