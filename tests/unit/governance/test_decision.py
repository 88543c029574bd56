"""The decision: total, refusing by default, and allowing nothing outside a table written here by hand."""

from dataclasses import replace
from datetime import timedelta
from itertools import chain, combinations
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from tests.unit.governance.requests import ADVISER, START, requests

from gardefou.governance.actions import CONTENT, Action, Verb
from gardefou.governance.actors import Operator, Person, Process, ProcessName, Sender
from gardefou.governance.decision import CLAUSES, refusal
from gardefou.governance.purposes import OPERATION, Purpose
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import ArrivingCall, Installation, KeptCall, Request, SiteState
from gardefou.governance.table import actors, best, conditions, who_may
from gardefou.kernel.call import CallStatus

INTAKE, WORKER, SWEEP, SHOWS = ("process intake", "process worker", "process sweep", "process demonstration")
ALLOWED = {
    "receive": {INTAKE, "sender"},
    "keep": {INTAKE, "sender"},
    "pick": set(),
    "hear": {WORKER},
    "measure": {WORKER},
    "classify": {WORKER},
    "evaluate": {WORKER},
    "offer": {WORKER},
    "park": {WORKER},
    "retry": {"operator"},
    "lose": {WORKER, SWEEP},
    "expire": {SWEEP},
    "read_state": {"operator"},
    "read_transcript": {"adviser"},
    "read_evaluation": {"adviser"},
    "listen": {"adviser"},
    "listen_original": set(),
    "show_simulated": {SHOWS},
    "administer": {"operator"},
}
"""Who may do what at all: written by hand, so that a verb more, or an actor more for one, has to be thought about."""

KEEPS_RUNNING = {"park", "retry", "lose", "expire", "read_state", "administer"}
REMOVES_OR_STOPS = {"park", "lose", "expire", "read_state"}
ABOUT = {"receive": ArrivingCall, "keep": ArrivingCall, "administer": Installation}


def party(request: Request) -> str:
    match request.actor:
        case Person(id=identifier, roles=roles):
            own = request.call is not None and request.call.adviser == identifier and PersonRole.ADVISER in roles
            return "adviser" if own else "person"
        case Process(part=part):
            return f"process {part}"
        case Sender(sites=sites):
            return "sender" if request.site and request.site.code in sites else "other sender"
        case _:
            return "operator"


def may_be_allowed(request: Request) -> bool:
    """Every condition that the safeguards set, said once more in other words than the clauses'."""
    verb, call, charter = request.action.verb.value, request.call, request.charter
    operating = verb in KEEPS_RUNNING and request.action.purpose == "operation"
    return (
        party(request) in ALLOWED[verb]
        and (operating or party(request) != "operator")
        and isinstance(request.subject, ABOUT.get(verb, KeptCall) if verb != "read_state" else (KeptCall, Installation))
        and (not request.site or request.site.state is SiteState.OPEN or verb in REMOVES_OR_STOPS)
        and (operating or (charter is not None and request.action.purpose in [each.value for each in charter.purposes]))
        and (operating or charter.simulated == request.simulated_installation)  # type: ignore[union-attr]
        and (operating or not call or call.simulated == request.simulated_installation)
        and (verb in KEEPS_RUNNING | {"receive"} or bool(call and call.drawn))
        and (verb not in {"read_transcript", "read_evaluation", "listen"} or call.status is CallStatus.OFFERED)  # type: ignore[union-attr]
        and (verb != "show_simulated" or request.simulated_installation)
        and (verb in REMOVES_OR_STOPS or in_time(request))
    )


def in_time(request: Request) -> bool:
    call, charter = request.call, request.charter
    analyses = request.action.verb.value in {"read_transcript", "read_evaluation"}
    ends = []
    if call and call.expiry:
        ends.append(call.expiry.analyses if analyses else call.expiry.recording)
    if call and charter:
        kept = charter.retention
        ends.append(call.started_at + timedelta(days=kept.analyses_days if analyses else kept.recordings_days))
    return all(request.now < end for end in ends)


@settings(max_examples=600)
@given(requests())
def test_any_request_is_allowed_by_the_table_or_refused_by_a_known_clause(request: Request) -> None:
    refused = refusal(request)
    if may_be_allowed(request):
        assert refused is None
    else:
        assert refused is not None
        assert refused.clause in {clause.CLAUSE for clause in CLAUSES}
        assert refused.text


