"""The example call of reports, as the served page takes it."""

from datetime import datetime, timedelta, timezone
from typing import Any

from tests.unit.report import example

from gardefou.adapters.pages.call_page import CallPage
from gardefou.adapters.report.waveform import quantised
from gardefou.analysis.rules import measure
from gardefou.kernel.measures import Reason
from gardefou.kernel.span import Span
from gardefou.kernel.wording import Wording

AT = datetime(2026, 11, 12, 10, 42, tzinfo=timezone(timedelta(hours=1)))


def call_page(**changes: Any) -> CallPage:
    call = example.transcript()
    measures = measure(call)
    values: dict[str, Any] = {
        "started_at": AT,
        "transcript": call,
        "measures": measures,
        "reason": Reason("invoice", 0.82, Span(8_100, 17_800)),
        "reason_label": Wording(fr="Facture contestée", en="Invoice"),
        "scorecard": example.scorecard(),
        "evaluation": example.evaluation(call, measures),
        "models": ("whisper-base",),
        "peaks": [quantised(lane) for lane in example.peaks(example.samples(call))],
        "sound_url": "/calls/1/sound",
    }
    return CallPage(**{**values, **changes})
