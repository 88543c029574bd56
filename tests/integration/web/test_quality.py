import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest
from psycopg.rows import dict_row
from tests.installations import (
    ADVISERS,
    SimulatedInstallation,
    open_site,
    receive,
    simulated_charter,
    simulated_installation,
)
from tests.integration.web.browsing import csrf, employ, post, served, signed_in

from gardefou.adapters.pages.call_page import citation, to_hear
from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.bootstrap.installation import Installation, administration_of
from gardefou.bootstrap.samples import sample_calls
from gardefou.flows.human_review import HumanReview
from gardefou.flows.reviewed_call import CallReading
from gardefou.governance.actions import Action, Verb
from gardefou.governance.actors import Person
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import KeptCall, SiteWork
from gardefou.kernel.verdict import Verdict
from gardefou.review.model import LONGEST_TEXT

FIRST, SECOND, ELSEWHERE, LEADING = "2001", "2002", "2003", "2004"
OTHER_SITE = "lyon"
EVIL = '<script>alert("x")</script>'
TURNED = "\N{RIGHT-TO-LEFT OVERRIDE}tourné\N{POP DIRECTIONAL FORMATTING}"


@dataclass
class Desk:
    """A served installation with analysts, and calls that reach them."""

    made: SimulatedInstallation
    installation: Installation
    url: str
    people: dict[str, Person]
    clients: dict[str, httpx.Client] = field(default_factory=dict)

    @property
    def review(self) -> HumanReview:
        return HumanReview(self.installation.gate("web"), PublicHolidays())

    @property
    def reading(self) -> CallReading:
        return CallReading(self.installation.gate("web"), PublicHolidays())

    def client(self, number: str) -> httpx.Client:
        if number not in self.clients:
            self.clients[number] = signed_in(self.url, number)
        return self.clients[number]

    def call(self, name: str, *, contested: bool = True, adviser: str = ADVISERS[0]) -> UUID:
        """A call whose adviser has answered, with a contest of a verdict that is not met."""
        sample = next(each for each in sample_calls() if each.id == SAMPLE)
        received = receive(self.installation, sample, source=name, adviser=adviser)
        self.made.work_off(self.installation)
        assert received.call is not None
        person = self.people[adviser]
        draft = self.reading.read(person, received.call).draft.evaluation
        if contested:
            target = next(each.id for each in draft.criteria if each.verdict is Verdict.NOT_MET)
            self.review.contest(person, received.call, target, f"Je l'ai dit. {EVIL}", Verdict.MET)
        self.review.answer(person, received.call)
        return received.call

    def taken(self, name: str) -> UUID:
        call = self.call(name)
        assert post(self.client(FIRST), f"/reviews/{call}/take").status_code == 303
        return call

    def fields(self, number: str, call: UUID, **changes: str) -> dict[str, str]:
        """The form as a reviewer would fill it in: every verdict kept, with a reason."""
        asked = self.reading.read(self.people[number], call).asked
        kept = {f"verdict-{name}": verdict.value for name, verdict in asked.items()}
        return kept | {f"reason-{name}": f"Entendu ({name})." for name in asked} | changes

    def passages(self, number: str, call: UUID) -> list[int]:
        draft = self.reading.read(self.people[number], call).draft.evaluation
        return sorted({n for numbers in to_hear(draft).values() for n in numbers})

    def listen(self, number: str, call: UUID) -> None:
        for passage in self.passages(number, call):
            answer = self.client(number).get(f"/reviews/{call}/passages/{passage}")
            assert answer.status_code == 200 and answer.headers["content-type"] == "audio/ogg"

    def send(self, number: str, call: UUID, fields: Mapping[str, str]) -> httpx.Response:
        return post(self.client(number), f"/reviews/{call}/decision", **fields)

    def owner(self, query: str) -> list[dict[str, object]]:
        dsn = self.installation.store.server.dsn("owner")
        with psycopg.connect(dsn, row_factory=dict_row, autocommit=True) as connection:
            return connection.execute(query).fetchall()

    def state(self, call: UUID) -> str:
        return str(self.owner(f"SELECT state FROM gardefou.reviews WHERE call_id = '{call}'")[0]["state"])

    def refused(self, call: UUID, verb: str) -> list[object]:
        rows = self.owner(
            f"SELECT refused_by FROM gardefou.audit WHERE call_id = '{call}' AND verb = '{verb}'"
            " AND refused_by IS NOT NULL ORDER BY id"
        )
        return [row["refused_by"] for row in rows]


