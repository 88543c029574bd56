"""What is asked of a system and what it answers, as JSON over pipes.

Systems run by the Python of other environments: this module and theirs need the standard library and numpy alone.
"""

import contextlib
import json
import logging
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.asr.systems import Unavailable

RATE = 16_000
WARMING_S = 3
"""What is loaded at the first words is loaded before the clock starts."""
Sound = NDArray[np.float32]
"""One channel."""


@dataclass(frozen=True, slots=True)
class Order:
    """What all systems get alike: weights, the name that they have, and how wide a search may be."""

    weights: str
    model: str
    beam: int


@dataclass(frozen=True, slots=True)
class FinalWord:
    """A word that stays: where it ends by the system's own account, and when it was final."""

    text: str
    end_s: float
    final_s: float


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of one sound; `seen` are the seconds at which so many words stood on display, final or not."""

    words: tuple[FinalWord, ...]
    seen: tuple[tuple[float, int], ...]
    processor_s: float


Listen = Callable[[Sound, str], Heard]
"""Hears a sound in a language."""


def serve(make: Callable[[Order], Listen]) -> None:
    """Read an order, hear its sounds, and write what was heard; nothing else that is printed gets into the answer."""
    asked = json.load(sys.stdin)
    logging.disable(logging.WARNING)
    with contextlib.redirect_stdout(sys.stderr):
        answer = _answer(make, Order(**asked["order"]), asked["sounds"])
    json.dump(answer, sys.stdout)


def read_answer(answer: dict[str, Any]) -> list[Heard]:
    """What was heard in each sound; raises Unavailable where the system said why it cannot run."""
    if "unavailable" in answer:
        raise Unavailable(answer["unavailable"])
    return [
        Heard(
            tuple(FinalWord(**word) for word in each["words"]),
            tuple((at_s, count) for at_s, count in each["seen"]),
            each["processor_s"],
        )
        for each in answer["heard"]
    ]


def whole_words(tokens: Iterable[tuple[str, float]]) -> Iterator[tuple[str, float]]:
    """Words with their ends, of pieces of which the first in a word begins with a space."""
    word, end_s = "", 0.0
    for piece, piece_end_s in tokens:
        if word and piece.startswith(" "):
            yield word, end_s
            word = ""
        word, end_s = (word + piece).strip(), piece_end_s
    if word:
        yield word, end_s


def _answer(make: Callable[[Order], Listen], order: Order, sounds: Sequence[tuple[str, str]]) -> dict[str, Any]:
    try:
        listen = make(order)
    except Unavailable as reason:
        return {"unavailable": str(reason)}
    heard = []
    for number, (path, language) in enumerate(sounds):
        sound = np.load(path)
        if number == 0:
            listen(sound[: WARMING_S * RATE], language)
        heard.append(asdict(listen(sound, language)))
    return {"heard": heard}
