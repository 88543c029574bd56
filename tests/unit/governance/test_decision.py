"""The decision: total, refusing by default, and allowing nothing outside a table written here by hand."""

from dataclasses import replace
from datetime import timedelta
from itertools import chain, combinations, product
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from tests.unit.governance.oracle import FEATURE
from tests.unit.governance.requests import ADVISER, START, requests

from gardefou.governance.actions import CONTENT, Action, Verb
from gardefou.governance.actors import Operator, Person, Process, ProcessName, Sender
from gardefou.governance.decision import CLAUSES, refusal
from gardefou.governance.purposes import OPERATION, Purpose
from gardefou.governance.roles import PersonRole
from gardefou.governance.standing import Standing
from gardefou.governance.subjects import (
    ArrivingCall,
    Installation,
    KeptCall,
    OwnFile,
    Request,
    ReviewFacts,
    SiteState,
    SiteWork,
)
from gardefou.governance.table import actors, best, conditions, who_may
from gardefou.kernel.call import CallStatus
from gardefou.kernel.errors import Stop
from gardefou.kernel.review import ReviewState

INTAKE, WORKER, SWEEP, SHOWS = ("process intake", "process worker", "process sweep", "process demonstration")
LEARNS, LIVE = "process learning", "process live"
ALLOWED = {
    "receive": {INTAKE, LIVE, "sender"},
    "keep": {INTAKE, LIVE, "sender"},
    "pick": set(),
    "hear": {WORKER},
    "measure": {WORKER},
    "classify": {WORKER},
    "evaluate": {WORKER},
    "offer": {WORKER},
    "park": {WORKER},
    "retry": {"operator", "administrator"},
    "lose": {WORKER, SWEEP},
    "expire": {SWEEP},
    "read_state": {"operator", "administrator"},
    "read_transcript": {"adviser", "reviewer", "line manager"},
    "read_evaluation": {"adviser", "reviewer", "line manager"},
    "listen": {"adviser", "reviewer", "line manager"},
    "listen_original": set(),
    "show_simulated": {SHOWS},
    "read_own_file": {"oneself"},
    "refuse_recording": {"oneself"},
    "take_part": {"oneself"},
    "record": {"operator", "representative", "employer's signatory", "data protection officer"},
    "train": {"operator", "employer's signatory", "administrator here"},
    "read_registers": {
        *("operator", "representative", "employer's signatory", "data protection officer", "administrator here")
    },
    "erase": {"adviser"},
    "erase_for_subject": {"data protection officer"},
    "export_for_subject": {"data protection officer"},
    "freeze": {"data protection officer"},
    "lift": {"data protection officer"},
    "object": {"sender", "operator", "data protection officer", LIVE},
    "answer_requests": {"data protection officer"},
    "evaluate_oneself": {"adviser"},
    "state": {"adviser"},
    "answer": {"adviser"},
    "close_window": {SWEEP},
    "lapse": {SWEEP},
    "read_queue": {"who may review"},
    "try_files": {"operator"},
    "assist": {"adviser here"},
    "practise": {"anybody here"},
    "take": {"who may review"},
    "hand_back": {"reviewer"},
    "decide": {"reviewer"},
    "read_agreement": {"who may review", "representative", "data protection officer"},
    "read_team": {"manager"},
    "edit": {"quality analyst"},
    "propose": {"quality analyst"},
    "withdraw": {"quality analyst"},
    "shadow": {WORKER},
    "learn": {LEARNS},
    "negotiate": {"representative", "employer's signatory", "operator"},
    "sign": {"representative", "employer's signatory", "operator"},
    "read_acts": {"anybody here", "operator"},
    "administer": {"operator", "administrator"},
}
"""Who may do what at all: written by hand, so that a verb more, or an actor more for one, has to be thought about."""