SAMPLE = sample_calls()[0].id


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    charter = simulated_charter(erasure_by_adviser=True)
    with simulated_installation(charter) as made, made.opened() as opened:
        open_site(opened, OTHER_SITE, charter)
        employ(opened, FIRST, PersonRole.QUALITY_ANALYST, PersonRole.ADVISER, name="Camille Roux", team="Q")
        employ(opened, SECOND, PersonRole.QUALITY_ANALYST, name="Inès Carpentier", team="Q")
        employ(opened, ELSEWHERE, PersonRole.QUALITY_ANALYST, site=OTHER_SITE)
        employ(opened, LEADING, PersonRole.QUALITY_ANALYST, PersonRole.MANAGER, team="A")
        people = {}
        with administration_of(opened) as administration:
            for number in (*ADVISERS, FIRST, SECOND, ELSEWHERE, LEADING):
                id_, roles = administration.person(number)
                people[number] = Person(id_, roles)
        with served(opened) as url:
            yield Desk(made, opened, url, people)


@pytest.fixture(scope="module")
def unheard(desk: Desk) -> UUID:
    """A contested call that the first reviewer has, and has not listened to."""
    return desk.taken("unheard")


@pytest.fixture(scope="module")
def heard(desk: Desk) -> UUID:
    """Another one, whose evidence was served to the first reviewer."""
    call = desk.taken("heard")
    desk.listen(FIRST, call)
    return call


def test_a_decision_without_listening_is_refused_logged_and_keeps_all_that_was_typed(desk: Desk, unheard: UUID) -> None:
    call = unheard
    answer = desk.send(FIRST, call, desk.fields(FIRST, call, **{"reason-greeting": "Un mot écrit avec soin."}))
    assert answer.status_code == 403
    assert "Pas encore : il reste" in answer.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Un mot écrit avec soin." in answer.text
    assert answer.text.count(" checked>") == len(desk.reading.read(desk.people[FIRST], call).asked)
    assert desk.refused(call, "decide") == ["S3"]
    assert desk.state(call) == "in_review"


def test_a_decision_is_taken_once_its_passages_were_served_whole(desk: Desk) -> None:
    call = desk.taken("whole")
    *most, last = desk.passages(FIRST, call)
    client = desk.client(FIRST)
    for number in most:
        client.get(f"/reviews/{call}/passages/{number}")
    assert client.get(f"/reviews/{call}/sound").status_code == 200
    fields = desk.fields(FIRST, call)
    before = desk.send(FIRST, call, fields)
    assert before.status_code == 403 and f'<li data-left="{last}">' in before.text
    client.get(f"/reviews/{call}/passages/{last}")
    assert desk.send(FIRST, call, fields).status_code == 303
    page = client.get(f"/reviews/{call}")
    assert "Camille Roux" in page.text and "Entendu (greeting)." in page.text
    assert f"Personne {ADVISERS[0]}" not in page.text and f"Adviser {ADVISERS[0]}" not in page.text


def test_what_a_form_lacks_is_named_at_its_fields_and_nothing_is_lost(desk: Desk, heard: UUID) -> None:
    call = heard
    fields = desk.fields(FIRST, call)
    target = next(name for name, value in fields.items() if value == "not_met")
    criterion = target.removeprefix("verdict-")
    del fields["verdict-greeting"]
    fields |= {f"reason-{criterion}": "  ", "reason-closing": "é" * (LONGEST_TEXT + 1)}
    answer = desk.send(FIRST, call, fields)
    assert answer.status_code == 422
    for wanted in ("verdict-greeting", f"reason-{criterion}", "reason-closing"):
        assert f'href="#{wanted}"' in answer.text
        assert f'id="{wanted}-error"' in answer.text
    assert "é" * (LONGEST_TEXT + 1) in answer.text
    assert "Entendu (recording_notice)." in answer.text
    assert desk.owner(f"SELECT 1 FROM gardefou.decisions WHERE call_id = '{call}'") == []


