"""What could not be transcribed may hold anything: its sound is silenced, and what is heard after it is read so."""

from dataclasses import replace

from test_redact_transcript import segment, texts_of, transcript

from gardefou.hearing.redaction import MARGIN_MS, redact_transcript
from gardefou.kernel.transcript import Redaction, Unheard


def test_the_sound_of_an_unheard_passage_is_silenced_inside_the_call():
    call = replace(
        transcript(segment(0, 2_000, "bonjour madame"), segment(1, 8_000, "oui")),
        unheard=(Unheard(1, 50, 900), Unheard(0, 8_100, 8_450)),
    )
    redacted = redact_transcript(call)
    assert redacted.redactions == (
        Redaction("unheard", 1, 0, 900 + MARGIN_MS),
        Redaction("unheard", 0, 8_100 - MARGIN_MS, 8_500),
    )
    assert texts_of(redacted) == ["bonjour madame", "oui"]
    assert redact_transcript(redacted) == redacted


def test_digits_said_right_after_an_unheard_passage_may_repeat_a_card():
    heard = transcript(segment(0, 0, "dictez le numéro"), segment(0, 9_000, "4970 oui"))
    assert texts_of(redact_transcript(heard))[1] == "4970 oui"
    assert "4970" not in texts_of(redact_transcript(replace(heard, unheard=(Unheard(1, 3_000, 8_000),))))[1]
