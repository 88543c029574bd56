from hypothesis import given
from hypothesis import strategies as st
from tests.calls import transcript

from gardefou.hearing.turns import JOINED_MS, SHORTEST_OVERLAP_MS, Turn, turns_of
from gardefou.kernel.span import Span, merged
from gardefou.kernel.transcript import Role, Segment, Word


def read(*said: tuple[str, int, int, str], pauses: tuple[Span, ...] = ()) -> list[str]:
    return [_line(turn) for turn in turns_of(transcript(*said).segments, pauses)]


def _line(turn: Turn) -> str:
    over = "".join(f" [{each.start_ms}-{each.end_ms}]" for each in turn.overlaps)
    mark = "~" if turn.is_aside else ""
    return f"{mark}{turn.role.value}: {' '.join(segment.text for segment in turn.segments)}{over}"


LONG = "je regarde votre dossier et je vois deux factures pour le même mois"


def test_a_short_word_said_meanwhile_does_not_cut_the_turn() -> None:
    said = (
        ("adviser", 0, 6_000, LONG),
        ("customer", 2_000, 2_600, "oui d'accord"),
        ("adviser", 7_000, 9_000, "donc je vous rembourse"),
        ("customer", 9_500, 10_000, "merci"),
    )
    assert read(*said) == [
        f"adviser: {LONG} donc je vous rembourse [2000-2600]",
        "~customer: oui d'accord [2000-2600]",
        "customer: merci",
    ]


def test_a_short_answer_between_two_passages_is_a_turn() -> None:
    said = (
        ("adviser", 0, 2_000, "vous confirmez ?"),
        ("customer", 2_300, 2_600, "non"),
        ("adviser", 3_000, 4_000, "bien"),
    )
    assert read(*said) == ["adviser: vous confirmez ?", "customer: non", "adviser: bien"]


def test_who_speaks_longer_takes_the_turn_and_both_are_marked() -> None:
    said = (
        ("adviser", 0, 6_000, LONG),
        ("customer", 5_000, 9_000, "mais je vous ai déjà dit cela hier"),
        ("adviser", 9_100, 9_800, "pardon"),
    )
    assert read(*said) == [
        f"adviser: {LONG} [5000-6000]",
        "customer: mais je vous ai déjà dit cela hier [5000-6000]",
        "adviser: pardon",
    ]


def test_a_pause_ends_a_turn() -> None:
    said = (("adviser", 0, 1_000, "un instant"), ("adviser", 20_000, 21_000, "merci"))
    assert read(*said, pauses=(Span(1_000, 20_000),)) == ["adviser: un instant", "adviser: merci"]


def test_speakers_on_one_channel_are_told_apart() -> None:
    words = (Word(0, 500, "bonjour"),)
    segments = [
        Segment(0, Role.ADVISER, 0, 500, "bonjour", None, words),
        Segment(0, Role.CUSTOMER, 600, 900, "bonjour", None, ()),
    ]
    assert [turn.role for turn in turns_of(segments)] == [Role.ADVISER, Role.CUSTOMER]


PASSAGES = st.lists(
    st.tuples(
        st.sampled_from(["adviser", "customer"]),
        st.integers(0, 20_000),
        st.integers(1, 9_000),
        st.sampled_from(["oui", "d'accord oui", LONG]),
    ),
    max_size=8,
)


@given(PASSAGES, st.lists(st.integers(0, 20_000), max_size=2))
def test_every_passage_is_in_one_turn_and_overlaps_are_those_of_both(
    passages: list[tuple[str, int, int, str]], pauses: list[int]
) -> None:
    call = transcript(*((role, start, start + length, text) for role, start, length, text in passages))
    turns = turns_of(call.segments, [Span(at, at + 1_000) for at in pauses])
    assert sorted(id(each) for turn in turns for each in turn.segments) == sorted(map(id, call.segments))
    starts = [turn.span.start_ms for turn in turns if not turn.is_aside]
    assert starts == sorted(starts)
    for turn in turns:
        others = merged((each.span for each in call.segments if each.role is not turn.role), JOINED_MS)
        for over in turn.overlaps:
            assert turn.span.contains(over)
            assert any(each.contains(over) for each in others)
        for one in turn.segments:
            for other in (each for each in call.segments if each.role is not turn.role):
                shared = one.span.intersection(other.span)
                if shared and shared.duration_ms >= SHORTEST_OVERLAP_MS:
                    assert any(over.contains(shared) for over in turn.overlaps)
