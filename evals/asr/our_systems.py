"""gardefou's hearing, by beam and with or without the times of words."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from evals.asr.material import Said
from evals.asr.systems import Allowance, Entry, Job, System
from gardefou.adapters.media.sound import open_sound
from gardefou.kernel.transcript import Language, Role, Transcript

if TYPE_CHECKING:
    from gardefou.hearing.steps import Hearing

ROLES = (Role.ADVISER, Role.CUSTOMER)


class Ours:
    """Hearing before redaction, which others do not have either."""

    def __init__(self, hearing: "Hearing") -> None:
        self._hearing = hearing

    def transcribe(self, jobs: Sequence[Job]) -> list[list[Said]]:
        """One call after the other."""
        return [_said(self.heard(job)) for job in jobs]

    def heard(self, job: Job) -> Transcript:
        """The transcript itself."""
        return self._hearing.hear_raw(open_sound(job.sound), ROLES[: job.channels], Language(job.language))


def _said(transcript: Transcript) -> list[Said]:
    return [Said(each.channel, each.start_ms, each.end_ms, each.text) for each in transcript.segments]


def ours(allowed: Allowance, beam: int, word_times: bool = True) -> Ours:
    """The engine with a beam; loaded here, so that the other systems do without its memory."""
    from gardefou.adapters.speech.voice_activity import SileroVoiceActivity
    from gardefou.adapters.speech.whisper_engine import WhisperEngine
    from gardefou.adapters.speech.whisper_model import WhisperModel
    from gardefou.hearing.redaction import redact_transcript
    from gardefou.hearing.steps import Hearing

    model = WhisperModel(allowed.weights, "cpu", None, allowed.threads)
    engine = WhisperEngine(model, "base", allowed.threads, beam, word_times)
    return Ours(Hearing(engine, SileroVoiceActivity(), redact_transcript))


def _making(beam: int, word_times: bool) -> Callable[[Allowance], System]:
    return lambda allowed: ours(allowed, beam, word_times)


ENTRIES = tuple(
    entry
    for beam, name in ((1, "greedy"), (3, "beam3"), (5, "beam5"))
    for entry in (
        Entry(f"ours-{name}", f"gardefou, {name}, no times of words", False, True, _making(beam, False)),
        Entry(f"ours-{name}-words", f"gardefou, {name}, times of words", True, True, _making(beam, True)),
    )
)
