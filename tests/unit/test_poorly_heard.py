import pytest

from gardefou.entrypoints.cli.transcribe import poorly_heard
from gardefou.kernel.transcript import SoundQuality, Transcript, Unheard


@pytest.mark.parametrize(
    ("quality", "said"),
    [
        (SoundQuality(0, -25.0, 0.0, 30.0), []),
        (SoundQuality(1, -65.0, 0.0, None), ["channel 2 inaudible: level -65 dB, 0.0% clipped"]),
        (SoundQuality(0, -20.0, 0.31, 25.0), ["channel 1 poor: level -20 dB, 25 dB above the noise, 31.0% clipped"]),
        (SoundQuality(0, None, 0.0, None), ["channel 1 inaudible: nobody heard, 0.0% clipped"]),
    ],
    ids=["good", "quiet", "clipped", "silent"],
)
def test_a_channel_that_cannot_be_heard_well_is_told_with_its_figures(quality: SoundQuality, said: list[str]) -> None:
    assert list(poorly_heard(Transcript(60_000, "fr", "test", (), quality=(quality,)))) == said


def test_what_could_not_be_transcribed_is_told_with_its_times() -> None:
    transcript = Transcript(90_000, "fr", "test", (), unheard=(Unheard(1, 61_000, 66_000),))
    assert list(poorly_heard(transcript)) == ["not transcribed: channel 2, 1:01 to 1:06"]
