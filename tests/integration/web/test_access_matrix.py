"""Every route as every role about every object, over HTTP: who gets an answer, and that nobody else learns anything."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import unescape
from itertools import chain
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest
from psycopg.rows import dict_row
from tests.installations import (
    HEARD,
    SITE,
    SimulatedInstallation,
    open_site,
    receive,
    simulated_charter,
    simulated_installation,
)
from tests.integration.web.browsing import browser, csrf, employ, served, signed_in

from gardefou.adapters.documents.transcript_file import read_transcript
from gardefou.adapters.documents.yaml_document import read_yaml
from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.bootstrap.installation import Installation, administration_of, operator
from gardefou.bootstrap.resources import resource
from gardefou.bootstrap.samples import SampleCall, sample_calls
from gardefou.bootstrap.simulated_signatories import consultation_of
from gardefou.entrypoints.web.access import ROUTES, Route
from gardefou.evaluation.model import Scorecard
from gardefou.flows.human_review import HumanReview
from gardefou.flows.requests import Requests
from gardefou.governance.actions import Action, Verb, operation
from gardefou.governance.actors import Person
from gardefou.governance.acts import ActKind
from gardefou.governance.requests import RequestKind
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import KeptCall, SiteWork
from gardefou.kernel.review import ReviewState
from gardefou.kernel.verdict import Verdict
from gardefou.review.model import Ruling
from gardefou.review.rules import to_hear

ADVISER, ANALYST, MANAGER = PersonRole.ADVISER, PersonRole.QUALITY_ANALYST, PersonRole.MANAGER
REPRESENTATIVE, OFFICER = PersonRole.REPRESENTATIVE, PersonRole.DATA_PROTECTION_OFFICER
ADMINISTRATOR = PersonRole.ADMINISTRATOR
SOMEBODY = frozenset(PersonRole)
ANYBODY = frozenset[PersonRole]()
NUMBERS = {
    ADVISER: "5001",
    ANALYST: "5002",
    MANAGER: "5003",
    REPRESENTATIVE: "5004",
    OFFICER: "5005",
    ADMINISTRATOR: "5006",
    PersonRole.REVIEWER: "5007",
    PersonRole.EMPLOYER_SIGNATORY: "5008",
}
COLLEAGUE, OF_TEAM_B, ELSEWHERE, OTHER_ANALYST = "5101", "5102", "5103", "5104"
OTHER_SITE = "lyon"
NAMES = {COLLEAGUE: "Ondine Verchère", OF_TEAM_B: "Balthazar Quint", ELSEWHERE: "Séraphine Loiret"}
"""Advisers whose names stand in no page of anybody else."""
CRITERIA = [each.id for each in read_yaml(resource("scorecards/customer_relation.yaml"), Scorecard).criteria()]
NO_FIELDS: Mapping[str, str] = MappingProxyType({})
COMMENT = "J'ai pourtant dit bonjour au perroquet du client."


HELD = {"my review": ANALYST, "reviewer's review": PersonRole.REVIEWER}
"""Who has which review."""


@dataclass(frozen=True)
class Rule:
    """Who may ask for a route, about which objects, and the answers: to those who may, and to those who may not."""

    roles: frozenset[PersonRole]
    objects: frozenset[str] = frozenset()
    answers: frozenset[int] = frozenset({200})
    refusals: frozenset[int] = frozenset({403, 404})

    def opens(self, role: PersonRole, about: str) -> bool:
        """Whether a role is answered about an object; a review is of the one role whose person has it."""
        return role in self.roles and (not about or (about in self.objects and HELD.get(about, role) is role))


def rule(roles: frozenset[PersonRole] | PersonRole, *objects: str, answers: int = 200, refusals: int = 0) -> Rule:
    """One line of the table."""
    given = frozenset({roles}) if isinstance(roles, PersonRole) else roles
    return Rule(given, frozenset(objects), frozenset({answers}), frozenset({403, 404, refusals} - {0}))


CALLS_OF_SITE = (
    "own", "colleague's", "waiting", "my review", "other's review", "released in my team", "released in other team",
    "parked",
)  # fmt: skip
REVIEWERS = frozenset({ANALYST, PersonRole.REVIEWER})
JUDGES = REVIEWERS | {REPRESENTATIVE, OFFICER}
KEEPERS = frozenset({REPRESENTATIVE, OFFICER, PersonRole.EMPLOYER_SIGNATORY})
TABLE = frozenset({REPRESENTATIVE, PersonRole.EMPLOYER_SIGNATORY})
RULES = {
    "sign_in": rule(ANYBODY, answers=303),
    "send_sign_in": rule(ANYBODY, answers=422),
    "sign_out": rule(ANYBODY, answers=303),
    "preferences": rule(ANYBODY, answers=303),
    "home": rule(SOMEBODY, answers=303),
    "charter": rule(SOMEBODY),
    "charter_act": rule(SOMEBODY, "act"),
    "charter_file": rule(SOMEBODY, "act"),
    "comment_act": rule(TABLE, "act", answers=422),
    "give_up_act": rule(TABLE, "act", answers=303, refusals=422),
    "sign_act": rule(TABLE, "act"),
    "add_signature": rule(TABLE, "act", answers=422),
    "statement": rule(TABLE, "act"),
    "propose_charter": rule(TABLE),
    "preview_charter": rule(TABLE, answers=422),
    "upload_charter": rule(TABLE, answers=422),
    "send_charter": rule(TABLE, answers=422),
    "succession": rule(TABLE),
    "propose_succession": rule(TABLE, answers=422),
    "suspension": rule(TABLE),
    "suspend": rule(TABLE, answers=422),
    "resumption": rule(TABLE),
    "resume": rule(TABLE, answers=422),
    "put_scorecard": Rule(TABLE, frozenset({"proposal"}), frozenset({404, 422})),
    "signing_keys": rule(TABLE),
    "access_log": rule(frozenset({REPRESENTATIVE, OFFICER})),
    "waiting": rule(ADVISER),
    "calls": rule(ADVISER),
    "call": rule(ADVISER, "own"),
    "call_sound": rule(ADVISER, "own", refusals=410),
    "self_evaluation": rule(ADVISER, "own", answers=200),
    "send_self_evaluation": rule(ADVISER, "own", answers=422),
    "comment": rule(ADVISER, "own", answers=422),
    "contest": rule(ADVISER, "own", answers=422),
    "answer": rule(ADVISER, "own", answers=303, refusals=422),
    "erase": rule(ADVISER, "own", answers=422),
    "rights": rule(ADVISER),
    "export": rule(ADVISER),
    "recording": rule(ADVISER, answers=404),
    "take_part": rule(ADVISER, answers=404),
    "registers": rule(KEEPERS | {ADMINISTRATOR}),
    "record_entry": rule(KEEPERS, answers=404),
    "withdraw_entry": rule(KEEPERS, answers=404),
    "ask_question": rule(REPRESENTATIVE, answers=422),
    "answer_question": rule(PersonRole.EMPLOYER_SIGNATORY, answers=404),
    "withdraw_question": rule(REPRESENTATIVE, answers=404),
    "record_training": rule(frozenset({PersonRole.EMPLOYER_SIGNATORY, ADMINISTRATOR}), answers=422),
    "withdraw_training": rule(frozenset({PersonRole.EMPLOYER_SIGNATORY, ADMINISTRATOR}), answers=422),
    "reviews": rule(REVIEWERS),
    "take": rule(REVIEWERS, "waiting", *HELD, answers=303),
    "hand_back": rule(REVIEWERS, *HELD, answers=303, refusals=422),
    "review": rule(REVIEWERS, *HELD),
    "review_sound": rule(REVIEWERS, *HELD),
    "passage": rule(REVIEWERS, *HELD),
    "decide": rule(REVIEWERS, *HELD, answers=422),
    "agreement": rule(JUDGES),
    "scorecards": rule(JUDGES),
    "scorecard": rule(JUDGES, "used scorecard", "proposal"),
    "download_scorecard": rule(JUDGES, "used scorecard", "proposal"),
    "edit_scorecard": rule(ANALYST, "used scorecard", "proposal"),
    "save_scorecard": rule(ANALYST, "used scorecard", "proposal", answers=422),
    "arrange_scorecard": rule(ANALYST, "used scorecard", "proposal", answers=422),
    "edit_criterion": rule(ANALYST, "used scorecard", "proposal"),
    "save_criterion": rule(ANALYST, "used scorecard", "proposal", answers=422),
    "new_criterion": rule(ANALYST, "used scorecard", "proposal"),
    "add_criterion": rule(ANALYST, "used scorecard", "proposal", answers=422),
    "preview_criterion": rule(ANALYST, "used scorecard", "proposal"),
    "propose_scorecard": rule(ANALYST, "used scorecard", "proposal", answers=422),
    "discard_scorecard": rule(ANALYST, "used scorecard", "proposal", answers=303),
    "withdraw_scorecard": rule(ANALYST, "proposal", answers=303),
    "upload_scorecard": rule(ANALYST, answers=422),
    "team": rule(MANAGER),
    "released_call": rule(MANAGER, "released in my team"),
    "released_sound": rule(MANAGER, "released in my team"),
    "hidden": rule(MANAGER),
    "requests": rule(OFFICER),
    "record_request": rule(OFFICER, answers=422),
    "extend_request": rule(OFFICER, "request", answers=422, refusals=422),
    "answer_request": rule(OFFICER, "request", answers=422, refusals=422),
    "object": rule(OFFICER, answers=422),
    "subject": rule(OFFICER, answers=422),
    "erase_subject": rule(OFFICER, answers=422),
    "freeze_subject": rule(OFFICER, answers=422),
    "export_subject": rule(OFFICER, answers=422),
    "freeze_call": rule(OFFICER, *CALLS_OF_SITE, answers=422, refusals=422),
    "lift_call": rule(OFFICER, *CALLS_OF_SITE, answers=422, refusals=422),
    "erase_call": rule(OFFICER, *CALLS_OF_SITE, answers=422, refusals=422),
    "administration": rule(ADMINISTRATOR),
    "retry": rule(ADMINISTRATOR, "parked", answers=303, refusals=409),
    "people": rule(ADMINISTRATOR),
    "import_people": rule(ADMINISTRATOR, answers=422),
}
"""What is expected; a form goes out with nothing but its token, so that most are sent back."""
LAST = (
    *("give_up_act", "comment", "contest", "answer", "erase", "recording", "hand_back", "retry"),
    *("withdraw_scorecard", "sign_out"),
)
"""Forms that change what other lines are about, if only by showing the draft; they are sent after all else."""
COUNTED = (
    "people", "calls", "reviews", "self_evaluations", "statements", "decisions", "voids", "servings", "recusals",
    "recording_refusals", "erasures", "requests", "freezes", "evaluations", "sites", "workings", "proposals",
    "scorecards", "acts", "act_signatures", "act_comments",
)  # fmt: skip


@dataclass
class Scene:
    """An installation with a call for each line of the table, and a browser for each role."""

    installation: Installation
    url: str
    objects: dict[str, str]
    words: frozenset[str]
    browsers: dict[PersonRole, httpx.Client]
    tokens: dict[PersonRole, str]

    def state(self) -> dict[str, Any]:
        """All that a form could change."""
        dsn = self.installation.store.server.dsn("owner")
        with psycopg.connect(dsn, row_factory=dict_row, autocommit=True) as connection:
            query = " UNION ALL ".join(
                f"SELECT '{name}' AS name, md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) AS hash"
                f" FROM gardefou.{name} t"
                for name in COUNTED
            )
            return {row["name"]: row["hash"] for row in connection.execute(query)}

    def says_nothing(self, answer: httpx.Response) -> bool:
        """Whether an answer holds none of the calls' words and no name of the people in them."""
        text = _told(answer.text)
        return not answer.content.startswith(b"OggS") and not any(each in text for each in self.words)


