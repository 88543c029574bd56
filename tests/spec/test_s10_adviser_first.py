"""S10: role by object, exhaustively: the adviser of a call sees it once it is offered, and nobody else does."""

from itertools import chain, combinations
from uuid import UUID, uuid4

import pytest
from tests.installations import notice
from tests.spec.reviewing import DISPUTED, Reviewing
from tests.spec.scene import Scene

from gardefou.bootstrap.installation import operator, process
from gardefou.governance.actions import REVIEWING, Action, Verb, operation
from gardefou.governance.actors import Actor, Person, ProcessName, Sender
from gardefou.governance.purposes import OPERATION, Purpose
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import ArrivingCall, Installation, KeptCall, OwnFile, SiteWork, Subject
from gardefou.kernel.errors import AccessRefused, Refused
from gardefou.kernel.verdict import Verdict
from gardefou.review.model import Ruling

SITE = "first"
SEEN = {Verb.READ_TRANSCRIPT, Verb.READ_EVALUATION, Verb.LISTEN}
ANSWERS = {Verb.EVALUATE_ONESELF, Verb.STATE, Verb.ANSWER}
OF_THE_OFFICER = {Verb.ERASE_FOR_SUBJECT, Verb.EXPORT_FOR_SUBJECT, Verb.FREEZE, Verb.LIFT}
"""What a data-protection officer does with a call, for the person who asks: it shows a customer's own words at most."""
ROLE_SETS = [*chain.from_iterable(combinations(PersonRole, size) for size in range(3)), tuple(PersonRole)]
"""None, each, any two and all; every sum of roles is asked about without a database beside."""


@pytest.fixture(scope="module")
def call(scene: Scene) -> UUID:
    scene.open_site(SITE, advisers=2)
    return scene.offered(SITE, "call")


@pytest.fixture(scope="module")
def waiting(scene: Scene, call: UUID) -> UUID:
    return scene.kept(SITE, "waiting")


def subjects(call: UUID) -> list[Subject]:
    new = notice("new", site=SITE)
    arriving = ArrivingCall(uuid4(), new.key, new.started_at, True, drawn=True)
    return [KeptCall(call), arriving, Installation(), SiteWork(SITE)]


def opened(scene: Scene, actor: Actor, call: UUID, role: str) -> set[tuple[Verb, str, type[Subject]]]:
    """Everything that opens to somebody: each verb, for quality or for operation, about each kind of subject."""
    return {
        (verb, purpose, type(subject))
        for verb in Verb
        for purpose in ("quality", OPERATION)
        for subject in subjects(call)
        if _opens(scene, actor, Action(verb, purpose), subject, role)
    }


def _opens(scene: Scene, actor: Actor, action: Action, subject: Subject, role: str) -> bool:
    """Whether the gate lets it, and the database: signing locks the site, which no worker may."""
    try:
        return scene.refused(actor, action, subject, role=role) is None
    except AccessRefused:
        return False


@pytest.mark.parametrize("roles", ROLE_SETS, ids=lambda roles: "+".join(roles) or "none")
def test_s10_nothing_of_anothers_call_opens_to_any_sum_of_roles(
    scene: Scene, call: UUID, roles: tuple[PersonRole, ...]
) -> None:
    other = Person(scene.person(f"{SITE}-1").id, frozenset(roles))
    opened = {verb for verb in Verb if scene.refused(other, Action(verb), KeptCall(call), role="web") is None}
    assert opened == (OF_THE_OFFICER if PersonRole.DATA_PROTECTION_OFFICER in roles else set())
    assert {verb for verb in Verb if scene.refused(other, Action(verb), OwnFile(other.id), role="web") is None} == {
        Verb.READ_OWN_FILE,
        Verb.REFUSE_RECORDING,
        Verb.TAKE_PART,
    }
    someone = scene.person(f"{SITE}-0").id
    assert not [verb for verb in Verb if scene.refused(other, Action(verb), OwnFile(someone), role="web") is None]


RECORDERS = {PersonRole.REPRESENTATIVE, PersonRole.EMPLOYER_SIGNATORY, PersonRole.DATA_PROTECTION_OFFICER}
OF_ROLES = {
    Verb.READ_QUEUE: {PersonRole.QUALITY_ANALYST, PersonRole.REVIEWER},
    Verb.READ_AGREEMENT: {
        PersonRole.QUALITY_ANALYST,
        PersonRole.REVIEWER,
        PersonRole.REPRESENTATIVE,
        PersonRole.DATA_PROTECTION_OFFICER,
    },
    Verb.OBJECT: {PersonRole.DATA_PROTECTION_OFFICER},
    Verb.ANSWER_REQUESTS: {PersonRole.DATA_PROTECTION_OFFICER},
    Verb.RECORD: RECORDERS,
    Verb.TRAIN: {PersonRole.EMPLOYER_SIGNATORY, PersonRole.ADMINISTRATOR},
    Verb.READ_REGISTERS: RECORDERS | {PersonRole.ADMINISTRATOR},
    Verb.NEGOTIATE: {PersonRole.REPRESENTATIVE, PersonRole.EMPLOYER_SIGNATORY},
    Verb.SIGN: {PersonRole.REPRESENTATIVE, PersonRole.EMPLOYER_SIGNATORY},
    Verb.READ_ACTS: set(PersonRole),
    Verb.READ_TEAM: {PersonRole.MANAGER},
    Verb.EDIT: {PersonRole.QUALITY_ANALYST},
    Verb.PROPOSE: {PersonRole.QUALITY_ANALYST},
    Verb.WITHDRAW: {PersonRole.QUALITY_ANALYST},
}


