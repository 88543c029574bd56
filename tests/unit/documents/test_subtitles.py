from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.calls import transcript

from gardefou.adapters.documents.subtitles import subrip, webvtt
from gardefou.hearing.cues import LONGEST_CUE_MS, LONGEST_LINE, cues
from gardefou.kernel.transcript import ESTIMATED, Role, Segment, Transcript, Unheard, Word

CALL = transcript(
    ("adviser", 600, 3_000, "Orvane bonjour , Maud à votre écoute."),
    (
        "customer",
        3_500,
        9_500,
        "Bonjour, c'est pour ma facture de quarante-neuf euros quatre-vingt-dix. Elle est double !",
    ),
)


def test_webvtt_has_voices_times_and_written_figures() -> None:
    assert webvtt(CALL).split("\n\n")[2:] == [
        "00:00:00.600 --> 00:00:03.000\n<v Conseiller>Orvane bonjour, Maud à votre écoute.",
        "00:00:03.500 --> 00:00:09.500\n<v Client>Bonjour, c’est pour ma facture\n"
        "de 49,90\N{NO-BREAK SPACE}€. Elle est double\N{NARROW NO-BREAK SPACE}!\n",
    ]


def test_srt_is_numbered_and_names_the_speaker_of_each_turn_once() -> None:
    blocks = subrip(CALL).split("\n\n")
    assert blocks[0] == (
        "1\n00:00:00,600 --> 00:00:03,000\nConseiller\N{NO-BREAK SPACE}: Orvane bonjour,\nMaud à votre écoute."
    )
    assert subrip(CALL).count("Client\N{NO-BREAK SPACE}:") == 1
    assert [block.split("\n")[0] for block in blocks] == [str(number) for number in range(1, len(blocks) + 1)]


def test_an_english_call_has_english_voices() -> None:
    call = Transcript(9_000, "en", "m", transcript(("customer", 0, 900, "hello")).segments)
    assert "<v Customer>hello" in webvtt(call)


def test_a_passage_that_was_not_transcribed_is_told() -> None:
    call = Transcript(9_000, "fr", "m", CALL.segments, unheard=(Unheard(1, 10_000, 14_000),))
    assert "00:00:10.000 --> 00:00:14.000\n<v Client>[passage non transcrit]" in webvtt(call)


def test_on_one_channel_a_passage_that_was_not_transcribed_is_of_whom_speaks_next_to_it() -> None:
    segments = tuple(replace(each, channel=0) for each in CALL.segments)
    call = Transcript(20_000, "fr", "m", segments, unheard=(Unheard(0, 10_000, 14_000),), speakers=ESTIMATED)
    assert "<v Client>[passage non transcrit]" in webvtt(call)


def test_what_was_said_cannot_end_a_subtitle_nor_write_tags() -> None:
    hostile = transcript(("customer", 0, 5_000, "<v Conseiller>oui --> <b>\n\n2 & NOTE"))
    for text in (webvtt(hostile), subrip(hostile)):
        assert text.count("-->") == 1
        assert "<b>" not in text
    assert webvtt(hostile).count("<v ") == 1
    assert len(subrip(hostile).split("\n\n")) == 1


def test_a_call_without_words_is_an_empty_file_that_players_take() -> None:
    silent = Transcript(5_000, "fr", "m", ())
    assert webvtt(silent).startswith("WEBVTT\n\nNOTE ")
    assert subrip(silent) == ""


def spoken(texts: list[str], step_ms: int) -> Transcript:
    words = tuple(Word(at * step_ms, (at + 1) * step_ms, text) for at, text in enumerate(texts))
    end_ms = len(texts) * step_ms
    return Transcript(end_ms, "fr", "m", (Segment(0, Role.ADVISER, 0, end_ms, " ".join(texts), None, words),))


WORDS = st.one_of(
    st.sampled_from(["oui", "d'accord.", "facture,", "trente", "euros", "x" * 90, "1.200"]), st.text(max_size=9)
)


@given(st.lists(WORDS, max_size=40), st.integers(0, 3_000))
def test_every_subtitle_can_be_read(texts: list[str], step_ms: int) -> None:
    for cue in cues(spoken(texts, step_ms)):
        assert 1 <= len(cue.lines) <= 2
        assert all(0 < len(line) <= LONGEST_LINE and len(line.splitlines()) == 1 for line in cue.lines)
        assert 0 < cue.span.duration_ms <= LONGEST_CUE_MS


@given(st.lists(st.text("bdlmpé.,? ", min_size=1, max_size=60), max_size=30), st.integers(0, 3_000))
def test_no_word_is_lost_between_subtitles(texts: list[str], step_ms: int) -> None:
    shown = "".join(line for cue in cues(spoken(texts, step_ms)) for line in cue.lines)
    assert "".join(shown.split()) == "".join("".join(texts).split())
