"""WhisperLiveKit by local agreement, its whole pipeline on a simulated clock."""

import asyncio
import importlib
import time
from typing import Any

import numpy as np

from evals.asr.systems import Unavailable
from evals.live_others.exchange import RATE, FinalWord, Heard, Listen, Order, Sound, serve, whole_words
from evals.live_others.simulated_loop import SimulatedLoop

FRAME_S = 0.1
PATIENCE_S = 60
TIMED_MODULES = ("audio_processor", "tokens_alignment")
"""They ask for the time of day what they have waited since the sound began."""


def make(order: Order) -> Listen:
    """A session for each sound; the package has the search 5 wide and leaves int8 to the weights and the machine."""
    try:
        session = importlib.import_module("whisperlivekit.test_harness").TestHarness
        timed = [importlib.import_module(f"whisperlivekit.{name}") for name in TIMED_MODULES]
    except ImportError as missing:
        raise Unavailable(f"{missing.name} is not installed") from None

    def listen(sound: Sound, language: str) -> Heard:
        loop = SimulatedLoop()
        for module in timed:
            module.time = loop.time  # type: ignore[attr-defined]
        opened = session(
            model_dir=order.weights,
            backend="faster-whisper",
            backend_policy="localagreement",
            lan=language,
            warmup_file=False,
            pcm_input=True,
        )
        try:
            return loop.run_until_complete(_heard(opened, sound, loop))
        finally:
            loop.close()

    return listen


async def _heard(opened: Any, sound: Sound, loop: SimulatedLoop) -> Heard:
    frames = (np.clip(sound, -1, 1) * 32767).astype("<i2")
    step = int(FRAME_S * RATE)
    shown: list[tuple[float, int, int]] = []
    async with opened:
        start, begun = loop.time(), time.process_time()

        def note(state: Any) -> None:
            shown.append((loop.time() - start, len(state.committed_text.split()), len(state.text.split())))

        opened.on_update(note)
        for first in range(0, len(frames), step):
            await asyncio.sleep(max(0.0, start + (first + step) / RATE - loop.time()))
            await opened.feed_pcm(frames[first : first + step].tobytes(), speed=0)
        note(await opened.finish(PATIENCE_S))
        spent = time.process_time() - begun
        tokens = [(token.text, token.end) for token in opened._processor.state.tokens]
    words = tuple(
        FinalWord(text, end_s, next((at_s for at_s, final, _ in shown if final > place), shown[-1][0]))
        for place, (text, end_s) in enumerate(whole_words(tokens))
    )
    return Heard(words, tuple((at_s, count) for at_s, _, count in shown), spent)


if __name__ == "__main__":
    serve(make)
