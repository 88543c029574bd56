"""What is written down of a request: who, what for, about which call, and which clause refused; never content."""

from dataclasses import dataclass
from uuid import UUID

from gardefou.governance.actions import Verb
from gardefou.governance.subjects import ArrivingCall, KeptCall, Request

LONGEST_PURPOSE = 100
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the log; `purpose` is as it was asked, on one line and cut."""

    actor_kind: str
    actor: str
    verb: str
    purpose: str
    site: UUID | None
    call: UUID | None
    charter: str | None
    refused_by: str | None


def audit_entry(request: Request, refused_by: str | None) -> AuditEntry:
    """The line for a request; a call that is not kept leaves no name in it."""
    return AuditEntry(
        actor_kind=request.actor.kind,
        actor=told(request.actor.name, LONGEST_NAME),
        verb=told(request.action.verb, LONGEST_PURPOSE),
        purpose=told(request.action.purpose, LONGEST_PURPOSE),
        site=request.site.id if request.site else None,
        call=_call(request, refused_by),
        charter=request.site.charter_digest if request.site else None,
        refused_by=refused_by,
    )


def told(text: str, longest: int) -> str:
    """A text that anybody may have chosen, on one line, what cannot be shown escaped, at most `longest` characters."""
    shown = (each if each.isprintable() else each.encode("unicode_escape").decode("ascii") for each in text[:longest])
    return "".join(shown)[:longest]


def _call(request: Request, refused_by: str | None) -> UUID | None:
    match request.subject:
        case KeptCall(id=call):
            return call
        case ArrivingCall(id=call, drawn=True) if request.action.verb == Verb.KEEP and refused_by is None:
            return call
        case _:
            return None
