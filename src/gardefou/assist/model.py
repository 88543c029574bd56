"""What the adviser is offered while a call goes on; it lives as long as the session, and is written nowhere."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gardefou.kernel.transcript import Role


@dataclass(frozen=True, slots=True)
class Said:
    """Words of the call that something rests on."""

    role: Role
    start_ms: int
    end_ms: int
    quote: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A knowledge card that fits what was said: `passage` of it answers, `because` is what was said."""

    card: str
    title: str
    passage: str
    source: str
    because: Said
    valid_until: date | None = None
    is_pinned: bool = False


@dataclass(frozen=True, slots=True)
class Suggestions:
    """All suggestions that are shown, three at most, in the order they are shown."""

    cards: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What a call guide expects next."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class NextSteps:
    """The next one or two steps of the guide that the call seems to follow; `guide` is None where none fits."""

    guide: str | None = None
    steps: tuple[Step, ...] = ()


class TickedBy(StrEnum):
    """Who found that a statement was made."""

    HEARD = "heard"
    HAND = "hand"


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement not to forget; `heard` is where it was made, where the program heard it."""

    id: str
    text: str
    ticked_by: TickedBy | None = None
    heard: Said | None = None


@dataclass(frozen=True, slots=True)
class Checklist:
    """All statements of the call, in the order they are shown."""

    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """Formulations that were asked for: `is_machine_text` where a language model drafted them (AI Act, art. 50).

    `is_final` is False while they are still being drafted.
    """

    situation: str
    texts: tuple[str, ...]
    is_machine_text: bool = False
    is_final: bool = True


@dataclass(frozen=True, slots=True)
class Slot:
    """A line of the wrap-up, proposed from what was said; the adviser edits it."""

    id: str
    label: str
    value: str
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class WrapUp:
    """The draft of what the adviser may send to the customer's file."""

    slots: tuple[Slot, ...] = ()


Help = Suggestions | NextSteps | Checklist | Wording | WrapUp
