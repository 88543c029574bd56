"""Pieces of two-channel calls that go on at the same time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from evals.asr.material import Half, Item, Turn
from evals.asr.sets import SETS
from gardefou.adapters.media.sound import open_sound
from gardefou.kernel.sound import HEARING_RATE, Samples
from gardefou.kernel.transcript import Language


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of a call; `turns` are those that lie in it, with times from its start.

    Where somebody speaks beyond its ends it is silent: nobody could tell which of the words are heard.
    """

    name: str
    samples: Samples
    language: Language
    turns: tuple[Turn, ...]

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self.samples.shape[1] / HEARING_RATE


def excerpts(sets: Sequence[str], half: Half, seconds: float, most: int, folder: Path) -> list[Excerpt]:
    """So many stretches at most, in turn from every call of the sets."""
    made = (SETS[name](half, folder, most * seconds / 60) for name in sets)
    rows = [list(islice(_cut(item, seconds), most)) for each in made for item in each.items]
    in_turn = (row[place] for place in range(most) for row in rows if place < len(row))
    return list(islice(in_turn, most))


def one_channel(excerpt: Excerpt) -> Excerpt:
    """The first channel alone."""
    turns = tuple(turn for turn in excerpt.turns if turn.channel == 0)
    return Excerpt(excerpt.name, excerpt.samples[:1], excerpt.language, turns)


def _cut(item: Item, seconds: float) -> Iterator[Excerpt]:
    whole = np.concatenate([block.samples for block in open_sound(item.sound).blocks()], axis=1)
    length = int(seconds * HEARING_RATE)
    for number in range(whole.shape[1] // length):
        first_ms = round(number * seconds * 1000)
        last_ms = first_ms + round(seconds * 1000)
        turns = [
            Turn(turn.channel, turn.start_ms - first_ms, turn.end_ms - first_ms, turn.text, turn.source)
            for turn in item.turns or ()
            if turn.end_ms > first_ms and turn.start_ms < last_ms
        ]
        whole_turns = tuple(turn for turn in turns if turn.start_ms >= 0 and turn.end_ms <= last_ms - first_ms)
        samples = whole[:, number * length : (number + 1) * length].copy()
        for turn in turns:
            if turn not in whole_turns:
                samples[turn.channel, _sample(turn.start_ms) : _sample(turn.end_ms)] = 0
        yield Excerpt(f"{item.name}-{number}", samples, Language(item.language), whole_turns)


def _sample(at_ms: int) -> int:
    return max(0, at_ms * HEARING_RATE // 1000)
