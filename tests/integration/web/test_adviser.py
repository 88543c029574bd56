"""The adviser's pages over HTTP: what is shown when, what forms do, and what others do not get."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest
from markupsafe import escape
from tests.installations import ADVISERS, SimulatedInstallation, receive, simulated_charter, simulated_installation
from tests.integration.web.browsing import csrf, employ, post, served, signed_in

from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.bootstrap.installation import Installation, administration_of, process
from gardefou.bootstrap.samples import sample_calls
from gardefou.flows.human_review import HumanReview
from gardefou.governance.actions import Action, Verb
from gardefou.governance.actors import Person, ProcessName
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import KeptCall
from gardefou.kernel.errors import Refused
from gardefou.kernel.verdict import Verdict
from gardefou.review.model import Ruling

ADVISER, OTHER, NEWCOMER = ADVISERS
CALLS = 5


@dataclass
class Scene:
    """Advisers with accounts, a reviewer, and calls of the first adviser that were offered."""

    made: SimulatedInstallation
    installation: Installation
    url: str
    people: dict[str, Person]
    calls: list[UUID]

    @property
    def review(self) -> HumanReview:
        return HumanReview(self.installation.gate("web"), PublicHolidays())

    def fresh(self) -> UUID:
        """A call that no test has touched."""
        return self.calls.pop()

    def owner(self, query: str) -> None:
        with psycopg.connect(self.installation.store.server.dsn("owner"), autocommit=True) as connection:
            connection.execute(query)

    def decided(self, call: UUID) -> dict[str, Verdict]:
        """Have a reviewer decide a call, each verdict kept, and return the draft."""
        gate, reviewer = self.installation.gate("web"), self.people["2001"]
        self.owner(f"UPDATE gardefou.reviews SET state = 'queued', causes = '{{sample}}' WHERE call_id = '{call}'")
        self.review.take(reviewer, call)
        with gate.transaction(reviewer, Action(Verb.READ_EVALUATION), KeptCall(call)) as tx:
            draft = tx.evaluations.latest(call, 1).evaluation
        with gate.transaction(reviewer, Action(Verb.LISTEN), KeptCall(call)) as tx:
            for span in {each.span for result in draft.criteria for each in result.evidence}:
                tx.reviews.add_serving(call, reviewer.id, span)
        verdicts = {each.id: each.verdict for each in draft.criteria}
        self.review.decide(
            reviewer, call, [Ruling(name, each, "heard <b>twice</b>") for name, each in verdicts.items()]
        )
        return verdicts


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    with simulated_installation(simulated_charter(erasure_by_adviser=True)) as made, made.opened() as opened:
        for number in ADVISERS:
            employ(opened, number, PersonRole.ADVISER, name=f"Conseil {number}")
        employ(opened, "2001", PersonRole.QUALITY_ANALYST, name="Camille Roux", team=None)
        employ(opened, "3001", PersonRole.MANAGER, name="Paul Henry")
        sample = min(sample_calls(), key=lambda each: each.sound.stat().st_size)
        received = [receive(opened, sample, source=f"s{number}") for number in range(CALLS + 9)]
        made.work_off(opened)
        with administration_of(opened) as administration:
            people = {number: Person(*administration.person(number)) for number in (*ADVISERS, "2001", "3001")}
        with served(opened) as url:
            yield Scene(made, opened, url, people, [each.call for each in received if each.call])


@pytest.fixture
def adviser(scene: Scene) -> Iterator[httpx.Client]:
    with closing(signed_in(scene.url, ADVISER)) as client:
        yield client


def draft_of(adviser: httpx.Client, call: UUID) -> str:
    answer = adviser.get(f"/calls/{call}?draft=1")
    assert answer.status_code == 200
    return answer.text


def a_criterion(page: str) -> str:
    found = re.search(r'name="criterion" value="([^"]+)"', page)
    assert found
    return found[1]


def contest(adviser: httpx.Client, call: UUID, **fields: str) -> httpx.Response:
    criterion = a_criterion(draft_of(adviser, call))
    page = adviser.get(f"/calls/{call}").text
    offered = re.search(r'name="wanted" value="([^"]+)"', page)
    assert offered
    said = {"criterion": criterion, f"contest-{criterion}": "said at the end", "wanted": offered[1]}
    return post(adviser, f"/calls/{call}/contests", **(said | fields))


def test_the_draft_is_shown_when_it_is_asked_for_and_not_before(scene: Scene, adviser: httpx.Client) -> None:
    call = scene.fresh()
    before = adviser.get(f"/calls/{call}").text
    assert "Commencer mon auto-évaluation" in before
    assert 'class="verdict' not in before and "evidence-" not in before
    assert f"/calls/{call}/sound" in before
    assert 'class="verdict' in draft_of(adviser, call)
    assert 'class="verdict' in adviser.get(f"/calls/{call}").text
    assert adviser.get(f"/calls/{call}/self-evaluation").headers["location"] == f"/calls/{call}"


def test_ones_own_evaluation_is_asked_whole_and_stands_beside_the_draft(scene: Scene, adviser: httpx.Client) -> None:
    call = scene.fresh()
    form = adviser.get(f"/calls/{call}/self-evaluation").text
    assert 'class="verdict' not in form
    names = sorted(set(re.findall(r'name="(verdict-[a-z_]+)"', form)))
    answers = dict.fromkeys(names, "cannot_tell")
    lacking = post(adviser, f"/calls/{call}/self-evaluation", **(answers | {names[0]: ""}), text="mot gardé")
    assert lacking.status_code == 422
    assert f'href="#{names[0]}"' in lacking.text and "mot gardé" in lacking.text
    assert lacking.text.count(" checked") == len(names) - 1
    taken = post(adviser, f"/calls/{call}/self-evaluation", **answers, text="pressée, mais polie")
    assert (taken.status_code, taken.headers["location"]) == (303, f"/calls/{call}")
    again = post(adviser, f"/calls/{call}/self-evaluation", **dict.fromkeys(names, "met"))
    assert again.status_code == 303
    page = adviser.get(f"/calls/{call}").text
    assert (
        page.count("Votre réponse, avant le brouillon")
        == len(names)
        == page.count("<b>Je ne sais pas (indéterminé)</b>")
    )
    assert "pressée, mais polie" in page and 'class="verdict' in page


def test_words_stay_words(scene: Scene, adviser: httpx.Client) -> None:
    call = scene.fresh()
    criterion = a_criterion(draft_of(adviser, call))
    said = "<script>alert(1)</script> \u202erettel"
    fields = {"criterion": criterion, f"comment-{criterion}": said}
    for _ in range(2):
        taken = post(adviser, f"/calls/{call}/comments", **fields)
        assert taken.headers["location"] == f"/calls/{call}#criterion-{criterion}"
    page = adviser.get(f"/calls/{call}").text
    assert page.count("<bdi>&lt;script&gt;alert(1)&lt;/script&gt; \u202erettel</bdi>") == 1
    assert "<script>alert" not in page


@pytest.mark.parametrize(("text", "status"), [(" \n ", 422), ("x" * 4001, 422), ("x" * 1_000_000, 413)])
def test_a_comment_that_cannot_be_kept_is_said_and_not_kept(
    scene: Scene, adviser: httpx.Client, text: str, status: int
) -> None:
    call = scene.calls[0]
    criterion = a_criterion(draft_of(adviser, call))
    answer = post(adviser, f"/calls/{call}/comments", **{"criterion": criterion, f"comment-{criterion}": text})
    assert answer.status_code == status
    if status == 422:
        assert f'id="comment-{criterion}-error"' in answer.text and 'role="alert"' in answer.text
    assert "Votre commentaire, " not in adviser.get(f"/calls/{call}").text


def test_a_contest_names_its_verdict_and_its_answer_has_a_date(scene: Scene, adviser: httpx.Client) -> None:
    call = scene.fresh()
    assert contest(adviser, call, wanted="").status_code == 422
    assert contest(adviser, call).status_code == 303
    assert "Vous contestez 1 verdict" in adviser.get(f"/calls/{call}").text
    assert post(adviser, f"/calls/{call}/answer").status_code == 303
    page = adviser.get(f"/calls/{call}").text
    assert "Réponse à votre contestation au plus tard le" in page
    assert f"/calls/{call}/comments" not in page and f"/calls/{call}/contests" not in page
    assert "Votre contestation\u00a0: " in adviser.get("/waiting").text
    late = post(
        adviser, f"/calls/{call}/contests", criterion="greeting", **{"wanted": "met", "contest-greeting": "late"}
    )
    assert late.status_code == 403
    assert "Clause S4" in late.text


def test_an_answer_that_is_sent_twice_is_one_answer(scene: Scene, adviser: httpx.Client) -> None:
    call = scene.fresh()
    assert contest(adviser, call).status_code == 303
    token = csrf(adviser)
    with ThreadPoolExecutor(4) as threads:
        sent = [threads.submit(adviser.post, f"/calls/{call}/answer", data={"csrf": token}) for _ in range(4)]
        answers = [each.result() for each in sent] + [post(adviser, f"/calls/{call}/answer")]
    assert [(each.status_code, each.headers.get("location")) for each in answers] == [(303, f"/calls/{call}")] * 5
    assert "Réponse à votre contestation au plus tard le" in adviser.get(f"/calls/{call}").text


def test_after_the_window_nothing_is_answered_or_contested(scene: Scene, adviser: httpx.Client) -> None:
    call = scene.fresh()
    criterion = a_criterion(draft_of(adviser, call))
    days = "offered_on = offered_on - 60, closes_on = closes_on - 60"
    scene.owner(f"UPDATE gardefou.reviews SET {days} WHERE call_id = '{call}'")
    HumanReview(scene.installation.gate("worker"), PublicHolidays()).close(process(ProcessName.SWEEP), call)
    fields = {
        "criterion": criterion,
        "wanted": "met",
        f"contest-{criterion}": "trop tard",
        f"comment-{criterion}": "trop tard",
    }
    for path in ("answer", "contests", "comments"):
        late = post(adviser, f"/calls/{call}/{path}", **fields)
        assert late.status_code == 403
        assert "Clause S4" in late.text
    assert "trop tard" not in adviser.get(f"/calls/{call}").text


def test_a_link_of_another_site_opens_no_draft_and_no_archive(scene: Scene, adviser: httpx.Client) -> None:
    call = scene.fresh()
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    refused = adviser.get("/rights/export", headers=elsewhere)
    assert refused.status_code == 403
    assert "Ce lien vient d’un autre site." in refused.text
    linked = adviser.get(f"/calls/{call}?draft=1", headers=elsewhere)
    assert linked.status_code == 200
    assert "Commencer mon auto-évaluation" in linked.text and 'class="verdict' not in linked.text
    assert "Commencer mon auto-évaluation" in adviser.get(f"/calls/{call}").text
    assert 'class="verdict' in adviser.get(f"/calls/{call}?draft=1", headers={"Sec-Fetch-Site": "none"}).text


def test_a_decision_is_read_with_its_author_and_reason_and_can_be_contested(
    scene: Scene, adviser: httpx.Client
) -> None:
    call = scene.fresh()
    draft_of(adviser, call)
    scene.decided(call)
    assert "Camille Roux a écouté et décidé le" in adviser.get("/waiting").text
    page = adviser.get(f"/calls/{call}").text
    assert "Décidé par Camille Roux" in page and "heard &lt;b&gt;twice&lt;/b&gt;" in page
    assert "Accepter la décision" in page
    assert contest(adviser, call).status_code == 303
    assert "Accepter la décision" not in adviser.get(f"/calls/{call}").text
    assert post(adviser, f"/calls/{call}/answer").status_code == 303
    assert "Vous contestez : une autre personne décide" in adviser.get(f"/calls/{call}").text.replace("\u00a0", " ")


def test_who_asked_for_a_call_is_told_to_its_adviser(scene: Scene, adviser: httpx.Client) -> None:
    call = scene.fresh()
    draft_of(adviser, call)
    with (
        pytest.raises(Refused),
        scene.installation.gate("web").transaction(scene.people["3001"], Action(Verb.LISTEN), KeptCall(call)),
    ):
        pass
    rights = adviser.get("/rights").text
    assert re.search(r"<bdi>Paul Henry</bdi>, responsable d.équipe, a demandé à écouter", rights)
    assert re.search(r"Votre responsable d.équipe n.a rien ouvert ici", rights)
    assert "Personne d’autre que vous n’a ouvert cet appel" in adviser.get(f"/calls/{call}").text


def test_another_advisers_call_is_refused_by_its_clause_and_a_made_up_one_is_not_there(scene: Scene) -> None:
    call = scene.calls[0]
    with closing(signed_in(scene.url, OTHER)) as other:
        for path in ("", "?draft=1", "/self-evaluation", "/sound"):
            refused = other.get(f"/calls/{call}{path}")
            assert refused.status_code == 403
            assert "Clause S10" in refused.text and ADVISER not in refused.text
        for path in ("comments", "contests", "answer", "self-evaluation", "erase"):
            fields = {"criterion": "greeting", "comment-greeting": "x", "contest-greeting": "x", "wanted": "met"}
            assert post(other, f"/calls/{call}/{path}", sure="yes", **fields).status_code == 403
        assert other.get(f"/calls/{uuid4()}").status_code == 404


def test_refusing_to_be_recorded_holds_at_once_and_is_taken_back(scene: Scene) -> None:
    with closing(signed_in(scene.url, NEWCOMER)) as newcomer:
        assert 'aria-checked="true"' in newcomer.get("/waiting").text
        sent = post(newcomer, "/rights/recording", recording="refuse", **{"from": "waiting"})
        assert (sent.status_code, sent.headers["location"]) == (303, "/waiting")
        assert "Hors du tirage depuis le" in newcomer.get("/rights").text
        received = receive(scene.installation, sample_calls()[0], source="refused", adviser=NEWCOMER)
        assert received.call is None
        post(newcomer, "/rights/recording", recording="allow")
        assert "Hors du tirage" not in newcomer.get("/rights").text
        assert post(newcomer, "/rights/recording", recording="perhaps").status_code == 404


def test_pages_of_somebody_of_whom_nothing_is_kept_say_what_will_come(scene: Scene) -> None:
    with closing(signed_in(scene.url, OTHER)) as other:
        assert "Rien ne vous attend." in other.get("/waiting").text
        assert "Ici viendront vos appels tirés au sort" in other.get("/calls").text
        assert "Aucun appel n’est gardé sur vous" in other.get("/rights").text


def test_the_list_of_calls_has_pages(scene: Scene, adviser: httpx.Client) -> None:
    for page, status in (("1", 200), ("x", 200), ("99", 404), ("-1", 200)):
        assert adviser.get("/calls", params={"page": page}).status_code == status


def test_a_frozen_call_is_listed_as_frozen_and_waits_for_nothing(scene: Scene, adviser: httpx.Client) -> None:
    call = scene.calls[0]
    waits = f'href="/calls/{call}"'
    assert "Gelé" not in adviser.get("/calls").text and waits in adviser.get("/waiting").text
    scene.owner(f"INSERT INTO gardefou.freezes (call_id, asked_by) VALUES ('{call}', 'customer')")
    try:
        assert adviser.get("/calls").text.count(">Gelé<") == 1
        assert waits not in adviser.get("/waiting").text
    finally:
        scene.owner(f"DELETE FROM gardefou.freezes WHERE call_id = '{call}'")


def test_the_archive_has_everything_and_the_sounds(scene: Scene, adviser: httpx.Client) -> None:
    call = scene.calls[0]
    draft_of(adviser, call)
    answer = adviser.get("/rights/export")
    assert answer.headers["content-type"] == "application/zip" and "attachment" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store, private"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        document = json.loads(archive.read("data.json"))
        known = {each["call"]["id"]: each for each in document["calls"]}
        sound = archive.read(known[str(call)]["sound"])
        assert "LISEZMOI.txt" in archive.namelist()
        page = archive.read("index.html").decode()
    assert document["profile"]["number"] == ADVISER and document["log"]
    assert known[str(call)]["transcript"]["segments"] and known[str(call)]["draft"]["criteria"]
    said = known[str(call)]["transcript"]["segments"][0]["text"]
    first = known[str(call)]["scorecard"]["sections"][0]["criteria"][0]
    assert f"{first['question']['fr']} ({first['id']})" in unescape(page)
    assert escape(said) in page and known[str(call)]["sound"] in page and "<script" not in page
    assert sound == adviser.get(f"/calls/{call}/sound").content and sound.startswith(b"OggS")


def test_a_call_whose_sound_has_expired_keeps_its_text(scene: Scene, adviser: httpx.Client) -> None:
    call = scene.fresh()
    past = datetime.now(UTC) - timedelta(hours=1)
    scene.owner(f"UPDATE gardefou.calls SET recording_expires_at = '{past.isoformat()}' WHERE id = '{call}'")
    page = draft_of(adviser, call)
    assert "L’enregistrement a disparu" in page and "<audio" not in page and 'class="turn' in page
    assert adviser.get(f"/calls/{call}/sound").status_code == 403


def test_an_erased_call_is_gone_for_a_page_that_is_still_open(scene: Scene, adviser: httpx.Client) -> None:
    call = scene.fresh()
    draft_of(adviser, call)
    assert post(adviser, f"/calls/{call}/erase").status_code == 422
    assert adviser.get(f"/calls/{call}/sound").status_code == 200
    assert post(adviser, f"/calls/{call}/erase", sure="yes").headers["location"] == "/calls?erased=1"
    assert "L’appel est effacé" in adviser.get("/calls?erased=1").text
    assert adviser.get(f"/calls/{call}/sound").status_code == 410
    assert adviser.get(f"/calls/{call}").status_code == 404
    late = post(adviser, f"/calls/{call}/comments", **{"criterion": "greeting", "comment-greeting": "late"})
    assert late.status_code == 404
    assert str(call) not in adviser.get("/calls").text


@pytest.mark.parametrize("path", ["/waiting", "/calls", "/rights"])
def test_pages_are_there_in_english(scene: Scene, adviser: httpx.Client, path: str) -> None:
    post(adviser, "/preferences", language="en", next=path)
    page = adviser.get(path).text
    assert '<html lang="en"' in page and "Votre" not in page and "appel" not in page
