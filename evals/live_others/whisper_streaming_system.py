"""whisper_streaming, on a simulated clock: it reads what has come, and time goes on by the processor time of that."""

import importlib
import time
from typing import Any

import numpy as np

from evals.asr.systems import Unavailable
from evals.live_others.exchange import RATE, FinalWord, Heard, Listen, Order, Sound, serve, whole_words

LEAST_NEW_S = 1.0
"""So much sound it waits for before it reads again, as its authors do."""
TRIMMED_S = 15
PROMPT = 200
RECEIVER_TIMEOUT_S = 1.0
"""So long after the last sound it takes for final what is left."""


def make(order: Order) -> Listen:
    """A processor for each sound, as it keeps what it heard."""
    try:
        processor = importlib.import_module("whisper_streaming.processor")
        backend = importlib.import_module("whisper_streaming.backend")
        kinds = importlib.import_module("whisper_streaming.base").Backend
    except ImportError as missing:
        raise Unavailable(f"{missing.name} is not installed") from None
    receiver = _without_threads(processor.AudioReceiver, "_do_receive", "_do_close")
    sender = _without_threads(processor.OutputSender, "_do_output", "_do_close")

    def listen(sound: Sound, language: str) -> Heard:
        config = processor.ASRProcessor.ProcessorConfig(
            sampling_rate=RATE,
            prompt_size=PROMPT,
            audio_receiver_timeout=RECEIVER_TIMEOUT_S,
            audio_trimming=processor.TimeTrimming(TRIMMED_S),
            language=language,
        )
        weights = backend.FasterWhisperModelConfig(order.weights, device="cpu", compute_type="int8", cpu_threads=1)
        search = backend.FasterWhisperTranscribeConfig(beam_size=order.beam)
        features = backend.FasterWhisperFeatureExtractorConfig()
        return _heard(
            processor.ASRProcessor(config, receiver, sender, kinds.FASTER_WHISPER, weights, search, features), sound
        )

    return listen


def _without_threads(kind: Any, *abstract: str) -> Any:
    """Its ends of the line, which nothing goes through here."""
    return type("Unused", (kind,), dict.fromkeys(abstract, lambda *_: None))()


def _heard(processor: Any, sound: Sound) -> Heard:
    given, now, spent = 0, 0.0, 0.0
    final: list[tuple[str, float, float]] = []
    seen: list[tuple[float, int]] = []
    buffer = processor._transcription_buffer
    while given < len(sound):
        now = max(now, min(len(sound), given + LEAST_NEW_S * RATE) / RATE)
        come = min(len(sound), int(now * RATE))
        begun = time.process_time()
        processor._process(np.asarray(sound[given:come]))
        taken = time.process_time() - begun
        given, now, spent = come, now + taken, spent + taken
        final += [(each.word, each.end, now) for each in buffer._transcriptions_committed[len(final) :]]
        limbo = "".join(each.word for each in buffer.transcriptions_in_limbo)
        seen.append((now, len(("".join(word for word, _, _ in final) + limbo).split())))
    final += [(each.word, each.end, now + RECEIVER_TIMEOUT_S) for each in buffer.transcriptions_in_limbo]
    return Heard(tuple(_words(final)), tuple(seen), spent)


def _words(final: list[tuple[str, float, float]]) -> list[FinalWord]:
    """A word is final when its last piece is."""
    at = {end_s: at_s for _, end_s, at_s in final}
    return [FinalWord(text, end_s, at[end_s]) for text, end_s in whole_words((text, end_s) for text, end_s, _ in final)]


if __name__ == "__main__":
    serve(make)