@settings(max_examples=200)
@given(requests())
def test_whatever_is_allowed_under_the_best_conditions_and_no_more_is_in_the_table(request: Request) -> None:
    """Random requests are seldom allowed: these start from one that is, so that each condition decides alone."""
    fit = best(request.action.verb, request.actor)
    call = fit.call and replace(fit.call, adviser=ADVISER)
    for changed in (
        replace(fit, call=call),
        replace(fit, call=call, now=request.now.replace(year=START.year)),
        replace(fit, call=call, action=request.action),
        replace(fit, call=call, subject=request.subject),
        replace(fit, call=call, charter=request.charter),
        replace(fit, call=call, simulated_installation=request.simulated_installation),
        replace(fit, call=request.call),
        replace(fit, call=call, site=request.site),
    ):
        assert (refusal(changed) is None) == may_be_allowed(changed)


@pytest.mark.parametrize("verb", sorted(CONTENT | {Verb.RECEIVE, Verb.KEEP}))
def test_s1_operation_reaches_no_content(verb: Verb) -> None:
    for name, actor in actors().items():
        assert refusal(replace(best(verb, actor), action=Action(verb, OPERATION))) is not None, name


@pytest.mark.parametrize("condition", conditions())
def test_each_thing_that_goes_wrong_stops_what_it_should_and_no_more(condition: str) -> None:
    for verb in Verb:
        for name, actor in actors().items():
            request = conditions()[condition](best(verb, actor))
            assert (refusal(request) is None) == may_be_allowed(request), (verb, name)


def test_s10_every_verb_is_given_to_exactly_those_named() -> None:
    assert set(ALLOWED) == {verb.value for verb in Verb}
    named = {
        "token": "sender",
        "adviser of the call": "adviser",
        "operator": "operator",
        **{part.value: f"process {part}" for part in ProcessName},
    }
    for row in who_may():
        may = {named.get(name, name) for name, answer in zip(actors(), row.answers, strict=True) if answer == "yes"}
        assert may == ALLOWED[row.verb.value], row.verb


every_role_set = chain.from_iterable(combinations(PersonRole, size) for size in range(len(PersonRole) + 1))


@pytest.mark.parametrize("roles", list(every_role_set), ids=lambda roles: "+".join(roles) or "none")
def test_s10_no_role_and_no_sum_of_roles_sees_anothers_call(roles: tuple[PersonRole, ...]) -> None:
    for verb in Verb:
        stranger = Person(uuid4(), frozenset(roles))
        assert refusal(best(verb, stranger)) is not None, verb
        own = refusal(replace(best(verb, stranger), call=_of(best(verb, stranger), stranger)))
        assert (own is None) == ("adviser" in ALLOWED[verb.value] and PersonRole.ADVISER in roles), verb


def _of(request: Request, person: Person) -> Any:
    return request.call and replace(request.call, adviser=person.id)


class Stranger:
    """An actor that no clause knows."""

    kind = "stranger"
    name = "x"


@pytest.mark.parametrize("verb", [*Verb, "export", "rank", ""])
def test_s10_an_actor_that_nobody_named_is_refused_everything(verb: Any) -> None:
    known = best(Verb(verb) if verb in list(Verb) else Verb.READ_TRANSCRIPT, Operator("root"))
    for purpose in (*Purpose, OPERATION):
        asked = replace(known, actor=Stranger(), action=Action(verb, purpose))
        assert refusal(asked) is not None


@pytest.mark.parametrize("actor", actors().values(), ids=list(actors()))
def test_s10_a_verb_that_nobody_named_is_refused_to_everybody(actor: Any) -> None:
    for subject in (Verb.RECEIVE, Verb.READ_TRANSCRIPT, Verb.ADMINISTER):
        for purpose in (*Purpose, OPERATION):
            refused = refusal(replace(best(subject, actor), action=Action("export", purpose)))  # type: ignore[arg-type]
            assert refused is not None


def test_s16_a_verb_as_plain_text_dodges_no_clause() -> None:
    adviser = actors()["adviser of the call"]
    for verb in Verb:
        typed = best(verb, adviser)
        plain = replace(typed, action=Action(str(verb.value), typed.action.purpose))  # type: ignore[arg-type]
        assert str(refusal(plain)) == str(refusal(typed))


def test_s6_a_call_that_is_only_said_to_arrive_is_not_processed() -> None:
    worker = actors()["worker"]
    for verb in CONTENT:
        asked = best(verb, worker)
        arriving = best(Verb.KEEP, worker).subject
        assert refusal(replace(asked, subject=arriving)) is not None


def test_the_first_clause_that_refuses_is_named_with_the_charter() -> None:
    request = best(Verb.HEAR, actors()["worker"])
    suspended = replace(request, site=replace(request.site, state=SiteState.SUSPENDED), charter=None)  # type: ignore[type-var]
    refused = refusal(suspended)
    assert refused and (refused.clause, refused.charter) == ("S18", None)
    other = refusal(replace(request, action=Action(Verb.HEAR, "pay")))
    assert other and (other.clause, other.charter) == ("S1", "charter 1")
