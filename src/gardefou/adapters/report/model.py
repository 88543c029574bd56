"""What a report is made of."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gardefou.evaluation.model import Scorecard
from gardefou.kernel.evaluation import Evaluation
from gardefou.kernel.measures import Measures, Reason
from gardefou.kernel.transcript import Language, Transcript
from gardefou.kernel.wording import Wording

PEAKS_PER_SECOND = 20
"""How finely `ReportedCall.peaks` follows the sound."""


@dataclass(frozen=True, slots=True)
class ReportedCall:
    """One call with all that its page shows.

    `id` names its files: ASCII letters, digits, `-` and `_`. `sound` is an Ogg Opus file in which redactions are
    silent, and `peaks` its loudness by channel, in 0..1, at PEAKS_PER_SECOND. `reason` and its label are None when no
    model looked for one.
    """

    id: str
    title: str
    language: Language
    transcript: Transcript
    measures: Measures
    reason: Reason | None
    reason_label: Wording | None
    evaluation: Evaluation
    sound: Path
    peaks: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Calls evaluated with one scorecard and reviewed by nobody; `made_at` carries its time zone."""

    calls: tuple[ReportedCall, ...]
    scorecard: Scorecard
    made_at: datetime
    models: tuple[str, ...]
    simulated: bool
