"""faster-whisper as people use it: int8, default settings except where the name says so, each channel on its own."""

from collections.abc import Sequence
from typing import Any

from faster_whisper import BatchedInferencePipeline, WhisperModel, decode_audio

from evals.asr.material import Said
from evals.asr.systems import Allowance, Entry, Job, System

BATCH = 8


class FasterWhisper:
    """A model or a pipeline of it with the same options for every sound."""

    def __init__(self, model: Any, **options: Any) -> None:
        self._model = model
        self._options = options

    def transcribe(self, jobs: Sequence[Job]) -> list[list[Said]]:
        """One sound after the other."""
        return [self._one(job) for job in jobs]

    def _one(self, job: Job) -> list[Said]:
        sound = decode_audio(str(job.sound), split_stereo=job.channels == 2)
        said = []
        for channel, samples in enumerate(sound if job.channels == 2 else [sound]):
            segments, _ = self._model.transcribe(samples, language=job.language, **self._options)
            said += [Said(channel, round(s.start * 1000), round(s.end * 1000), s.text) for s in segments]
        return said


def _model(allowed: Allowance) -> WhisperModel:
    return WhisperModel(
        str(allowed.weights), device="cpu", compute_type="int8", cpu_threads=allowed.threads, local_files_only=True
    )


def _default(allowed: Allowance) -> System:
    return FasterWhisper(_model(allowed))


def _with_voice_activity(allowed: Allowance) -> System:
    return FasterWhisper(_model(allowed), vad_filter=True)


def _batched(allowed: Allowance) -> System:
    return FasterWhisper(BatchedInferencePipeline(_model(allowed)), batch_size=BATCH)


ENTRIES = (
    Entry("fw-default", "faster-whisper transcribe, default", False, False, _default),
    Entry("fw-vad", "faster-whisper transcribe, vad_filter", False, False, _with_voice_activity),
    Entry("fw-batched", f"faster-whisper BatchedInferencePipeline, batch {BATCH}", False, False, _batched),
)