@pytest.mark.parametrize("roles", ROLE_SETS, ids=lambda roles: "+".join(roles) or "none")
def test_s10_the_work_of_a_site_opens_to_those_named_and_of_their_own_site_alone(
    scene: Scene, call: UUID, roles: tuple[PersonRole, ...]
) -> None:
    scene.open_site("second")
    here, away = (Person(scene.person(number).id, frozenset(roles)) for number in (f"{SITE}-1", "second-0"))
    work = SiteWork(SITE)
    for verb in Verb:
        opens = bool(OF_ROLES.get(verb, set()) & set(roles))
        assert (scene.refused(here, Action(verb), work, role="web") is None) == opens, verb
        assert scene.refused(away, Action(verb), work, role="web"), verb


def test_s10_the_adviser_sees_the_own_call_and_does_nothing_else_with_it(scene: Scene, call: UUID) -> None:
    adviser = scene.person(f"{SITE}-0")
    acts = {(Verb.READ_ACTS, purpose, SiteWork) for purpose in ("quality", OPERATION)}
    assert opened(scene, adviser, call, "web") - acts == {(verb, "quality", KeptCall) for verb in SEEN | ANSWERS}
    neither = {PersonRole.ADVISER, PersonRole.DATA_PROTECTION_OFFICER}
    manager = Person(adviser.id, frozenset(set(PersonRole) - neither))
    assert {kind for _, purpose, kind in opened(scene, manager, call, "web") if purpose != OPERATION} == {SiteWork}
    assert not [verb for verb in Verb if scene.refused(manager, Action(verb), KeptCall(call), role="web") is None]


def test_s10_the_adviser_sees_a_call_when_every_step_is_done(scene: Scene, waiting: UUID) -> None:
    adviser = scene.person(f"{SITE}-0")
    for verb in SEEN:
        refused = scene.refused(adviser, Action(verb), KeptCall(waiting), role="web")
        assert refused and refused.clause == "S10"


def test_s10_whoever_runs_the_machine_sees_how_a_call_stands_and_removes_none(scene: Scene, call: UUID) -> None:
    assert opened(scene, operator(), call, "owner") == {
        (Verb.READ_STATE, OPERATION, KeptCall),
        (Verb.READ_STATE, OPERATION, Installation),
        (Verb.RETRY, OPERATION, KeptCall),
        (Verb.OBJECT, OPERATION, SiteWork),
        *((verb, OPERATION, SiteWork) for verb in (Verb.RECORD, Verb.TRAIN, Verb.READ_REGISTERS)),
        *((verb, OPERATION, SiteWork) for verb in (Verb.NEGOTIATE, Verb.SIGN, Verb.READ_ACTS)),
        (Verb.TRY_FILES, Purpose.QUALITY.value, SiteWork),
        (Verb.ADMINISTER, OPERATION, Installation),
    }


@pytest.mark.parametrize(
    ("part", "verbs"),
    [
        (ProcessName.INTAKE, {"receive", "keep"}),
        (ProcessName.WORKER, {"hear", "measure", "classify", "evaluate", "offer", "shadow", "park", "lose"}),
        (ProcessName.SWEEP, {"lose", "expire", "close_window", "lapse"}),
        (ProcessName.DEMONSTRATION, {"show_simulated"}),
        (ProcessName.LIVE, {"receive", "keep", "object"}),
    ],
)
def test_s10_each_part_of_the_program_does_its_own_work(
    scene: Scene, call: UUID, part: ProcessName, verbs: set[str]
) -> None:
    assert {verb.value for verb, _, _ in opened(scene, process(part), call, "worker")} == verbs


def test_s10_a_token_sends_calls_of_its_own_site_and_does_nothing_else(scene: Scene, call: UUID) -> None:
    scene.open_site("second")
    own = Sender(uuid4(), "pbx", frozenset({SITE}))
    assert opened(scene, own, call, "worker") == {
        (Verb.RECEIVE, "quality", ArrivingCall),
        (Verb.KEEP, "quality", ArrivingCall),
        (Verb.OBJECT, "quality", SiteWork),
        (Verb.OBJECT, OPERATION, SiteWork),
    }
    elsewhere = notice("new", site="second")
    refused = scene.refused(own, Action(Verb.RECEIVE), ArrivingCall(uuid4(), elsewhere.key, elsewhere.started_at, True))
    assert refused and refused.clause == "S10"


