"""Words that readings agree on stay, whatever later readings say."""

from hypothesis import given, settings
from hypothesis import strategies as st

from gardefou.hearing.live.agreement import Agreement

words = st.lists(st.sampled_from(["le", "la", "box", "Box,", "prix", "vert"]), max_size=8)
readings = st.lists(st.tuples(words, st.integers(0, 9)), max_size=8)


@settings(max_examples=80)
@given(readings)
def test_agreed_words_never_change(given_readings: list[tuple[list[str], int]]) -> None:
    said = Agreement()
    for heard, skipped in given_readings:
        before = said.agreed
        said.hear(heard, min(skipped, len(before)))
        assert said.agreed[: len(before)] == before


def test_what_two_readings_have_alike_is_agreed() -> None:
    said = Agreement()
    said.hear(["Bonjour", "mon", "si"])
    assert (said.agreed, said.pending) == ((), ("Bonjour", "mon", "si"))
    said.hear(["bonjour,", "mon", "ancien"])
    assert (said.agreed, said.pending) == (("bonjour,", "mon"), ("ancien",))


def test_a_reading_that_begins_amid_agreed_words_goes_on_after_them() -> None:
    said = Agreement()
    for _ in range(2):
        said.hear(["un", "deux", "trois", "quatre"])
    said.hear(["rois", "quatre", "cinq"], skipped=2)
    assert said.pending == ("cinq",)
    said.hear(["de", "trois", "quatre", "cinq", "six"], skipped=2)
    assert (said.agreed[-1], said.pending) == ("cinq", ("six",))


def test_a_reading_that_has_nothing_of_what_is_agreed_is_taken_by_place() -> None:
    said = Agreement()
    for _ in range(2):
        said.hear(["un", "deux"])
    said.hear(["hein", "dès", "trois"])
    assert said.pending == ("trois",)
