"""Live hearing of the project, on a simulated clock."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from evals.live.clocks import simulated
from evals.live.excerpts import Excerpt
from evals.live.told import Told
from evals.live_others.exchange import FinalWord, Heard, Listen, Order, Sound, serve
from gardefou.adapters.speech.live_engine import LiveWhisperEngine
from gardefou.adapters.speech.voice_activity import SileroVoiceActivity
from gardefou.adapters.speech.whisper_model import WhisperModel
from gardefou.kernel.live import Hypothesis, Utterance
from gardefou.kernel.transcript import Language

LANES = 1
"""As many readings at once as the others."""


def make(order: Order) -> Listen:
    """Hears each sound by itself."""
    model = WhisperModel(Path(order.weights), "cpu", None, LANES)
    engine = LiveWhisperEngine(model, order.model, order.beam)

    def listen(sound: Sound, language: str) -> Heard:
        call = Excerpt("", sound[np.newaxis], Language(language), ())
        heard = simulated([call], engine, SileroVoiceActivity(), LANES)
        return Heard(tuple(_final(heard.told[0])), tuple(_seen(heard.told[0])), heard.processor_s)

    return listen


def _final(told: Told) -> Iterator[FinalWord]:
    for at, utterance in told.finals:
        for word in utterance.segment.words if utterance.segment else ():
            yield FinalWord(word.text, word.end_ms / 1000, at)


def _seen(told: Told) -> Iterator[tuple[float, int]]:
    """An utterance is on display until it is final, and from then on what came of it."""
    final = 0
    for at, each in told.events:
        if isinstance(each, Utterance):
            final += len(each.segment.words) if each.segment else 0
            yield at, final
        elif isinstance(each, Hypothesis):
            yield at, final + len(f"{each.agreed} {each.pending}".split())


if __name__ == "__main__":
    serve(make)