def _objects(route: Route) -> list[str]:
    """What a path can name, whoever asks."""
    if "{call" in route.path:
        return [*CALLS, "unknown", "malformed"]
    if "{asked" in route.path:
        return ["request", "unknown", "malformed"]
    if "{act" in route.path:
        return ["act", "other site's act", "unknown", "malformed"]
    if "{digest" in route.path:
        return ["used scorecard", "proposal", "unknown scorecard", "malformed"]
    return [""]


CALLS = (
    "own", "colleague's", "other site's", "waiting", "my review", "reviewer's review", "other's review",
    "released in my team", "released in other team", "parked",
)  # fmt: skip
CLOSED = [name for name, route in ROUTES.items() if not route.is_public]
FORMS = [name for name, route in ROUTES.items() if route.method == "POST" and name != "send_sign_in"]
PAGES = [name for name, route in ROUTES.items() if route.method == "GET"]
CONFIRMED = {"confirmed": "yes"}
SENT: dict[str, dict[str, str]] = {
    "send_self_evaluation": {f"verdict-{each}": "met" for each in CRITERIA},
    "comment": {"criterion": "greeting", "comment-greeting": COMMENT},
    "contest": {"criterion": "greeting", "contest-greeting": COMMENT, "wanted": "cannot_tell"},
    "erase": {"sure": "yes"},
    "give_up_act": CONFIRMED,
    "recording": {"recording": "refuse"},
    "save_scorecard": {"title-fr": "Grille", "title-en": "Card", "version": "2099-2"},
    "arrange_scorecard": {"criterion": "closing", "do": "remove"},
    "decide": {f"{each}-{name}": "met" for name in CRITERIA for each in ("verdict", "reason")},
}
"""What people who may not would send: forms that lack nothing."""


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    charter = simulated_charter(erasure_by_adviser=True, review={"released_to_managers": True})
    with simulated_installation(charter) as made, made.opened() as installation:
        open_site(installation, OTHER_SITE, charter)
        _employ(installation)
        calls = _calls(made, installation)
        with served(installation) as url:
            browsers = {role: signed_in(url, number) for role, number in NUMBERS.items()}
            objects = {name: str(call) for name, call in calls.items()}
            page = browsers[OFFICER].get("/scorecards").text
            digest = re.search(r'href="/scorecards/([0-9a-f]+)"', page)
            assert digest
            objects |= {
                "unknown": str(uuid4()),
                "malformed": "..%2f1",
                "used scorecard": digest[1],
                "proposal": _proposal(installation),
                "act": _act(installation, SITE),
                "other site's act": _act(installation, OTHER_SITE),
                "request": _request(installation),
                "unknown scorecard": digest[1][::-1],
            }
            tokens = {role: csrf(client) for role, client in browsers.items()}
            yield Scene(installation, url, objects, _words(), browsers, tokens)


