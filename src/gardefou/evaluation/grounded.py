"""Results that know what they rest on, before a person sees more of it."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from gardefou.evaluation.shown import in_sentences
from gardefou.kernel.evaluation import CriterionResult
from gardefou.kernel.evidence import Evidence, EvidenceKind
from gardefou.kernel.message import Message
from gardefou.kernel.passages import Passage
from gardefou.kernel.verdict import Verdict
from gardefou.query.grounds import Grounds, either, every
from gardefou.query.match import Finding


@dataclass(frozen=True, slots=True)
class Grounded(CriterionResult):
    """A result with the words that decided it, which its evidence may show inside whole sentences.

    What is `needed` of the evidence shows everything that had to be there.
    """

    grounds: Grounds | None = None
    needed: tuple[Evidence, ...] = ()


def by_words(
    id_: str,
    verdict: Verdict,
    confidence: float,
    finding: Finding,
    sentences: Sequence[Passage],
    why: Message,
    together: bool = False,
) -> Grounded:
    """A result that what a query found decided."""
    shown = in_sentences(finding.grounds, sentences, together)
    return Grounded(id_, verdict, confidence, shown.evidence, why, grounds=finding.grounds, needed=shown.needed)


def grounds_of(result: CriterionResult) -> Grounds:
    """What a result rests on: where nothing else is known, any of its quotes, or all that was searched."""
    if isinstance(result, Grounded) and result.grounds is not None:
        return result.grounds
    quotes = [each for each in result.evidence if each.kind is EvidenceKind.QUOTE]
    return either(quotes) if quotes else every(e for e in result.evidence if e.kind is EvidenceKind.SEARCHED)


def needed_of(result: CriterionResult) -> tuple[Evidence, ...]:
    """The evidence that has to be shown for a result, at least its first."""
    needed = result.needed if isinstance(result, Grounded) else ()
    return needed or result.evidence[:1]


def resting_on(result: CriterionResult, grounds: Grounds, **changes: Any) -> Grounded:
    """The result with other grounds, and with changes."""
    return Grounded(**{**_fields(result), **changes}, grounds=grounds)


def plain(result: CriterionResult) -> CriterionResult:
    """The result alone."""
    return CriterionResult(**_fields(result))


def _fields(result: CriterionResult) -> dict[str, Any]:
    return {each.name: getattr(result, each.name) for each in fields(CriterionResult)}
