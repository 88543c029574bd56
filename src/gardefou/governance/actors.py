"""Who asks."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from gardefou.governance.roles import PersonRole


class ProcessName(StrEnum):
    """A part of gardefou that works on its own."""

    INTAKE = "intake"
    WORKER = "worker"
    SWEEP = "sweep"
    DEMONSTRATION = "demonstration"
    LEARNING = "learning"
    LIVE = "live"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works here, with what they may be."""

    id: UUID
    roles: frozenset[PersonRole]

    @property
    def kind(self) -> str:
        """What an audit entry calls it."""
        return "person"

    @property
    def name(self) -> str:
        """Who, in an audit entry."""
        return str(self.id)


@dataclass(frozen=True, slots=True)
class Process:
    """A part of gardefou, started by the operating system's account `account`."""

    part: ProcessName
    account: str

    @property
    def kind(self) -> str:
        """What an audit entry calls it."""
        return "process"

    @property
    def name(self) -> str:
        """Who, in an audit entry."""
        return f"{self.part}:{self.account}"


@dataclass(frozen=True, slots=True)
class Sender:
    """A telephone system that sends calls with a token; `sites` are the codes that it may send for."""

    id: UUID
    label: str
    sites: frozenset[str]

    @property
    def kind(self) -> str:
        """What an audit entry calls it."""
        return "sender"

    @property
    def name(self) -> str:
        """Who, in an audit entry."""
        return str(self.id)


@dataclass(frozen=True, slots=True)
class Operator:
    """Whoever runs the machine, by the operating system's account: an administrator, who sees no content."""

    account: str

    @property
    def kind(self) -> str:
        """What an audit entry calls it."""
        return "operator"

    @property
    def name(self) -> str:
        """Who, in an audit entry."""
        return self.account


Actor = Person | Process | Sender | Operator