def _employ(installation: Installation) -> None:
    for role, number in NUMBERS.items():
        employ(installation, number, role, name=f"Personne {number}")
    for number, name in NAMES.items():
        site, team = {OF_TEAM_B: (SITE, "B"), ELSEWHERE: (OTHER_SITE, "A")}.get(number, (SITE, "A"))
        employ(installation, number, ADVISER, name=name, site=site, team=team)
    employ(installation, OTHER_ANALYST, ANALYST, team="Q")


def _sample() -> SampleCall:
    return min(sample_calls(), key=lambda call: call.sound.stat().st_size)


def _calls(made: SimulatedInstallation, installation: Installation) -> dict[str, UUID]:
    whose = dict.fromkeys(CALLS, COLLEAGUE) | {
        "own": NUMBERS[ADVISER],
        "other site's": ELSEWHERE,
        "released in other team": OF_TEAM_B,
    }
    calls: dict[str, UUID] = {}
    for name, number in whose.items():
        site = OTHER_SITE if number == ELSEWHERE else SITE
        call = receive(installation, _sample(), source=name, adviser=number, site=site).call
        assert call
        calls[name] = call
    made.work_off(installation)
    story = _Story(installation)
    for name in (*("waiting", "other's review", "released in my team", "released in other team"), *HELD):
        story.contest(whose[name], calls[name])
    for name, role in HELD.items():
        story.take(NUMBERS[role], calls[name])
    story.take(OTHER_ANALYST, calls["other's review"])
    for name in ("released in my team", "released in other team"):
        story.release(whose[name], calls[name])
    with psycopg.connect(installation.store.server.dsn("owner"), autocommit=True) as connection:
        connection.execute("UPDATE gardefou.calls SET parked_at = now() WHERE id = %s", [calls["parked"]])
    return calls


