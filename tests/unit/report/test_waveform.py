import base64
from itertools import pairwise

from tests.unit.report.example import transcript

from gardefou.adapters.report.waveform import (
    Mark,
    MarkKind,
    Scale,
    encoded,
    labels,
    marks,
    pauses,
    quantised,
    skippable,
)
from gardefou.analysis.rules import measure
from gardefou.kernel.span import Span


def test_peaks_are_one_byte_each() -> None:
    assert list(base64.b64decode(encoded(quantised((0.0, 0.5, 1.0, 1.7, -1.0))))) == [0, 128, 255, 255, 0]


def test_the_axis_has_few_round_ticks() -> None:
    assert Scale(130_000).ticks() == (0, 30_000, 60_000, 90_000, 120_000)
    for minutes in (1, 3, 7, 20, 55, 90, 180):
        assert 3 <= len(Scale(minutes * 60_000).ticks()) <= 9


def test_marks_name_holds_silences_overlaps_and_removals() -> None:
    call = transcript()
    found = marks(call, measure(call))
    assert [mark.kind for mark in found if mark.kind is MarkKind.HOLD] == [MarkKind.HOLD]
    assert {mark.kind for mark in found} == set(MarkKind)
    assert [mark.what for mark in found if mark.kind is MarkKind.REMOVED] == ["name", "phone", "card"]
    assert [pause.kind for pause in pauses(measure(call))] == ["hold", "silence"]


def test_skipped_pauses_leave_a_margin() -> None:
    call = transcript()
    first = skippable(measure(call)).split()[0]
    start, end = map(int, first.split("-"))
    words = [word for _, word in call.words()]
    assert not any(word.start_ms < end and start < word.end_ms for word in words)


def test_labels_that_would_touch_are_left_out() -> None:
    crowded = {Mark(MarkKind.OVERLAP, Span(1000 * i, 1000 * i + 500)): "Chevauchement" for i in range(60)}
    shown = labels(crowded, Scale(60_000))
    starts = sorted(label.mark.span.start_ms for label in shown)
    assert 1 < len(shown) < 12
    assert all(later - earlier >= 5_000 for earlier, later in pairwise(starts))