def test_a_reason_of_four_thousand_signs_is_taken_whatever_its_line_ends_are(desk: Desk) -> None:
    call = desk.taken("long")
    desk.listen(FIRST, call)
    reason = "\r\n".join(["mot"] * (LONGEST_TEXT // 4))
    fields = desk.fields(FIRST, call, **{"reason-greeting": reason, "reason-closing": EVIL + TURNED})
    assert desk.send(FIRST, call, fields).status_code == 303
    page = desk.client(FIRST).get(f"/reviews/{call}").text
    assert EVIL not in page and "&lt;script&gt;" in page
    shown = re.search(r"<p[^>]*><bdi>&lt;script&gt;[^<]*</bdi></p>", page)
    assert shown and TURNED in shown[0]


def test_the_longest_reasons_for_every_criterion_fit_in_one_form(desk: Desk) -> None:
    call = desk.taken("longest")
    desk.listen(FIRST, call)
    fields = desk.fields(FIRST, call)
    reasons = {name: "é" * (LONGEST_TEXT - 100) for name in fields if name.startswith("reason-")}
    assert len(reasons) == 15
    assert desk.send(FIRST, call, {**fields, "reason-greeting": "x" * 700_000}).status_code == 413
    assert desk.send(FIRST, call, fields | reasons).status_code == 303
    assert desk.client(FIRST).get(f"/reviews/{call}").text.count("é" * (LONGEST_TEXT - 100)) == 15


def test_a_link_of_another_site_has_no_passage_count_as_heard(desk: Desk, unheard: UUID) -> None:
    [passage, *_] = desk.passages(FIRST, unheard)
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    path = f"/reviews/{unheard}/passages/{passage}"
    assert desk.client(FIRST).get(path, headers=elsewhere).status_code == 403
    assert desk.owner(f"SELECT 1 FROM gardefou.servings WHERE call_id = '{unheard}'") == []


def test_unknown_names_decide_nothing_else_and_sending_twice_decides_once(desk: Desk) -> None:
    call = desk.taken("unknown")
    desk.listen(FIRST, call)
    asked = [name for name in desk.fields(FIRST, call) if name.startswith("verdict-")]
    fields = desk.fields(FIRST, call, **{"verdict-invented": "met", "verdict-greeting": "great"})
    answer = desk.send(FIRST, call, fields)
    assert answer.status_code == 422 and 'href="#verdict-greeting"' in answer.text
    fields["verdict-greeting"] = "met"
    assert desk.send(FIRST, call, fields).status_code == 303
    rows = desk.owner(f"SELECT criterion FROM gardefou.decisions WHERE call_id = '{call}'")
    assert {f"verdict-{row['criterion']}" for row in rows} == set(asked)
    again = desk.send(FIRST, call, {**fields, "verdict-greeting": "not_met"})
    assert again.status_code == 409 and "déjà rendu" in again.text
    rows = desk.owner(f"SELECT after FROM gardefou.decisions WHERE call_id = '{call}' AND criterion = 'greeting'")
    assert [row["after"] for row in rows] == ["met"]


def test_the_slower_of_two_reviewers_is_told_and_opening_ones_own_again_leads_to_it(desk: Desk, heard: UUID) -> None:
    call = heard
    slower = post(desk.client(SECOND), f"/reviews/{call}/take")
    assert slower.status_code == 403 and "une autre personne" in slower.text.lower()
    again = post(desk.client(FIRST), f"/reviews/{call}/take")
    assert again.status_code == 303 and again.headers["location"] == f"/reviews/{call}"


def test_of_two_who_ask_at_once_one_has_it_and_the_other_is_told(desk: Desk) -> None:
    call = desk.call("at once")
    clients = [desk.client(FIRST), desk.client(SECOND)]
    tokens = [csrf(client) for client in clients]
    with ThreadPoolExecutor(2) as threads:
        asked = [
            threads.submit(client.post, f"/reviews/{call}/take", data={"csrf": token})
            for client, token in zip(clients, tokens, strict=True)
        ]
        answers = sorted((each.result() for each in asked), key=lambda answer: answer.status_code)
    assert answers[0].status_code == 303
    assert answers[1].status_code in {403, 409} and "une autre personne" in answers[1].text.lower()


def test_a_second_reviewer_decides_the_contested_criteria_alone_and_blind(desk: Desk) -> None:
    call = desk.taken("blind")
    desk.listen(FIRST, call)
    assert desk.send(FIRST, call, desk.fields(FIRST, call)).status_code == 303
    assert desk.state(call) == "contested"
    assert post(desk.client(FIRST), f"/reviews/{call}/take").status_code == 403
    assert post(desk.client(SECOND), f"/reviews/{call}/take").status_code == 303
    page = desk.client(SECOND).get(f"/reviews/{call}").text
    assert "premier avis masqué" in page
    assert "Camille Roux" not in page and "Entendu" not in page
    [asked] = desk.reading.read(desk.people[SECOND], call).asked
    assert set(re.findall(r'<fieldset class="ruling" id="ruling-([a-z_]+)"', page)) == {asked}
    own = desk.client(FIRST).get(f"/reviews/{call}").text
    assert "Votre décision est contestée" in own.replace("’", "'") and "Entendu (greeting)." in own
    unheard = desk.send(SECOND, call, {f"verdict-{asked}": "met", f"reason-{asked}": "Sans écouter."})
    assert unheard.status_code == 403 and "Sans écouter." in unheard.text
    desk.listen(SECOND, call)
    given = {f"verdict-{asked}": "met", f"reason-{asked}": "On l'entend au début."}
    assert desk.send(SECOND, call, given).status_code == 303
    closed = desk.client(FIRST).get(f"/reviews/{call}").text
    assert "Inès Carpentier" in closed and f"Adviser {ADVISERS[0]}" in closed


def test_whoever_stands_aside_is_not_offered_it_again(desk: Desk) -> None:
    call = desk.taken("aside")
    assert post(desk.client(FIRST), f"/reviews/{call}/release").headers["location"] == "/reviews"
    assert f"/reviews/{call}" not in desk.client(FIRST).get("/reviews").text
    assert "ne vous" in desk.client(FIRST).get("/reviews").text
    assert desk.client(FIRST).get(f"/reviews/{call}").status_code == 403
    assert desk.send(FIRST, call, {"verdict-greeting": "met"}).status_code == 403
    assert f"/reviews/{call}/take" in desk.client(SECOND).get("/reviews").text


@pytest.mark.parametrize("number", [LEADING, ELSEWHERE])
def test_a_line_manager_and_another_site_review_nothing_here(desk: Desk, number: str) -> None:
    call = desk.call(f"kept from {number}")
    client = desk.client(number)
    assert f"/reviews/{call}/take" not in client.get("/reviews").text
    assert post(client, f"/reviews/{call}/take").status_code == 403
    for path in ("", "/sound", "/passages/1"):
        assert client.get(f"/reviews/{call}{path}").status_code == 403
    assert desk.send(number, call, {"verdict-greeting": "met"}).status_code == 403
    assert desk.refused(call, "take") and desk.state(call) == "queued"


def test_nobody_reviews_their_own_call(desk: Desk) -> None:
    call = desk.call("own", adviser=FIRST)
    client = desk.client(FIRST)
    assert f"/reviews/{call}/take" not in client.get("/reviews").text
    assert post(client, f"/reviews/{call}/take").status_code == 403
    assert desk.refused(call, "take") == ["S3"]


def test_a_call_that_is_erased_meanwhile_is_gone_for_its_reviewer(desk: Desk) -> None:
    call = desk.taken("erased")
    fields = desk.fields(FIRST, call)
    adviser = desk.people[ADVISERS[0]]
    gate = desk.installation.gate("web")
    with gate.transaction(adviser, Action(Verb.ERASE), KeptCall(call)) as tx:
        assert tx.erasures.of_own_call(call)
    client = desk.client(FIRST)
    for path in ("", "/sound", "/passages/1"):
        assert client.get(f"/reviews/{call}{path}").status_code in {404, 410}
    assert desk.send(FIRST, call, fields).status_code in {404, 410}
    assert str(call) not in client.get("/reviews").text


def test_sound_outside_the_file_and_evidence_that_there_is_not(desk: Desk, heard: UUID) -> None:
    call = heard
    client = desk.client(FIRST)
    size = int(client.head(f"/reviews/{call}/sound").headers.get("content-length", "0")) or len(
        client.get(f"/reviews/{call}/sound").content
    )
    assert client.get(f"/reviews/{call}/sound", headers={"Range": f"bytes={size + 1}-"}).status_code == 416
    assert client.get(f"/reviews/{call}/sound", headers={"Range": "bytes=0-99"}).status_code == 206
    assert client.get(f"/reviews/{call}/passages/999").status_code == 404
    assert client.get(f"/reviews/{uuid4()}").status_code == 404
    assert post(client, f"/reviews/{uuid4()}/take").status_code == 404


def test_the_queue_names_nobody_and_its_filters_count(desk: Desk) -> None:
    call = desk.call("contested and waiting")
    page = desk.client(SECOND).get("/reviews").text
    for number in ADVISERS:
        assert number not in re.sub(r"[0-9a-f]{8}-[0-9a-f-]+|/assets/\w+|value=\"[^\"]*\"", "", page)
        assert f"Adviser {number}" not in page
    only = desk.client(SECOND).get("/reviews?cause=contest").text
    assert f"/reviews/{call}/take" in only
    assert 'href="/reviews?cause=contest" aria-current="true"' in only
    assert desk.client(SECOND).get("/reviews?cause=invented&page=99999999999").status_code == 200


def test_a_contest_is_shown_as_text(desk: Desk, heard: UUID) -> None:
    page = desk.client(FIRST).get(f"/reviews/{heard}").text
    assert EVIL not in page and "&lt;script&gt;alert" in page


def test_nothing_is_chosen_before_a_person_chooses(desk: Desk, heard: UUID) -> None:
    assert " checked" not in desk.client(FIRST).get(f"/reviews/{heard}").text


def test_agreement_says_how_many_verdicts_it_rests_on(desk: Desk) -> None:
    call = desk.call("closed", contested=False, adviser=ADVISERS[1])
    if desk.state(call) == "queued":
        post(desk.client(SECOND), f"/reviews/{call}/take")
        desk.listen(SECOND, call)
        assert desk.send(SECOND, call, desk.fields(SECOND, call)).status_code == 303
        desk.review.answer(desk.people[ADVISERS[1]], call)
    with desk.installation.gate("web").transaction(
        desk.people[SECOND], Action(Verb.READ_AGREEMENT), SiteWork("paris")
    ) as tx:
        pairs = [each for each in tx.figures.agreement_pairs() if each.criterion == "greeting"]
    page = desk.client(SECOND).get("/agreement").text.replace("\N{NO-BREAK SPACE}", " ")
    assert f"n = {sum(each.pairs for each in pairs)}" in page
    assert "style=" not in page
    assert desk.client(ELSEWHERE).get("/agreement").text.count("<svg role") == 0


def test_a_scorecard_is_shown_whole_in_both_languages(desk: Desk, heard: UUID) -> None:
    client = desk.client(FIRST)
    found = re.search(r'href="(/scorecards/[0-9a-f]{64})"', client.get("/scorecards").text)
    assert found
    page = client.get(found[1]).text
    assert page.count('<article class="criterion"') == 15
    assert "Does the adviser greet the customer" in page
    assert client.get("/scorecards/" + "0" * 64).status_code == 404


def test_a_form_without_its_token_decides_nothing(desk: Desk, heard: UUID) -> None:
    call = heard
    client = desk.client(FIRST)
    fields = desk.fields(FIRST, call)
    assert client.post(f"/reviews/{call}/decision", data=fields).status_code == 403
    assert client.post(f"/reviews/{call}/decision", data={**fields, "csrf": csrf(client)[::-1]}).status_code == 403
    assert desk.state(call) == "in_review"


def test_evidence_that_contains_another_counts_for_both(desk: Desk, unheard: UUID) -> None:
    call = unheard
    draft = desk.reading.read(desk.people[FIRST], call).draft.evaluation
    numbers = sorted({n for each in to_hear(draft).values() for n in each})
    longest = max(numbers, key=lambda n: citation(draft, n).span.duration_ms)
    desk.client(FIRST).get(f"/reviews/{call}/passages/{longest}")
    page = desk.client(FIRST).get(f"/reviews/{call}").text
    inside = [n for n in numbers if citation(draft, longest).span.contains(citation(draft, n).span)]
    for number in inside:
        assert re.search(rf'<li data-left="{number}" hidden>', page)