KEEPS_RUNNING = {"park", "retry", "lose", "expire", "read_state", "administer"}
FOR_SUBJECTS = {"erase_for_subject", "export_for_subject", "freeze", "lift", "object", "answer_requests"}
KEEPS_REGISTERS = {"record", "train", "read_registers"}
AGREES = {"negotiate", "sign", "read_acts"}
RIGHTS = {"read_own_file", "refuse_recording", "take_part", "erase"} | FOR_SUBJECTS | KEEPS_REGISTERS | AGREES
REMOVES_OR_STOPS = {"park", "lose", "expire", "read_state"} | RIGHTS
WHILE_FROZEN = {"freeze", "lift", "read_state", "park", "lose", "export_for_subject"}
READS = {"read_transcript", "read_evaluation", "listen"}
ANSWERS = {"evaluate_oneself", "state", "answer"}
REVIEWS = {"take", "hand_back", "decide"}
NEEDS_WORDS = (
    READS
    | ANSWERS
    | {"keep", "hear", "measure", "classify", "evaluate", "offer", "decide", "show_simulated", "shadow", "learn"}
    | {"export_for_subject"}
)
ABOUT = {
    "receive": (ArrivingCall,),
    "keep": (ArrivingCall,),
    "read_own_file": (OwnFile,),
    "refuse_recording": (OwnFile,),
    "take_part": (OwnFile,),
    **dict.fromkeys(KEEPS_REGISTERS | AGREES, (SiteWork,)),
    "object": (SiteWork,),
    "answer_requests": (SiteWork,),
    "read_queue": (SiteWork,),
    "try_files": (SiteWork,),
    "assist": (SiteWork,),
    "practise": (SiteWork,),
    "read_agreement": (SiteWork,),
    "read_team": (SiteWork,),
    "edit": (SiteWork,),
    "propose": (SiteWork,),
    "withdraw": (SiteWork,),
    "read_state": (KeptCall, Installation),
    "administer": (Installation,),
}
WORDS_ALONE = (
    READS - {"listen"} | ANSWERS | REVIEWS | {"close_window", "lapse", "shadow", "learn"} | {"export_for_subject"}
)
"""What needs no sound: it goes on until the analyses expire."""


def parties(request: Request) -> set[str]:
    """What whoever asks is to the call, the site and themselves."""
    match request.actor:
        case Person() as person:
            return {name for name, holds in of_a_person(request, person).items() if holds}
        case Process(part=part):
            return {f"process {part}"}
        case Sender(sites=sites):
            return {"sender" if request.site and request.site.code in sites else "other sender"}
        case _:
            return {"operator"}


def of_a_person(request: Request, person: Person) -> dict[str, bool]:
    call, charter = request.call, request.charter
    review = call.review if call else None
    analyst = PersonRole.QUALITY_ANALYST in person.roles
    may_review = analyst or PersonRole.REVIEWER in person.roles
    here = request.site is not None and request.site.is_own
    has_it = review is not None and (review.is_reviewer or review.is_second_reviewer)
    over = review is not None and review.state is ReviewState.FINAL
    released = charter is not None and charter.review.released_to_managers
    leads = review is not None and review.leads
    return {
        "adviser": call is not None and call.adviser == person.id and PersonRole.ADVISER in person.roles,
        "reviewer": may_review and has_it and not leads,
        "who may review": may_review and here,
        "quality analyst": analyst and here,
        "line manager": PersonRole.MANAGER in person.roles and leads and over and released,
        "manager": PersonRole.MANAGER in person.roles and here,
        "representative": PersonRole.REPRESENTATIVE in person.roles and here,
        "data protection officer": PersonRole.DATA_PROTECTION_OFFICER in person.roles and here,
        "employer's signatory": PersonRole.EMPLOYER_SIGNATORY in person.roles and here,
        "anybody here": bool(person.roles) and here,
        "administrator": PersonRole.ADMINISTRATOR in person.roles,
        "administrator here": PersonRole.ADMINISTRATOR in person.roles and here,
        "adviser here": PersonRole.ADVISER in person.roles and here,
        "oneself": isinstance(request.subject, OwnFile) and request.subject.person == person.id,
    }


def may_be_allowed(request: Request) -> bool:
    """Every condition that the safeguards set, said once more in other words than the clauses'."""
    verb, call, charter = request.action.verb.value, request.call, request.charter
    who = parties(request) & ALLOWED[verb]
    operating = verb in KEEPS_RUNNING | RIGHTS | {"practise"} and request.action.purpose == "operation"
    return (
        bool(who)
        and not (verb in {"assist", "practise"} and request.reaches_store)
        and (operating or verb == "try_files" or not who & {"operator", "administrator"})
        and isinstance(request.subject, ABOUT.get(verb, (KeptCall,)))
        and (not request.site or request.site.state is SiteState.OPEN or verb in REMOVES_OR_STOPS or is_own(request))
        and (operating or (charter is not None and request.action.purpose in [each.value for each in charter.purposes]))
        and (operating or verb in REMOVES_OR_STOPS or not request.site or is_valid(request))
        and (operating or charter.simulated == request.simulated_installation)  # type: ignore[union-attr]
        and (operating or not call or call.simulated == request.simulated_installation)
        and (verb not in NEEDS_WORDS or bool(call and call.drawn))
        and (verb not in READS | ANSWERS or "adviser" not in who or call.status is CallStatus.OFFERED)  # type: ignore[union-attr]
        and (verb not in ANSWERS or can_answer(request))
        and (verb not in REVIEWS or can_review(request))
        and (verb not in FEATURE or not request.site or FEATURE[verb] in charter.features(request.site.code))  # type: ignore[union-attr]
        and (verb != "evaluate" or not request.site or request.site.standing.scorecard is not None)
        and (verb != "erase" or (charter is not None and charter.erasure_by_adviser))
        and (verb != "learn" or may_learn(request))
        and (verb != "show_simulated" or request.simulated_installation)
        and (verb in REMOVES_OR_STOPS - {"export_for_subject"} or in_time(request))
        and not (call and call.is_frozen and verb not in WHILE_FROZEN)
        and not (call and call.is_to_go and verb not in REMOVES_OR_STOPS - {"export_for_subject"})
    )


