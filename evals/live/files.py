"""The same sound heard as files are."""

from collections.abc import Iterator, Sequence

from evals.live.clocks import ROLES
from evals.live.excerpts import Excerpt
from evals.live.figures import texts_of, word_errors
from gardefou.adapters.speech.voice_activity import SileroVoiceActivity
from gardefou.hearing.ports import SpeechEngine
from gardefou.hearing.redaction import redact_transcript
from gardefou.hearing.steps import Hearing
from gardefou.kernel.sound import HEARING_RATE, Samples, SoundBlock, SoundProperties


def errors_as_files(engine: SpeechEngine, calls: Sequence[Excerpt]) -> list[tuple[int, int]]:
    """Word errors and words said of each call."""
    hearing = Hearing(engine, SileroVoiceActivity(), redact_transcript)
    heard = (hearing.hear_raw(_InMemory(call), ROLES[: len(call.samples)], call.language) for call in calls)
    return [word_errors([call], [texts_of(each.segments)]) for call, each in zip(calls, heard, strict=True)]


class _InMemory:
    """The sound of an excerpt."""

    def __init__(self, call: Excerpt) -> None:
        self.name = call.name
        self.properties = SoundProperties(len(call.samples), HEARING_RATE, "pcm", round(call.seconds * 1000))
        self._samples: Samples = call.samples

    def blocks(self) -> Iterator[SoundBlock]:
        yield SoundBlock(0, self._samples)