def test_s10_the_transaction_of_one_call_gives_nothing_of_another(scene: Scene, call: UUID) -> None:
    """The gate decided about one call: the words of another stay closed, on any connection."""
    other = scene.offered(SITE, "other", adviser=f"{SITE}-1")
    worker = process(ProcessName.WORKER)
    with (
        pytest.raises(LookupError),
        scene.gate("worker").transaction(worker, Action(Verb.MEASURE), KeptCall(call)) as tx,
    ):
        assert tx.transcripts.get(call, 1).segments
        tx.transcripts.get(other, 1)
    with (
        pytest.raises((LookupError, Refused)),
        scene.gate("owner").transaction(operator(), operation(Verb.READ_STATE), Installation()) as tx,
    ):
        tx.transcripts.get(call, 1)


# Through a whole review: what opens to each party, call by call and state by state.

MATRIX = "matrix"
ASKED = SEEN | ANSWERS | REVIEWING
STAGES = {
    "offered": {"adviser": SEEN | ANSWERS},
    "queued": {"adviser": SEEN, "first": {Verb.TAKE}, "second": {Verb.TAKE}, "third": {Verb.TAKE}},
    "in_review": {"adviser": SEEN, "first": SEEN | {Verb.DECIDE, Verb.HAND_BACK}},
    "handed_back": {"adviser": SEEN, "second": {Verb.TAKE}, "third": {Verb.TAKE}},
    "contested": {"adviser": SEEN, "second": SEEN, "third": {Verb.TAKE}},
    "in_second_review": {"adviser": SEEN, "second": SEEN, "third": SEEN | {Verb.DECIDE, Verb.HAND_BACK}},
    "final": {"adviser": SEEN, "second": SEEN, "third": SEEN},
}
"""What opens, by hand: all else is refused. `first` hands the review back, `second` decides, `third` the contest."""


@pytest.mark.parametrize("released", [False, True])
def test_s10_at_every_stage_of_a_review_each_party_sees_what_is_theirs(scene: Scene, released: bool) -> None:
    site = f"{MATRIX}{released}".lower()
    people = Reviewing.at(scene, site, advisers=2, review={"released_to_managers": released})
    scene.open_site(f"{site}away")
    analyst = PersonRole.QUALITY_ANALYST
    parties = {
        "adviser": people.adviser,
        "other adviser": scene.person(f"{site}-1"),
        "first": people.first,
        "second": people.second,
        "third": scene.hire(f"{site}-q3", site, PersonRole.REVIEWER, team="Q"),
        "manager": people.manager,
        "other manager": scene.hire(f"{site}-m2", site, PersonRole.MANAGER, team="other"),
        "manager away": scene.hire(f"{site}-m3", f"{site}away", PersonRole.MANAGER),
        "analyst away": scene.hire(f"{site}-q4", f"{site}away", analyst),
        "reviewer away": scene.hire(f"{site}-q5", f"{site}away", PersonRole.REVIEWER),
        "manager and reviewer": scene.hire(f"{site}-mr", site, PersonRole.MANAGER, PersonRole.REVIEWER),
        "manager and analyst": scene.hire(f"{site}-mq", site, PersonRole.MANAGER, analyst),
        "representative": scene.hire(f"{site}-r", site, PersonRole.REPRESENTATIVE),
        "employer's signatory": scene.hire(f"{site}-e", site, PersonRole.EMPLOYER_SIGNATORY),
        "officer": scene.hire(f"{site}-d", site, PersonRole.DATA_PROTECTION_OFFICER),
        "administrator": scene.hire(f"{site}-a", site, PersonRole.ADMINISTRATOR),
    }
    call = scene.offered(site, "call")
    people = Reviewing(scene, site, people.adviser, people.second, parties["third"], people.manager)

    def check(stage: str) -> None:
        allowed: dict[str, set[Verb]] = dict(STAGES[stage])
        if released and stage == "final":
            allowed |= {"manager": SEEN, "manager and analyst": SEEN, "manager and reviewer": SEEN}
        for name, person in parties.items():
            found = {v for v in ASKED if scene.refused(person, Action(v), KeptCall(call), role="web") is None}
            assert found == allowed.get(name, set()), (stage, name)

    check("offered")
    draft = people.contested(call)
    check("queued")
    people.flow().take(parties["first"], call)
    check("in_review")
    people.flow().hand_back(parties["first"], call)
    check("handed_back")
    people.decided(call, draft)
    check("contested")
    people.flow().take(people.second, call)
    check("in_second_review")
    with scene.gate("web").transaction(people.second, Action(Verb.READ_EVALUATION), KeptCall(call)) as tx:
        assert tx.reviews.decisions(call) == (), "blind to the first decision"
        assert tx.reviews.parties(call).reviewer is None
    people.hear(people.second, call, {DISPUTED}, {DISPUTED: Verdict.MET})
    people.flow().decide(people.second, call, [Ruling(DISPUTED, Verdict.MET, "heard at the very end")])
    check("final")
    for name in ("second", "third", *(["manager"] if released else [])):
        with scene.gate("web").transaction(parties[name], Action(Verb.READ_EVALUATION), KeptCall(call)) as tx:
            assert {each.round for each in tx.reviews.decisions(call)} == {1, 2}, name
