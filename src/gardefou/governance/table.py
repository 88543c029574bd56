"""Who may do what, found by asking the decision itself about one call under the best conditions, then under worse."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from gardefou.governance.actions import ANSWERING, PROCESSING, TRACELESS, WITHOUT_CHARTER, Action, Verb
from gardefou.governance.actors import Actor, Operator, Person, Process, ProcessName, Sender
from gardefou.governance.charter import Charter, Draw, Retention, Review
from gardefou.governance.decision import refusal
from gardefou.governance.purposes import OPERATION, Purpose
from gardefou.governance.retention import expiry_dates
from gardefou.governance.roles import PersonRole
from gardefou.governance.standing import SignedScorecard, Standing
from gardefou.governance.subjects import (
    SUBJECTS,
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
from gardefou.governance.terms.parties import Parties, Party, Signatory
from gardefou.governance.terms.places import Feature, Place
from gardefou.kernel.call import CallKey, CallStatus
from gardefou.kernel.review import ReviewState

ALLOWED = "yes"
_CALL, _ADVISER, _OTHER, _SITE, _REVIEWER, _SECOND, _LEADER = (UUID(int=number) for number in range(1, 8))
_START = datetime(2026, 3, 2, 9, tzinfo=UTC)
_RETENTION = Retention(recordings_days=183, analyses_days=365)
_PARTY = Party(required=1, signatories=(Signatory(name="signatory", organisation="example"),))
_CHARTER = Charter(
    name="example",
    version="1",
    simulated=True,
    parties=Parties(employees=_PARTY, employer=_PARTY),
    valid_from=date(2026, 1, 1),
    valid_until=date(2028, 12, 31),
    sites={"paris": Place(features=tuple(Feature))},
    purposes=tuple(Purpose),
    draw=Draw(rate=0.1, weekly_cap=4),
    retention=_RETENTION,
    review=Review(released_to_managers=True),
    erasure_by_adviser=True,
    learning_from_reviews=True,
)
_STRICT = _CHARTER.model_copy(update={"review": Review(), "erasure_by_adviser": False, "learning_from_reviews": False})
_SIGNED = Standing(scorecard=SignedScorecard("0" * 64, {}, ("example",), {}))
_KEY = CallKey("paris", "telephone", "1")
_STATES = {
    **dict.fromkeys(ANSWERING | {Verb.CLOSE_WINDOW}, ReviewState.OFFERED),
    **dict.fromkeys((Verb.TAKE, Verb.LAPSE), ReviewState.CONTESTED),
    **dict.fromkeys((Verb.DECIDE, Verb.HAND_BACK), ReviewState.IN_REVIEW),
}
"""Where the review stands when most may do a thing; for all else, a person has decided and it is final."""
_NO_REVIEWER = {"is_reviewer": False, "is_second_reviewer": False}


@dataclass(frozen=True, slots=True)
class Row:
    """The answers for one verb: `yes`, or the clause that refuses; `who` asks, where that is not everybody."""

    verb: Verb
    answers: tuple[str, ...]
    who: tuple[str, ...] = ()


def actors() -> dict[str, Actor]:
    """Everybody who can ask, by how a table calls them."""
    return {
        **{part.value: Process(part, "gardefou") for part in ProcessName},
        "token": Sender(_OTHER, "telephone", frozenset({_KEY.site})),
        "operator": Operator("root"),
        "adviser of the call": _person(_ADVISER, PersonRole.ADVISER),
        "other adviser": _person(_OTHER, PersonRole.ADVISER),
        "reviewer of the call": _person(_REVIEWER, PersonRole.QUALITY_ANALYST),
        "second reviewer": _person(_SECOND, PersonRole.QUALITY_ANALYST),
        "other quality analyst": _person(_OTHER, PersonRole.QUALITY_ANALYST),
        "other reviewer": _person(_OTHER, PersonRole.REVIEWER),
        "line manager": _person(_LEADER, PersonRole.MANAGER),
        "other manager": _person(_OTHER, PersonRole.MANAGER),
        "representative": _person(_OTHER, PersonRole.REPRESENTATIVE),
        "employer's signatory": _person(_OTHER, PersonRole.EMPLOYER_SIGNATORY),
        "data protection officer": _person(_OTHER, PersonRole.DATA_PROTECTION_OFFICER),
        "administrator": _person(_OTHER, PersonRole.ADMINISTRATOR),
    }


RELATIONS = {"yes": _OTHER, "own call": _ADVISER, "assigned": _REVIEWER, "released": _LEADER}
"""What somebody has to do with a call: nothing, it is theirs, they review it, or they lead its adviser."""


def of_role(verb: Verb, role: PersonRole) -> str:
    """Whether a role opens a verb: to anybody of the site who has it, or of which call; empty where it does not."""
    open_to = (word for word, who in RELATIONS.items() if refusal(best(verb, _person(who, role))) is None)
    found = next(open_to, "")
    return "oneself" if found and SUBJECTS[verb] == (OwnFile,) else found


def best(verb: Verb, actor: Actor) -> Request:
    """The request for a verb under which most would be allowed, in a simulated installation."""
    subject = _subject(SUBJECTS[verb][0], actor)
    call = _call(verb, actor) if isinstance(subject, KeptCall | ArrivingCall) else None
    is_own = isinstance(actor, Person)
    site = SiteFacts(_SITE, _KEY.site, "Europe/Paris", SiteState.OPEN, is_own=is_own, standing=_SIGNED)
    of_a_site = not isinstance(subject, Installation)
    action = Action(verb, OPERATION if verb in WITHOUT_CHARTER else Purpose.QUALITY.value)
    now = _START + timedelta(days=1)
    return Request(
        actor,
        action,
        subject,
        now,
        True,
        site if of_a_site else None,
        _CHARTER if of_a_site else None,
        call,
        reaches_store=verb not in TRACELESS,
    )


def who_may() -> list[Row]:
    """For every verb, the answer to everybody."""
    everybody = actors().values()
    return [Row(verb, tuple(_answer(best(verb, actor)) for actor in everybody)) for verb in Verb]


def conditions() -> dict[str, Callable[[Request], Request]]:
    """What makes the best conditions worse, one at a time."""
    return {
        "site suspended": lambda request: _with_site(request, state=SiteState.SUSPENDED),
        "other site": lambda request: _with_site(request, is_own=False),
        "no charter": lambda request: replace(request, charter=None),
        "no signed scorecard": lambda request: _with_site(request, standing=Standing()),
        "strict charter": lambda request: replace(request, charter=_STRICT if request.charter else None),
        "real installation": lambda request: replace(request, simulated_installation=False),
        "other purpose": lambda request: replace(request, action=Action(request.action.verb, "discipline")),
        "not drawn": lambda request: _with_call(request, drawn=False),
        "not offered": lambda request: _with_call(request, status=CallStatus.EVALUATED, review=None),
        "adviser's window open": lambda request: _with_review(request, state=ReviewState.OFFERED),
        "review waits": lambda request: _with_review(request, state=ReviewState.QUEUED),
        "reviewed by another": lambda request: _with_review(request, state=ReviewState.IN_REVIEW, **_NO_REVIEWER),
        "handed back": lambda request: _with_review(request, stood_aside=True, **_NO_REVIEWER),
        "leads the adviser": lambda request: _with_review(request, leads=True),
        "never reviewed": lambda request: _with_review(request, state=ReviewState.UNREVIEWED, **_NO_REVIEWER),
        "call frozen": lambda request: _with_call(request, is_frozen=True),
        "erasure waits": lambda request: _with_call(request, is_to_go=True),
        "sound expired": lambda request: replace(request, now=_START + timedelta(days=_RETENTION.recordings_days)),
        "all expired": lambda request: replace(request, now=_START + timedelta(days=_RETENTION.analyses_days)),
    }


def what_stops() -> list[Row]:
    """For every verb, the answers under each worse condition to those who may; who has the same shares a row."""
    rows = []
    for row in who_may():
        alike: dict[tuple[str, ...], list[str]] = {}
        for (name, actor), answer in zip(actors().items(), row.answers, strict=True):
            if answer == ALLOWED:
                worse = tuple(_answer(change(best(row.verb, actor))) for change in conditions().values())
                alike.setdefault(worse, []).append(name)
        rows += [Row(row.verb, answers, tuple(names)) for answers, names in alike.items()]
    return rows


def _answer(request: Request) -> str:
    refused = refusal(request)
    return refused.clause if refused else ALLOWED


def _person(id_: UUID, role: PersonRole) -> Person:
    return Person(id_, frozenset({role}))


def _subject(kind: type[Subject], actor: Actor) -> Subject:
    if kind is ArrivingCall:
        return ArrivingCall(_CALL, _KEY, _START, True, drawn=True)
    if kind is OwnFile:
        return OwnFile(actor.id if isinstance(actor, Person) else _ADVISER)
    if kind is SiteWork:
        return SiteWork(_KEY.site)
    return KeptCall(_CALL) if kind is KeptCall else Installation()


def _call(verb: Verb, actor: Actor) -> CallFacts:
    if verb in {Verb.RECEIVE, Verb.KEEP}:
        return CallFacts(_START, True, True)
    status = CallStatus.DRAWN if verb in PROCESSING else CallStatus.OFFERED
    review = None if verb in PROCESSING else _review(verb, actor)
    return CallFacts(_START, True, True, status, _ADVISER, expiry_dates(_START, _RETENTION), review)


def _review(verb: Verb, actor: Actor) -> ReviewFacts:
    """Where it stands for whoever asks; a second reviewer's is under way when the first one has decided."""
    who = actor.id if isinstance(actor, Person) else None
    state = _STATES.get(verb, ReviewState.FINAL)
    has_second = state not in {ReviewState.OFFERED, ReviewState.CONTESTED}
    if state is ReviewState.IN_REVIEW and who == _SECOND:
        state = ReviewState.IN_SECOND_REVIEW
    is_reviewer = who == _REVIEWER and state is not ReviewState.OFFERED
    return ReviewFacts(state, is_reviewer, who == _SECOND and has_second, leads=who == _LEADER)


def _with_site(request: Request, **changes: object) -> Request:
    return replace(request, site=replace(request.site, **changes)) if request.site else request  # type: ignore[arg-type]


def _with_call(request: Request, **changes: object) -> Request:
    return replace(request, call=replace(request.call, **changes)) if request.call else request  # type: ignore[arg-type]


def _with_review(request: Request, **changes: object) -> Request:
    review = request.call.review if request.call else None
    return _with_call(request, review=replace(review, **changes)) if review else request  # type: ignore[arg-type]