def _proposal(installation: Installation) -> str:
    """A scorecard that somebody proposed."""
    with administration_of(installation) as administration:
        analyst = Person(*administration.person(OTHER_ANALYST))
    shipped = read_yaml(resource("scorecards/customer_relation.yaml"), Scorecard)
    proposed = shipped.model_copy(update={"version": "2099-1"})
    with installation.gate("web").transaction(analyst, Action(Verb.PROPOSE), SiteWork(SITE)) as tx:
        tx.scorecards.propose(proposed)
    return proposed.digest


def _request(installation: Installation) -> str:
    """A request that somebody recorded."""
    with administration_of(installation) as administration:
        officer = Person(*administration.person(NUMBERS[OFFICER]))
    requests = Requests(installation.gate("web"), installation.secrets.customer)
    whom = requests.whom(COLLEAGUE, "")
    return str(requests.record(officer, SITE, RequestKind.ACCESS, whom, date.today()))


class _Story:
    """Brings calls to where the table wants them."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._gate = installation.gate("web")
        self._review = HumanReview(self._gate, PublicHolidays())

    def contest(self, number: str, call: UUID) -> None:
        adviser = self._person(number)
        with self._gate.transaction(adviser, Action(Verb.READ_EVALUATION), KeptCall(call)) as tx:
            tx.reviews.open_draft(call)
        self._review.contest(adviser, call, "greeting", COMMENT, Verdict.CANNOT_TELL)
        assert self._review.answer(adviser, call) is ReviewState.QUEUED

    def take(self, number: str, call: UUID) -> None:
        """Take a call, and be served what a decision rests on."""
        reviewer = self._person(number)
        self._review.take(reviewer, call)
        with self._gate.transaction(reviewer, Action(Verb.READ_EVALUATION), KeptCall(call)) as tx:
            draft = tx.evaluations.latest(call, 1).evaluation
        given = {each.id: each.verdict for each in draft.criteria}
        with self._gate.transaction(reviewer, Action(Verb.LISTEN), KeptCall(call)) as tx:
            for each in to_hear(draft, frozenset({"greeting"}), given):
                tx.reviews.add_serving(call, reviewer.id, each.span)

    def release(self, number: str, call: UUID) -> None:
        self.take(OTHER_ANALYST, call)
        reviewer, adviser = self._person(OTHER_ANALYST), self._person(number)
        with self._gate.transaction(reviewer, Action(Verb.READ_EVALUATION), KeptCall(call)) as tx:
            given = tx.evaluations.verdicts(call)[1] | {"greeting": Verdict.CANNOT_TELL}
        self._review.decide(reviewer, call, [Ruling(name, verdict, "réécouté") for name, verdict in given.items()])
        assert self._review.answer(adviser, call) is ReviewState.FINAL

    def _person(self, number: str) -> Person:
        with administration_of(self._installation) as administration:
            return Person(*administration.person(number))


def _act(installation: Installation, site: str) -> str:
    """A charter of that site that waits for both sides."""
    with installation.gate("owner").transaction(operator(), operation(Verb.READ_ACTS), SiteWork(site)) as tx:
        renamed = tx.charter.model_copy(update={"version": "renamed"})
    return str(consultation_of(installation).propose(operator(), site, ActKind.CHARTER, renamed.document))


def _words() -> frozenset[str]:
    """What no page says to somebody who may not read these calls."""
    transcript = read_transcript(HEARD / f"{_sample().id}.json")
    said = [" ".join(word.text for word in segment.words[:4]) for segment in transcript.segments]
    turns = {each for each in said if len(each) > 20}
    assert len(turns) > 5
    return frozenset(_told(each) for each in chain(turns, NAMES.values(), ["au perroquet"]))


def _told(page: str) -> str:
    """The words of a page without its signs, each a space apart."""
    return " ".join(re.findall(r"\w+", unescape(re.sub(r"<[^>]+>", "", page))))


def _path(scene: Scene, route: Route, about: str) -> str:
    path = route.path.replace("{number:int}", "1").replace("{criterion}", "greeting")
    return re.sub(r"\{(call:uuid|asked:uuid|act:uuid|digest)\}", lambda _: scene.objects[about], path)


def _send(
    client: httpx.Client, route: Route, path: str, token: str | None, fields: Mapping[str, str] = NO_FIELDS
) -> httpx.Response:
    if route.method == "GET":
        return client.get(path)
    return client.post(path, data=dict(fields) | ({} if token is None else {"csrf": token}))


def test_every_route_is_judged() -> None:
    assert set(RULES) == set(ROUTES)
    assert {name: route.roles for name, route in ROUTES.items()} == {name: each.roles for name, each in RULES.items()}


@pytest.mark.parametrize("role", PersonRole)
@pytest.mark.parametrize("name", CLOSED)
def test_nobody_gets_what_is_not_theirs(scene: Scene, name: str, role: PersonRole) -> None:
    route, expected, client = ROUTES[name], RULES[name], scene.browsers[role]
    before = scene.state()
    for about in _objects(route):
        if expected.opens(role, about):
            continue
        path = _path(scene, route, about)
        answer = _send(client, route, path, scene.tokens[role], SENT.get(name, {}))
        of_role = expected.refusals if role in expected.roles else frozenset({403})
        assert answer.status_code in ({404} if about == "malformed" else of_role), about
        assert scene.says_nothing(answer), about
        if route.method == "GET":
            head = client.head(path)
            assert (head.status_code, head.content) == (answer.status_code, b"")
    assert scene.state() == before


@pytest.mark.parametrize("name", CLOSED)
def test_nobody_who_is_signed_out_gets_anything(scene: Scene, name: str) -> None:
    route, before, guest = ROUTES[name], scene.state(), browser(scene.url)
    for about in _objects(route):
        answer = _send(guest, route, _path(scene, route, about), "", SENT.get(name, {}))
        assert answer.status_code == (404 if about == "malformed" else 303)
        assert about == "malformed" or answer.headers["location"].startswith("/sign-in")
        assert scene.says_nothing(answer)
    assert scene.state() == before


@pytest.mark.parametrize("name", FORMS)
def test_a_form_without_the_sessions_token_changes_nothing(scene: Scene, name: str) -> None:
    route, expected = ROUTES[name], RULES[name]
    role = next(iter(expected.roles), ADVISER)
    client, before = scene.browsers[role], scene.state()
    path = _path(scene, route, next(iter(expected.objects), ""))
    others = scene.tokens[MANAGER if role is not MANAGER else ADVISER]
    sent = SENT.get(name, {})
    answers = [_send(client, route, path, token, sent) for token in (None, "", others)]
    from_elsewhere = {"Sec-Fetch-Site": "cross-site"}
    answers.append(client.post(path, data=sent | {"csrf": scene.tokens[role]}, headers=from_elsewhere))
    assert [each.status_code for each in answers] == [403] * 4
    assert all(scene.says_nothing(each) for each in answers)
    assert scene.state() == before
    assert client.get("/charter").status_code == 200


@pytest.mark.parametrize("name", ROUTES)
def test_other_methods_are_answered_with_nothing(scene: Scene, name: str) -> None:
    route, expected = ROUTES[name], RULES[name]
    client, before = scene.browsers[next(iter(expected.roles), ADVISER)], scene.state()
    path = _path(scene, route, next(iter(expected.objects), ""))
    paired = {each.method for each in ROUTES.values() if each.path == route.path}
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"} - paired:
        answer = client.request(method, path)
        assert answer.status_code in {404, 405}, method
        assert scene.says_nothing(answer)
    assert scene.state() == before


@pytest.mark.parametrize("name", [*(each for each in FORMS if each not in LAST), *PAGES, *LAST])
def test_who_may_is_answered(scene: Scene, name: str) -> None:
    route, expected, taken = ROUTES[name], RULES[name], set[str]()
    for role in expected.roles or {ADVISER}:
        for about in sorted(expected.objects) or [""]:
            if expected.roles and not expected.opens(role, about):
                continue
            path, client = _path(scene, route, about), scene.browsers[role]
            before = scene.state()
            head = client.head(path) if route.method == "GET" and expected.roles else None
            assert name != "passage" or scene.state() == before
            answer = _send(client, route, path, scene.tokens[role], CONFIRMED if name == "give_up_act" else {})
            assert answer.status_code in (expected.answers if about not in taken else expected.refusals)
            taken |= {about} & ({"act"} if name == "give_up_act" else {"waiting"})
            if head:
                assert (head.status_code, head.content) == (answer.status_code, b"")
                assert about not in CALLS or not scene.says_nothing(answer)


@pytest.mark.parametrize("name", [each for each in PAGES if ROUTES[each].is_public])
def test_a_guest_reads_what_is_for_everybody(scene: Scene, name: str) -> None:
    assert browser(scene.url).get(ROUTES[name].path).status_code == 200


def test_who_may_not_sign_in_is_told_so(scene: Scene) -> None:
    assert _send(browser(scene.url), ROUTES["send_sign_in"], "/sign-in", "").status_code == 422


def test_who_signs_out_is_signed_out(scene: Scene) -> None:
    client = signed_in(scene.url, NUMBERS[OFFICER])
    assert client.get("/agreement").status_code == 200
    assert _send(client, ROUTES["sign_out"], "/sign-out", csrf(client)).status_code == 303
    assert client.get("/agreement").status_code == 303
