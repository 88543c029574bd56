"""A measure that might be another one had all been heard has no value."""

from dataclasses import replace

from tests.calls import transcript

from gardefou.analysis.rules import measure
from gardefou.kernel.measures import MeasureName
from gardefou.kernel.transcript import Redaction, SoundQuality, Transcript, Unheard

CALL = transcript(
    ("adviser", 0, 2_000, "bonjour je vous écoute"),
    ("customer", 2_500, 5_000, "une panne depuis hier"),
    ("adviser", 30_000, 32_000, "voilà c'est réparé"),
)
WAITS = (MeasureName.LONGEST_UNANNOUNCED_SILENCE, MeasureName.HOLDS, MeasureName.HOLD_TIME)


def unheard(channel: int, start_ms: int, end_ms: int) -> Transcript:
    silenced = Redaction("unheard", channel, start_ms, end_ms)
    return replace(CALL, unheard=(Unheard(channel, start_ms, end_ms),), redactions=(silenced,))


def unknown(call: Transcript) -> set[MeasureName]:
    return {each.name for each in measure(call).items if each.value is None}


def test_a_wait_may_have_been_announced_where_nothing_was_transcribed() -> None:
    assert unknown(CALL) == set()
    assert unknown(unheard(0, 5_200, 6_000)) == {*WAITS, MeasureName.CARD_NUMBERS_SPOKEN}
    assert unknown(unheard(1, 5_200, 6_000)) == {MeasureName.CARD_NUMBERS_SPOKEN}
    assert unknown(unheard(0, 30_500, 31_000)) == {MeasureName.CARD_NUMBERS_SPOKEN}


def test_a_card_that_was_heard_is_counted_all_the_same() -> None:
    call = unheard(1, 5_200, 6_000)
    card = replace(call, redactions=(*call.redactions, Redaction("card", 1, 3_000, 4_000)))
    assert measure(card)[MeasureName.CARD_NUMBERS_SPOKEN].value == 1


def test_an_unheard_passage_is_no_silence() -> None:
    silence = measure(unheard(1, 10_000, 12_000))[MeasureName.LONGEST_SILENCE]
    assert silence.value == 18_000


def test_nobody_knows_who_speaks_when_on_an_inaudible_channel() -> None:
    measured = measure(replace(CALL, quality=(SoundQuality(1, -70.0, 0.0, 20.0),)))
    assert all(each.value is None for each in measured.items)
    heard = measure(replace(CALL, quality=(SoundQuality(1, -45.0, 0.02, 9.0),)))
    assert heard == measure(CALL), "poor is not inaudible"
