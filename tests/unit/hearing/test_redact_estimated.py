"""Personal data where two people share one channel and who speaks is an estimate."""

from dataclasses import replace

import pytest
from tests.calls import transcript

from gardefou.hearing.redaction import redact_transcript
from gardefou.kernel.transcript import ESTIMATED, Transcript

pytest.importorskip("stdnum")


def estimated(*turns: tuple[str, int, int, str]) -> Transcript:
    call = transcript(*turns)
    return replace(call, segments=tuple(replace(each, channel=0) for each in call.segments), speakers=ESTIMATED)


def text_of(call: Transcript) -> str:
    return " ".join(segment.text for segment in call.segments)


def test_a_number_whose_middle_was_given_to_the_wrong_speaker_is_removed_whole() -> None:
    redacted = redact_transcript(
        estimated(
            ("customer", 0, 2_000, "alors mon numéro c'est le zéro six douze"),
            ("adviser", 2_000, 3_000, "trente-quatre cinquante-six"),
            ("customer", 3_000, 4_000, "soixante-dix-huit voilà merci"),
        )
    )
    left = text_of(redacted)
    assert not any(part in left for part in ("zéro", "douze", "trente", "cinquante", "soixante"))
    assert left.endswith("voilà merci")
    assert {each.channel for each in redacted.redactions} == {0}


def test_an_answer_to_the_other_speaker_is_removed_though_both_share_the_channel() -> None:
    redacted = redact_transcript(
        estimated(
            ("adviser", 0, 3_000, "Quel est le cryptogramme au dos de la carte ?"),
            ("adviser", 3_100, 4_500, "prenez votre temps je vous en prie il n'y a vraiment rien qui presse"),
            ("customer", 5_500, 7_000, "sept cent douze"),
        )
    )
    assert "douze" not in text_of(redacted)


def test_words_of_the_other_speaker_inside_a_number_are_kept() -> None:
    redacted = redact_transcript(
        estimated(
            ("customer", 0, 2_000, "c'est le zéro six douze trente-quatre"),
            ("adviser", 2_100, 2_500, "oui"),
            ("customer", 2_600, 4_000, "cinquante-six soixante-dix-huit"),
        )
    )
    assert "oui" in text_of(redacted)
    assert "cinquante" not in text_of(redacted)