def is_own(request: Request) -> bool:
    """Whether somebody reads or hears a call of their own."""
    is_theirs = isinstance(request.actor, Person) and request.call and request.call.adviser == request.actor.id
    return bool(is_theirs) and request.action.verb.value in READS


def is_valid(request: Request) -> bool:
    assert request.site and request.charter
    today = request.now.astimezone(ZoneInfo(request.site.zone)).date()
    return request.charter.valid_from <= today <= request.charter.valid_until


def may_learn(request: Request) -> bool:
    review = request.call.review if request.call else None
    return (
        request.charter is not None
        and request.charter.learning_from_reviews
        and review is not None
        and review.state.value == "final"
    )


def can_answer(request: Request) -> bool:
    review = request.call.review if request.call else None
    open_ = {"offered"} if request.action.verb == "evaluate_oneself" else {"offered", "decided"}
    return review is not None and review.state.value in open_


def can_review(request: Request) -> bool:
    """Never one's own call or one's team's; one takes what waits, decides what one has, and no contest of oneself."""
    call, review = request.call, request.call.review if request.call else None
    if call is None or review is None or review.leads or call.adviser == request.actor.id:  # type: ignore[union-attr]
        return False
    match request.action.verb.value, review.state.value:
        case "take", "queued":
            return not review.stood_aside
        case "take", "contested":
            return not review.stood_aside and not review.is_reviewer
        case "decide" | "hand_back", "in_review":
            return review.is_reviewer
        case "decide" | "hand_back", "in_second_review":
            return review.is_second_reviewer
        case _:
            return False


def in_time(request: Request) -> bool:
    call, charter = request.call, request.charter
    analyses = request.action.verb.value in WORDS_ALONE
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
        replace(fit, call=call and replace(call, review=request.call.review if request.call else None)),
        replace(fit, call=call, site=request.site),
    ):
        assert (refusal(changed) is None) == may_be_allowed(changed)


@pytest.mark.parametrize("verb", sorted(CONTENT - {Verb.EXPORT_FOR_SUBJECT} | {Verb.RECEIVE, Verb.KEEP}))
def test_s1_operation_reaches_no_content_but_for_whom_it_is_about(verb: Verb) -> None:
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
        "token": {"sender"},
        "adviser of the call": {"adviser", "adviser here"},
        "operator": {"operator"},
        "reviewer of the call": {"reviewer", "who may review", "quality analyst"},
        "second reviewer": {"reviewer", "who may review", "quality analyst"},
        "other quality analyst": {"who may review", "quality analyst"},
        "other reviewer": {"who may review"},
        "line manager": {"line manager", "manager"},
        "other manager": {"manager"},
        "representative": {"representative"},
        "data protection officer": {"data protection officer"},
        "employer's signatory": {"employer's signatory"},
        "administrator": {"administrator", "administrator here"},
        "other adviser": {"adviser here"},
        **{part.value: {f"process {part}"} for part in ProcessName},
    }
    for row in who_may():
        for (name, actor), answer in zip(actors().items(), row.answers, strict=True):
            known = named[name] | ({"oneself", "anybody here"} if isinstance(actor, Person) else set())
            takes_again = (row.verb, name) == (Verb.TAKE, "reviewer of the call")
            assert (answer == "yes") == (bool(known & ALLOWED[row.verb]) and not takes_again), (row.verb, name)


every_role_set = list(chain.from_iterable(combinations(PersonRole, size) for size in range(len(PersonRole) + 1)))


