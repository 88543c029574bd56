"""Who may do what, found by asking the decision itself about one call under the best conditions, then under worse."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from gardefou.governance.actions import OPERATING, PROCESSING, Action, Verb
from gardefou.governance.actors import Actor, Operator, Person, Process, ProcessName, Sender
from gardefou.governance.charter import Charter, Draw, Retention
from gardefou.governance.decision import refusal
from gardefou.governance.purposes import OPERATION, Purpose
from gardefou.governance.retention import expiry_dates
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import (
    SUBJECTS,
    ArrivingCall,
    CallFacts,
    Installation,
    KeptCall,
    Request,
    SiteFacts,
    SiteState,
    Subject,
)
from gardefou.kernel.call import CallKey, CallStatus

ALLOWED = "yes"
_CALL, _ADVISER, _OTHER, _SITE = (UUID(int=number) for number in range(1, 5))
_START = datetime(2026, 3, 2, 9, tzinfo=UTC)
_RETENTION = Retention(recordings_days=183, analyses_days=365)
_CHARTER = Charter(
    name="example",
    version="1",
    simulated=True,
    purposes=tuple(Purpose),
    draw=Draw(rate=0.1, weekly_cap=4),
    retention=_RETENTION,
)
_KEY = CallKey("paris", "telephone", "1")


@dataclass(frozen=True, slots=True)
class Row:
    """The answers for one verb: `yes`, or the clause that refuses."""

    verb: Verb
    answers: tuple[str, ...]


def actors() -> dict[str, Actor]:
    """Everybody who can ask, by how a table calls them."""
    processes = {part.value: Process(part, "gardefou") for part in ProcessName}
    roles = {
        role.value.replace("_", " "): Person(_OTHER, frozenset({role}))
        for role in PersonRole
        if role is not PersonRole.ADVISER
    }
    return {
        **processes,
        "token": Sender(_OTHER, "telephone", frozenset({_KEY.site})),
        "operator": Operator("root"),
        "adviser of the call": Person(_ADVISER, frozenset({PersonRole.ADVISER})),
        "other adviser": Person(_OTHER, frozenset({PersonRole.ADVISER})),
        **roles,
    }


def best(verb: Verb, actor: Actor) -> Request:
    """The request for a verb under which most would be allowed, in a simulated installation."""
    subject = _subject(SUBJECTS[verb][0])
    call = None if isinstance(subject, Installation) else _call(verb)
    site = None if call is None else SiteFacts(_SITE, _KEY.site, "Europe/Paris", SiteState.OPEN)
    charter = _CHARTER if site else None
    action = Action(verb, OPERATION if verb in OPERATING else Purpose.QUALITY.value)
    return Request(actor, action, subject, _START + timedelta(days=1), True, site, charter, call)


def who_may() -> list[Row]:
    """For every verb, the answer to everybody."""
    everybody = actors().values()
    return [Row(verb, tuple(_answer(best(verb, actor)) for actor in everybody)) for verb in Verb]


def conditions() -> dict[str, Callable[[Request], Request]]:
    """What makes the best conditions worse, one at a time."""
    return {
        "site suspended": lambda request: (
            replace(request, site=replace(request.site, state=SiteState.SUSPENDED)) if request.site else request
        ),
        "no charter": lambda request: replace(request, charter=None),
        "real installation": lambda request: replace(request, simulated_installation=False),
        "other purpose": lambda request: replace(request, action=Action(request.action.verb, "discipline")),
        "not drawn": lambda request: _with_call(request, drawn=False),
        "not offered": lambda request: _with_call(request, status=CallStatus.EVALUATED),
        "sound expired": lambda request: replace(request, now=_START + timedelta(days=_RETENTION.recordings_days)),
        "all expired": lambda request: replace(request, now=_START + timedelta(days=_RETENTION.analyses_days)),
    }


def what_stops() -> list[Row]:
    """For every verb that somebody may do, the answer under each worse condition to whoever may do it."""
    rows = []
    for row in who_may():
        allowed = [actor for actor, answer in zip(actors().values(), row.answers, strict=True) if answer == ALLOWED]
        if allowed:
            worse = [change(best(row.verb, allowed[0])) for change in conditions().values()]
            rows.append(Row(row.verb, tuple(_answer(request) for request in worse)))
    return rows


def _answer(request: Request) -> str:
    refused = refusal(request)
    return refused.clause if refused else ALLOWED


def _subject(kind: type[Subject]) -> Subject:
    if kind is ArrivingCall:
        return ArrivingCall(_CALL, _KEY, _START, True, drawn=True)
    return KeptCall(_CALL) if kind is KeptCall else Installation()


def _call(verb: Verb) -> CallFacts:
    if verb in {Verb.RECEIVE, Verb.KEEP}:
        return CallFacts(_START, True, True)
    status = CallStatus.DRAWN if verb in PROCESSING else CallStatus.OFFERED
    return CallFacts(_START, True, True, status, _ADVISER, expiry_dates(_START, _RETENTION))


def _with_call(request: Request, **changes: object) -> Request:
    return replace(request, call=replace(request.call, **changes)) if request.call else request  # type: ignore[arg-type]
