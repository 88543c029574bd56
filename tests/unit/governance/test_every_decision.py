"""Every decision: action by role by feature by state of the site and of the call, against a table written by hand."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import combinations, product
from typing import Any
from uuid import UUID

import pytest
from tests.unit.governance.example_charters import charter_with
from tests.unit.governance.oracle import (
    ABOUT,
    EXPERIMENTS,
    ORDER,
    RECORDS,
    ROLES,
    WHO_MAY,
    Matter,
    Place,
    Who,
    broken,
)
from tests.unit.governance.oracle import PEOPLE as RECORDED_PEOPLE

from gardefou.governance.actions import Action, Verb
from gardefou.governance.actors import Actor, Operator, Person, Process, ProcessName, Sender
from gardefou.governance.charter import Charter
from gardefou.governance.decision import refusal
from gardefou.governance.registers import PersonRecords, SiteRecords
from gardefou.governance.retention import ExpiryDates
from gardefou.governance.roles import PersonRole
from gardefou.governance.standing import SignedScorecard, Standing
from gardefou.governance.subjects import (
    ArrivingCall,
    CallFacts,
    Installation,
    KeptCall,
    OwnFile,
    Request,
    ReviewFacts,
    SiteFacts,
    SiteState,
    SiteWork,
    Subject,
)
from gardefou.governance.terms.places import Feature
from gardefou.kernel.call import CallKey, CallStatus
from gardefou.kernel.review import ReviewState

CALL, PERSON, SOMEBODY = UUID(int=1), UUID(int=2), UUID(int=3)
START = datetime(2027, 3, 2, 9, tzinfo=UTC)
SOUND, WORDS = timedelta(days=92), timedelta(days=183)
KEY = CallKey("niort", "telephone", "1")
RELATIONS = ("here", "away", "own", "first", "second", "aside", "leads")
PEOPLE = [Who("person", role, relation) for role in ("", *ROLES) for relation in RELATIONS]
EVERYBODY = [
    *PEOPLE,
    *(Who("process", part.value) for part in ProcessName),
    *(Who("token", relation=relation) for relation in ("here", "away")),
    Who("operator"),
]
ONE_OF_EACH = [who for who in EVERYBODY if who.relation in {"own", "first", "leads"} or who.kind != "person"]
STATES = ("open", "suspended", "altered", "clock back", "early", "expired", "no charter", "no scorecard")
RECORDING = frozenset({"recording"})
FEATURES = (frozenset({"recording", "evaluation"}), RECORDING, frozenset[str](), frozenset({"analytics", "laboratory"}))
PLACES = [
    *(Place(state, features) for state, features in product(STATES, FEATURES)),
    *(Place(state, features, records="complete") for state, features in product(("open", "other kind"), FEATURES)),
]
RECORDED = [
    *(Place(features=features, records=records) for features, records in product(FEATURES, RECORDS)),
    *(
        Place(records=records, experiment=experiment, people=people)
        for records, experiment, people in product(("complete", "baseline too late"), EXPERIMENTS, RECORDED_PEOPLE)
    ),
    *(Place("suspended", records=records) for records in RECORDS),
    *(Place(experiment=experiment) for experiment in EXPERIMENTS),
]
REVIEWS = (None, *(state.value for state in ReviewState))
TROUBLES = ("none", "frozen", "to go", "sound old", "all old", "promise over", "not offered", "not drawn")
EXPERIMENT = {"criteria": ["fewer transfers"], "means": ["a day a month"]}
DAYS: dict[str, dict[str, Any]] = {
    "running": {"starts_on": "2027-03-02", "days": 30},
    "last day": {"starts_on": "2027-03-02", "days": 3},
    "over": {"starts_on": "2027-03-02", "days": 2},
    "not begun": {"starts_on": "2027-03-05", "days": 30},
}
SIGNED = SignedScorecard("0" * 64, {}, (), {})
RIPE = {
    **dict.fromkeys(("evaluate_oneself", "state", "answer"), "offered"),
    "take": "queued",
    **dict.fromkeys(("decide", "hand_back"), "in_review"),
}
"""Where the review stands when somebody may do a thing; for all else, it is final."""


def test_the_table_has_every_verb_every_role_and_every_state() -> None:
    assert set(WHO_MAY) == {verb.value for verb in Verb}
    assert set(ROLES) == {role.value for role in PersonRole}
    assert {state for state in REVIEWS if state} == {state.value for state in ReviewState}


@pytest.mark.parametrize("purpose", ["quality", "operation", "discipline"])
def test_by_action_role_feature_and_state_of_the_site(purpose: str) -> None:
    found = Counter[str]()
    for verb, who, place in product(WHO_MAY, EVERYBODY, PLACES):
        for kind in ABOUT.get(verb, {"call"}):
            found[_judged(verb, purpose, who, place, Matter(kind, RIPE.get(verb, "final")))] += 1
    assert found["allowed"] > (0 if purpose == "discipline" else 500) or purpose == "discipline"
    assert sum(found.values()) > 100_000


@pytest.mark.parametrize("lenient", [True, False], ids=["lenient", "strict"])
def test_by_action_role_and_state_of_the_call(lenient: bool) -> None:
    place = Place(lenient=lenient)
    about_calls = [verb for verb in WHO_MAY if "call" in ABOUT.get(verb, {"call"})]
    for verb, who, review, trouble in product(about_calls, EVERYBODY, REVIEWS, TROUBLES):
        purpose = "operation" if verb in {"read_state", "retry", "erase_for_subject"} else "quality"
        _judged(verb, purpose, who, place, Matter("call", review, trouble))


def test_by_action_role_and_whatever_else_it_may_be_asked_about() -> None:
    kinds = ("installation", "arriving", "call", "own file", "site")
    for verb, who, kind, purpose in product(WHO_MAY, EVERYBODY, kinds, ("quality", "operation")):
        for trouble in ("none", "not drawn", "all old") if kind == "arriving" else ("none",):
            _judged(verb, purpose, who, Place(), Matter(kind, RIPE.get(verb, "final"), trouble))


def test_by_action_role_feature_and_state_of_the_registers() -> None:
    assert len(RECORDED) > 100
    for verb, who, place in product(WHO_MAY, ONE_OF_EACH, RECORDED):
        purpose = "operation" if verb in {"read_state", "retry", "administer"} else "quality"
        for kind in ABOUT.get(verb, {"call"}):
            _judged(verb, purpose, who, place, Matter(kind, RIPE.get(verb, "final")))


def test_every_verb_is_open_to_somebody_and_each_clause_closes_something() -> None:
    """The table is not one that refuses all: of every verb that anybody is named for, something is allowed."""
    opened, named = set[str](), set[str]()
    for verb, who, purpose in product(WHO_MAY, EVERYBODY, ("quality", "operation")):
        for kind in ABOUT.get(verb, {"call"}):
            refused = refusal(_request(verb, purpose, who, Place(), Matter(kind, RIPE.get(verb, "final"))))
            if refused is None:
                opened.add(verb)
            else:
                named.add(refused.clause)
    assert opened == set(WHO_MAY) - {"pick", "listen_original"}
    assert {"S10", "S3", "S16", "S5", "S1", "S17"} <= named


def test_two_roles_open_what_either_opens_and_no_more() -> None:
    """One person of two roles in one relation to a call: what one of the roles opens, and nothing besides."""
    for verb, (first, second), relation in product(WHO_MAY, combinations(ROLES, 2), RELATIONS):
        matter = Matter(next(iter(sorted(ABOUT.get(verb, {"call"})))), RIPE.get(verb, "final"))
        purpose = "operation" if verb in {"read_state", "retry", "administer"} else "quality"
        alone = [_request(verb, purpose, Who("person", role, relation), Place(), matter) for role in (first, second)]
        both = replace(alone[0], actor=Person(PERSON, frozenset({PersonRole(first), PersonRole(second)})))
        assert (refusal(both) is None) == any(refusal(each) is None for each in alone), (verb, first, second, relation)


def _judged(verb: str, purpose: str, who: Who, place: Place, matter: Matter) -> str:
    clauses = broken(verb, purpose, who, place, matter)
    refused = refusal(_request(verb, purpose, who, place, matter))
    given = refused.clause if refused else "allowed"
    expected = min(clauses, key=ORDER.index, default="allowed")
    assert given == expected, (verb, purpose, who, place, matter, clauses)
    return given


def _request(verb: str, purpose: str, who: Who, place: Place, matter: Matter) -> Request:
    subject = _subject(matter, who)
    at_a_site = not isinstance(subject, Installation)
    has_call = isinstance(subject, KeptCall | ArrivingCall)
    return Request(
        _actor(who),
        Action(Verb(verb), purpose),
        subject,
        _now(matter.trouble),
        place.records == "simulated",
        _site(place, who.relation != "away" and who.kind == "person") if at_a_site else None,
        _charter(place) if at_a_site else None,
        _call(matter, who.relation, place) if has_call else None,
        _person_records(place.people, "asker untrained"),
        reaches_store=verb not in {"assist", "practise"},
    )


@cache
def _actor(who: Who) -> Actor:
    match who.kind:
        case "process":
            return Process(ProcessName(who.name), "gardefou")
        case "token":
            return Sender(SOMEBODY, "telephone", frozenset({KEY.site if who.relation == "here" else "elsewhere"}))
        case "operator":
            return Operator("root")
    return Person(PERSON, frozenset({PersonRole(who.name)}) if who.name else frozenset())


@cache
def _subject(matter: Matter, who: Who) -> Subject:
    match matter.kind:
        case "installation":
            return Installation()
        case "arriving":
            return ArrivingCall(CALL, KEY, START, True, drawn=matter.trouble != "not drawn")
        case "own file":
            return OwnFile(PERSON if who.relation == "own" else SOMEBODY)
        case "site":
            return SiteWork(KEY.site)
    return KeptCall(CALL)


@cache
def _now(trouble: str) -> datetime:
    later = {"sound old": SOUND, "all old": WORDS}
    return START + later.get(trouble, timedelta(days=2))


@cache
def _site(place: Place, is_own: bool) -> SiteFacts:
    state = place.state
    return SiteFacts(
        SOMEBODY,
        KEY.site,
        "Europe/Paris",
        SiteState.SUSPENDED if state == "suspended" else SiteState.OPEN,
        is_own=is_own,
        is_altered=state == "altered",
        latest=START + timedelta(days=WORDS.days + 1) if state == "clock back" else START,
        standing=Standing(scorecard=None if state in {"no scorecard", "no charter"} else SIGNED),
        records=_records(place.records),
    )


@cache
def _records(state: str) -> SiteRecords | None:
    """All that the charter asks for, fresh on the day of the request, but for one thing."""
    if state == "simulated":
        return None
    every, long_ago = frozenset(Feature), date(2026, 3, 3)
    complete = SiteRecords(
        opinions={"CSE": every},
        impact_assessment=dict.fromkeys(every, date(2027, 1, 10)),
        risk_register=date(2027, 1, 10),
        notice=dict.fromkeys(every, date(2027, 1, 20)),
        baseline_on=date(2027, 1, 15),
        baseline_for_working_conditions=True,
    )
    changes: dict[str, dict[str, Any]] = {
        "no opinion": {"opinions": {"CSEC": every}},
        "no assessment": {"impact_assessment": {}},
        "assessment too old": {"impact_assessment": dict.fromkeys(every, long_ago)},
        "assessment of a year": {"impact_assessment": dict.fromkeys(every, long_ago + timedelta(days=1))},
        "no risk register": {"risk_register": None},
        "risk register too old": {"risk_register": long_ago},
        "nobody told": {"notice": {}},
        "told too lately": {"notice": dict.fromkeys(every, date(2027, 2, 18))},
        "told in time": {"notice": dict.fromkeys(every, date(2027, 2, 17))},
        "no baseline": {"baseline_on": None},
        "baseline about nothing but figures": {"baseline_for_working_conditions": False},
        "baseline too late": {"baseline_on": date(2027, 4, 1)},
        "question overdue": {"question_due": date(2027, 3, 3)},
        "question due today": {"question_due": date(2027, 3, 4)},
    }
    return replace(complete, **changes.get(state, {}))


@cache
def _person_records(state: str, untrained: str) -> PersonRecords:
    """Fourteen hours, half of them in person, and support, but for one thing."""
    return PersonRecords(
        training_minutes=839 if state == untrained else 840,
        in_person_minutes=419 if state == "not in person" else 420,
        has_support=state != "nobody supported",
        volunteers_for=frozenset() if state == "no volunteer" else frozenset(Feature),
    )


@cache
def _charter(place: Place) -> Charter | None:
    if place.state == "no charter":
        return None
    early, expired = place.state == "early", place.state == "expired"
    return charter_with(
        simulated=place.records == "simulated" or place.state == "other kind",
        valid_from=(date(2028, 1, 1) if early else date(2027, 1, 4)).isoformat(),
        valid_until=(START.date() if expired else date(2028, 6, 30)).isoformat(),
        sites={KEY.site: {"features": sorted(place.features)}},
        purposes=["quality"],
        review__released_to_managers=place.lenient,
        erasure_by_adviser=place.lenient,
        learning_from_reviews=place.lenient,
        experiment=EXPERIMENT | DAYS[place.experiment] if place.experiment in DAYS else None,
    )


@cache
def _call(matter: Matter, relation: str, place: Place) -> CallFacts:
    simulated = place.records == "simulated" or place.state == "other kind"
    drawn = matter.trouble != "not drawn"
    if matter.kind == "arriving":
        return CallFacts(START, simulated, drawn)
    promise = ExpiryDates(
        START + timedelta(days=1) if matter.trouble == "promise over" else START + SOUND, START + WORDS
    )
    review = matter.review and ReviewFacts(
        ReviewState(matter.review),
        is_reviewer=relation == "first",
        is_second_reviewer=relation == "second",
        stood_aside=relation == "aside",
        leads=relation == "leads",
    )
    return CallFacts(
        START,
        simulated,
        drawn,
        CallStatus.EVALUATED if matter.trouble == "not offered" else CallStatus.OFFERED,
        PERSON if relation == "own" else SOMEBODY,
        promise,
        review or None,
        is_frozen=matter.trouble == "frozen",
        is_to_go=matter.trouble == "to go",
        adviser_records=_person_records(place.people, "adviser untrained"),
    )