OF_A_ROLE = {
    "read_queue": {PersonRole.QUALITY_ANALYST, PersonRole.REVIEWER},
    "take": {PersonRole.QUALITY_ANALYST, PersonRole.REVIEWER},
    "read_agreement": {
        PersonRole.QUALITY_ANALYST,
        PersonRole.REVIEWER,
        PersonRole.REPRESENTATIVE,
        PersonRole.DATA_PROTECTION_OFFICER,
    },
    "read_team": {PersonRole.MANAGER},
    "edit": {PersonRole.QUALITY_ANALYST},
    "propose": {PersonRole.QUALITY_ANALYST},
    "withdraw": {PersonRole.QUALITY_ANALYST},
    **dict.fromkeys(FOR_SUBJECTS, frozenset({PersonRole.DATA_PROTECTION_OFFICER})),
    "record": {PersonRole.REPRESENTATIVE, PersonRole.EMPLOYER_SIGNATORY, PersonRole.DATA_PROTECTION_OFFICER},
    "train": {PersonRole.EMPLOYER_SIGNATORY, PersonRole.ADMINISTRATOR},
    "read_registers": {
        *(PersonRole.REPRESENTATIVE, PersonRole.EMPLOYER_SIGNATORY, PersonRole.DATA_PROTECTION_OFFICER),
        PersonRole.ADMINISTRATOR,
    },
    "read_acts": set(PersonRole),
    "practise": set(PersonRole),
    "assist": {PersonRole.ADVISER},
    "negotiate": {PersonRole.REPRESENTATIVE, PersonRole.EMPLOYER_SIGNATORY},
    "sign": {PersonRole.REPRESENTATIVE, PersonRole.EMPLOYER_SIGNATORY},
    "administer": {PersonRole.ADMINISTRATOR},
    "read_state": {PersonRole.ADMINISTRATOR},
    "retry": {PersonRole.ADMINISTRATOR},
}
"""What a role opens of itself, to somebody who has nothing to do with the call.

What an officer gives to a customer shows content, and nothing else does.
"""


@pytest.mark.parametrize("verb", Verb)
def test_s10_no_role_and_no_sum_of_roles_sees_anothers_call(verb: Verb) -> None:
    for roles in every_role_set:
        stranger = Person(uuid4(), frozenset(roles))
        opens = bool(OF_A_ROLE.get(verb.value, set()) & stranger.roles) or "oneself" in ALLOWED[verb.value]
        assert (refusal(best(verb, stranger)) is None) == opens, verb
        own = refusal(replace(best(verb, stranger), call=_of(best(verb, stranger), stranger)))
        is_adviser = "adviser" in ALLOWED[verb.value] and PersonRole.ADVISER in roles
        assert (own is None) == (is_adviser or (opens and verb is not Verb.TAKE)), verb


@pytest.mark.parametrize("state", ReviewState)
def test_s10_a_line_manager_sees_what_is_final_and_released_and_never_reviews(state: ReviewState) -> None:
    for verb, roles in product((*READS, *REVIEWS), every_role_set):
        request = best(Verb(verb), Person(uuid4(), frozenset(roles)))
        for taken in (False, True):
            facts = ReviewFacts(state, is_reviewer=taken, leads=True)
            asked = replace(request, call=replace(request.call, review=facts))  # type: ignore[type-var]
            shown = verb in READS and state is ReviewState.FINAL and PersonRole.MANAGER in roles
            assert (refusal(asked) is None) == shown, (verb, roles, taken)


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


def test_s18_who_stopped_a_site_and_why_is_told_to_its_people_and_to_whoever_runs_the_machine() -> None:
    stop = Stop(("employees",), best(Verb.RETRY, actors()["operator"]).now, "no notice")
    told = {}
    for name, verb, is_own in (
        ("operator", Verb.RETRY, False),
        ("other quality analyst", Verb.READ_QUEUE, True),
        ("other manager", Verb.READ_QUEUE, False),
        ("token", Verb.RECEIVE, False),
    ):
        request = best(verb, actors()[name])
        assert request.site
        site = replace(request.site, state=SiteState.SUSPENDED, is_own=is_own, standing=Standing(stop=stop))
        refused = refusal(replace(request, site=site))
        assert refused and refused.clause == "S18" and "no notice" not in str(refused)
        told[name] = refused.stop
    assert told == {"operator": stop, "other quality analyst": stop, "other manager": None, "token": None}


def test_the_first_clause_that_refuses_is_named_with_the_charter() -> None:
    request = best(Verb.HEAR, actors()["worker"])
    suspended = replace(request, site=replace(request.site, state=SiteState.SUSPENDED), charter=None)  # type: ignore[type-var]
    refused = refusal(suspended)
    assert refused and (refused.clause, refused.charter) == ("S18", None)
    other = refusal(replace(request, action=Action(Verb.HEAR, "pay")))
    assert other and (other.clause, other.charter) == ("S1", "charter 1")
