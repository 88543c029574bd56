"""The draft evaluation of a call: one result per criterion, each with its evidence."""

from dataclasses import dataclass

from gardefou.kernel.evidence import Evidence
from gardefou.kernel.message import Message
from gardefou.kernel.verdict import Verdict


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """The answer to one question; `confidence` in 0..1.

    `credit` in 0..1 is the part of its points that it earns, None where all or none go with the verdict; `level` is the
    answer of a question with several levels. `by` names the language model that wrote it, if one did. `on_trial` says
    that the program's answer is withheld, as its agreement with people is not established (S12).
    """

    id: str
    verdict: Verdict
    confidence: float
    evidence: tuple[Evidence, ...]
    why: Message
    credit: float | None = None
    level: str | None = None
    by: str | None = None
    on_trial: bool = False


@dataclass(frozen=True, slots=True)
class SectionScore:
    """The score of one section, as in Evaluation."""

    id: str
    score: float | None
    decided_share: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """An automatic draft that nobody has reviewed.

    `score` is the share in 0..100 of the points of decided criteria that is earned, None when nothing could be decided;
    `decided_share` in 0..1 is how much of the applicable weight was decided.
    """

    scorecard_id: str
    scorecard_version: str
    score: float | None
    decided_share: float
    criteria: tuple[CriterionResult, ...]
    sections: tuple[SectionScore, ...] = ()
