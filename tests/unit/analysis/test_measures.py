"""Figures about a conversation, on calls small enough to count by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.calls import transcript

from gardefou.analysis.rules import measure
from gardefou.kernel.measures import MeasureName
from gardefou.kernel.sound import ChannelSpan
from gardefou.kernel.span import Span
from gardefou.kernel.transcript import Redaction, Transcript


def value(call: Transcript, name: MeasureName) -> float | None:
    return measure(call)[name].value


def spans(call: Transcript, name: MeasureName, channel: int) -> list[Span]:
    return [each.span for each in measure(call)[name].spans if each.channel == channel]


def test_talk_shares_add_up_and_point_to_speech() -> None:
    call = transcript(("adviser", 0, 3_000, "a b c"), ("customer", 4_000, 5_000, "d e"))
    assert value(call, MeasureName.ADVISER_TALK_SHARE) == pytest.approx(0.75)
    assert value(call, MeasureName.CUSTOMER_TALK_SHARE) == pytest.approx(0.25)
    assert spans(call, MeasureName.ADVISER_TALK_SHARE, 0) == [Span(0, 3_000)]


def test_silence_counts_between_the_first_and_the_last_word() -> None:
    call = transcript(
        ("adviser", 20_000, 22_000, "bonjour"),
        ("customer", 30_000, 31_000, "oui"),
        ("adviser", 35_000, 36_000, "voilà"),
        duration_ms=90_000,
    )
    assert value(call, MeasureName.LONGEST_SILENCE) == 8_000
    assert value(call, MeasureName.TOTAL_SILENCE) == 12_000
    assert spans(call, MeasureName.LONGEST_SILENCE, 1) == [Span(22_000, 30_000)]


@pytest.mark.parametrize(
    ("said", "holds", "unannounced"),
    [("ne quittez pas je vérifie", 1, 0), ("voilà c'est noté merci", 0, 25_000)],
)
def test_a_wait_is_a_hold_only_when_announced(said: str, holds: int, unannounced: int) -> None:
    call = transcript(("adviser", 0, 2_000, said), ("adviser", 27_000, 28_000, "merci d'avoir attendu"))
    assert value(call, MeasureName.HOLDS) == holds
    assert value(call, MeasureName.LONGEST_UNANNOUNCED_SILENCE) == unannounced
    assert value(call, MeasureName.LONGEST_SILENCE) == 25_000


def test_cutting_someone_off_is_an_interruption_and_a_sign_of_listening_is_not() -> None:
    cut = transcript(("customer", 0, 5_000, "je voulais vous dire que"), ("adviser", 4_500, 9_000, "non mais attendez"))
    assert value(cut, MeasureName.INTERRUPTIONS_BY_ADVISER) == 1
    assert spans(cut, MeasureName.INTERRUPTIONS_BY_ADVISER, 0) == [Span(4_500, 9_000)]
    listening = transcript(("customer", 0, 9_000, "je voulais vous dire que"), ("adviser", 4_000, 4_600, "oui"))
    assert value(listening, MeasureName.INTERRUPTIONS_BY_ADVISER) == 0
    assert value(listening, MeasureName.OVERLAPS) == 1
    assert value(listening, MeasureName.OVERLAP_TIME) == 600


def test_a_card_number_that_was_removed_is_still_counted() -> None:
    card = Redaction("card", 1, 4_000, 9_000)
    call = transcript(("adviser", 0, 3_000, "allez-y"), ("customer", 4_000, 9_000, "[carte]"), redactions=[card])
    assert measure(call)[MeasureName.CARD_NUMBERS_SPOKEN].spans == (ChannelSpan(1, card.span),)


def test_a_call_without_speech_measures_nothing() -> None:
    measures = measure(transcript(duration_ms=60_000))
    unknown = [item.name for item in measures.items if item.value is None]
    assert MeasureName.LONGEST_SILENCE in unknown
    assert MeasureName.ADVISER_TALK_SHARE in unknown
    assert MeasureName.INTERRUPTIONS_BY_ADVISER in unknown


turns = st.lists(
    st.tuples(
        st.sampled_from(["adviser", "customer"]),
        st.integers(0, 60_000),
        st.integers(1, 8_000),
        st.sampled_from(["oui", "un instant"]),
    ).map(lambda turn: (turn[0], turn[1], turn[1] + turn[2], turn[3])),
    max_size=15,
)


@given(turns)
def test_whatever_the_call_its_measures_stay_inside_it(given_turns: list) -> None:
    call = transcript(*given_turns)
    for item in measure(call).items:
        assert item.value is None or item.value >= 0
        assert all(call.span.contains(each.span) and each.span.duration_ms > 0 for each in item.spans)
    total = value(call, MeasureName.TOTAL_SILENCE)
    assert total is None or total <= call.duration_ms
