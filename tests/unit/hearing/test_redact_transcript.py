"""Removes personal data from transcripts, word by word and with the sound that goes with them."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from test_personal_data import _PIECES

from gardefou.hearing.redaction import MARGIN_MS, PLACEHOLDERS, redact_transcript
from gardefou.kernel.transcript import Redaction, Role, Segment, Transcript, Word

ROLES = (Role.ADVISER, Role.CUSTOMER)
_PLACEHOLDERS = tuple(text for language in PLACEHOLDERS.values() for text in language.values())


def segment(channel, start_ms, text, with_words=True):
    parts = text.split()
    words = tuple(Word(start_ms + 500 * index, start_ms + 500 * index + 400, part) for index, part in enumerate(parts))
    end_ms = start_ms + 500 * max(1, len(parts))
    return Segment(channel, ROLES[channel], start_ms, end_ms, text, None, words if with_words else ())


def transcript(*segments, language="fr"):
    duration = max((one.end_ms for one in segments), default=0)
    return Transcript(duration, language, "test", tuple(sorted(segments, key=lambda one: one.start_ms)))


def texts_of(result):
    return [one.text for one in result.segments]


def test_words_become_one_placeholder_with_their_time():
    result = redact_transcript(transcript(segment(1, 1_000, "c'est le 06 39 98 00 11, merci")))
    assert texts_of(result) == ["c'est le [téléphone], merci"]
    words = result.segments[0].words
    assert [word.text for word in words] == ["c'est", "le", "[téléphone],", "merci"]
    assert words[2] == Word(2_000, 4_400, "[téléphone],")
    assert result.redactions == (Redaction("phone", 1, 2_000 - MARGIN_MS, 4_400 + MARGIN_MS),)


def test_a_card_runs_over_segments_and_the_other_speaker():
    result = redact_transcript(
        transcript(
            segment(0, 0, "je vous écoute"),
            segment(1, 2_000, "alors 4970 1012"),
            segment(0, 4_000, "oui"),
            segment(1, 16_000, "3456"),
            segment(0, 17_000, "oui"),
            segment(1, 18_000, "7893. voilà"),
        )
    )
    assert texts_of(result) == ["je vous écoute", "alors [carte]", "oui", "[carte]", "oui", "[carte]. voilà"]
    assert [one.kind for one in result.redactions] == ["card"]
    assert result.redactions[0].start_ms == 2_500 - MARGIN_MS
    assert result.redactions[0].end_ms == 18_400 + MARGIN_MS


def test_a_long_pause_ends_a_number():
    result = redact_transcript(transcript(segment(1, 0, "12 34"), segment(1, 20_000, "56 78")))
    assert texts_of(result) == ["12 34", "56 78"]


def test_channels_are_read_apart():
    result = redact_transcript(transcript(segment(0, 0, "12 34"), segment(1, 1_500, "56 78")))
    assert result.redactions == ()


def test_the_answer_to_a_question_about_the_code_is_removed():
    result = redact_transcript(
        transcript(
            segment(0, 0, "et le cryptogramme au dos ?"),
            segment(1, 3_000, "oui alors un deux trois"),
            segment(0, 6_000, "merci, cela fait 49 euros"),
        )
    )
    assert texts_of(result)[1:] == ["oui alors [carte]", "merci, cela fait 49 euros"]


def test_a_segment_without_words_gets_interpolated_times():
    result = redact_transcript(transcript(segment(1, 10_000, "mon numéro 06 39 98 00 11", with_words=False)))
    assert texts_of(result) == ["mon numéro [téléphone]"]
    assert result.segments[0].words == ()
    (redaction,) = result.redactions
    assert 10_000 < redaction.start_ms < redaction.end_ms <= result.duration_ms


def test_two_values_in_one_word():
    result = redact_transcript(transcript(segment(1, 0, "(0639980011/0199002233)")))
    assert texts_of(result) == ["([téléphone]/[téléphone])"]
    assert len(result.redactions) == 2


def test_english_placeholders_and_bounds():
    result = redact_transcript(transcript(segment(0, 0, "07700900123"), language="en"))
    assert texts_of(result) == ["[phone]"]
    assert result.redactions == (Redaction("phone", 0, 0, 500),)


def test_earlier_redactions_stay():
    before = replace(transcript(segment(0, 0, "bonjour")), redactions=(Redaction("name", 0, 0, 100),))
    assert redact_transcript(before) == before


lines = st.tuples(
    st.integers(0, 1), st.integers(0, 60), st.lists(st.sampled_from(_PIECES), max_size=12).map(" ".join), st.booleans()
)
transcripts = st.lists(lines, max_size=8).map(
    lambda rows: transcript(*(segment(channel, 1_000 * second, text, words) for channel, second, text, words in rows))
)


@given(transcripts)
def test_redacting_a_transcript_twice_changes_nothing(original):
    once = redact_transcript(original)
    assert redact_transcript(once) == once


@given(transcripts)
def test_times_stay_inside_and_segments_stay_whole(original):
    result = redact_transcript(original)
    assert len(result.segments) == len(original.segments)
    for before, after in zip(original.segments, result.segments, strict=True):
        assert (before.channel, before.role, before.span) == (after.channel, after.role, after.span)
        assert all(after.span.contains(word.span) for word in after.words)
        if after.words:
            assert after.text == " ".join(word.text for word in after.words)
    for redaction in result.redactions:
        assert 0 <= redaction.start_ms <= redaction.end_ms <= result.duration_ms


@given(transcripts)
def test_words_either_stay_as_they_are_or_are_silenced(original):
    result = redact_transcript(original)
    for before, after in zip(original.segments, result.segments, strict=True):
        kept = set(after.words)
        for word in before.words:
            silenced = any(one.channel == before.channel and one.span.contains(word.span) for one in result.redactions)
            assert word in kept or silenced
        new = [word for word in after.words if word not in before.words]
        covered = [word for word in before.words if word not in kept]
        assert all(any(placeholder in word.text for placeholder in _PLACEHOLDERS) for word in new)
        assert all(any(one.span.contains(word.span) for one in new) for word in covered)
        assert len(before.words) - len(covered) == len(after.words) - len(new)


def said(channel: int, start_ms: int, text: str) -> Segment:
    words = tuple(Word(start_ms + 300 * i, start_ms + 300 * i + 250, word) for i, word in enumerate(text.split()))
    role = (Role.ADVISER, Role.CUSTOMER)[channel]
    return Segment(channel, role, start_ms, words[-1].end_ms, " ".join(text.split()), None, words)


def test_part_of_a_number_repeated_by_the_other_speaker_is_removed_and_a_price_is_not() -> None:
    number = said(1, 0, "c'est le 06 39 98 12 34")
    echo = said(0, 3_000, "12 34, oui, et ça fait 49 euros")
    later = said(0, 60_000, "il y a 12 34 dossiers")
    redacted = redact_transcript(Transcript(90_000, "fr", "test", (number, echo, later)))
    assert [segment.text for segment in redacted.segments] == [
        "c'est le [téléphone]",
        "[numéro], oui, et ça fait 49 euros",
        "il y a 12 34 dossiers",
    ]


def test_an_address_whose_domain_was_heard_as_several_words_is_removed() -> None:
    heard = said(1, 0, "c'est roussel point 48, a robas poste une point FR.")
    text = redact_transcript(Transcript(20_000, "fr", "test", (heard,))).segments[0].text
    assert "[adresse e-mail]" in text
    assert "poste" not in text
    assert "48" not in text
