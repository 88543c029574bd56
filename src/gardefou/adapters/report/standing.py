"""How a verdict stands: what the program drafted, what named persons decided, what is void."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gardefou.adapters.report.language import message
from gardefou.kernel.verdict import Verdict

OVERDUE = message("La contestation n'a pas reçu de réponse dans le délai.")
"""The reason of a void verdict that the charter gives (S4)."""


class Standing(StrEnum):
    """Which of its verdicts a criterion shows, if any."""

    DRAFT = "draft"
    DECIDED = "decided"
    VOID = "void"
    TRIAL = "trial"
    HIDDEN = "hidden"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a named person decided; `at` carries its time zone, `reason` is in that person's words."""

    verdict: Verdict
    by: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Void:
    """Since when a verdict is void, and why, in French words of the program."""

    at: datetime
    reason: str = OVERDUE


@dataclass(frozen=True, slots=True)
class VerdictState:
    """What happened to the draft verdict of one criterion.

    `decisions` are in order: the first review, then the second one that a contest led to. A criterion `in_trial` shows
    nothing that the program found (S12). `is_hidden` keeps verdicts from whoever has to judge without them; the
    evidence stays. `is_none` says that no verdict holds, and nothing of why.
    """

    decisions: tuple[Decision, ...] = ()
    void: Void | None = None
    in_trial: bool = False
    is_hidden: bool = False
    is_none: bool = False

    @property
    def standing(self) -> Standing:
        """What holds now."""
        if self.is_hidden:
            return Standing.HIDDEN
        if self.is_none:
            return Standing.NONE
        if self.void:
            return Standing.VOID
        if self.decisions:
            return Standing.DECIDED
        return Standing.TRIAL if self.in_trial else Standing.DRAFT

    def verdict(self, draft: Verdict) -> Verdict | None:
        """The verdict to show, struck through when it is void; None when there is none to show."""
        if self.is_hidden or self.is_none:
            return None
        if self.decisions:
            return self.decisions[-1].verdict
        return None if self.in_trial else draft


AS_DRAFTED = VerdictState()
NO_VERDICT = VerdictState(in_trial=True, is_none=True)
