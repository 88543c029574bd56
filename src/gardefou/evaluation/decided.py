"""A call that people decided about."""

from collections.abc import Mapping
from dataclasses import dataclass

from gardefou.kernel.measures import Measures
from gardefou.kernel.span import Span
from gardefou.kernel.transcript import Transcript
from gardefou.kernel.verdict import Verdict


@dataclass(frozen=True, slots=True)
class DecidedCall:
    """A call with the verdicts that people decided, by criterion, and where those they kept were shown.

    `speaker` tells calls of one adviser apart from those of others, and nothing else.
    """

    speaker: str
    transcript: Transcript
    measures: Measures
    verdicts: Mapping[str, Verdict]
    evidence: Mapping[str, tuple[Span, ...]]
