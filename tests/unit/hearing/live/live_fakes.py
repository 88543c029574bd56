"""An engine at the port of live hearing that hears what a test wrote into the sound, and calls that are fed to it."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

import numpy as np
from tests.unit.hearing.hearing_fakes import BeepActivity

from gardefou.hearing.live.desk import LiveDesk
from gardefou.hearing.live.ear import LiveEar
from gardefou.hearing.live.ports import LiveClip
from gardefou.hearing.ports import VOICE_WINDOW, HeardClip
from gardefou.kernel.live import Hypothesis, LiveWords, Utterance
from gardefou.kernel.sound import HEARING_RATE, Samples
from gardefou.kernel.transcript import Language, Role, Word

ROLES = (Role.ADVISER, Role.CUSTOMER)
WINDOW_MS = 32
LETTERS = "abcdefghijklmnopqrstuvwxyz"
WINDOWS_PER_WORD = 10


def channel_of(stretches: Sequence[tuple[int, int]]) -> Samples:
    """Silence and speech in turn, so many windows each; a sample of speech tells how far into all speech it is."""
    parts, said = [], 0
    for silence, speech in stretches:
        numbers = np.arange(said, said + speech, dtype=np.float32) + 1
        parts += [np.zeros(silence * VOICE_WINDOW, np.float32), np.repeat(numbers, VOICE_WINDOW) / 4096]
        said += speech
    return np.concatenate([*parts, np.zeros(0, np.float32)])


def call_of(*channels: Sequence[tuple[int, int]]) -> Samples:
    """Channels of one length, silent at their end where they are shorter."""
    sounds = [channel_of(each) for each in channels]
    longest = max(map(len, sounds))
    return np.stack([np.pad(each, (0, longest - len(each))) for each in sounds])


@dataclass
class WordEngine:
    """Hears a word in each ten windows of speech, and misreads the last one of what goes on."""

    name: str = "words"
    read_clips: list[LiveClip] = field(default_factory=list)
    together: list[int] = field(default_factory=list)
    broken: bool = False

    def size_of(self, clip: LiveClip) -> Hashable:
        return clip.may_stay

    def read(self, clips: Sequence[LiveClip]) -> list[HeardClip]:
        self.together.append(len(clips))
        self.read_clips += clips
        if self.broken:
            raise RuntimeError("no way")
        return [self._heard(clip) for clip in clips]

    def _heard(self, clip: LiveClip) -> HeardClip:
        numbers = np.rint(clip.samples[::VOICE_WINDOW] * 4096).astype(int)
        spoken = [(place, number - 1) for place, number in enumerate(numbers) if number]
        words: dict[int, list[int]] = {}
        for place, number in spoken:
            words.setdefault(number // WINDOWS_PER_WORD, []).append(place)
        said = [
            Word(places[0] * WINDOW_MS, (places[-1] + 1) * WINDOW_MS, name_of(number), 0.9)
            for number, places in words.items()
        ]
        if said and not clip.may_stay:
            said[-1] = Word(said[-1].start_ms, said[-1].end_ms, f"{said[-1].text}{len(clip.samples)}", 0.9)
        return HeardClip(tuple(said), -0.1, 0.1, clip.language or Language.FRENCH)


def name_of(number: int) -> str:
    """The word of that number, another one each time."""
    return LETTERS[number // 26 % 26] + LETTERS[number % 26] + "o"


def opened(desk: LiveDesk, roles: Sequence[Role] = ROLES) -> tuple[LiveEar, list[LiveWords]]:
    """The ear of a call and what it is told."""
    told: list[LiveWords] = []
    return desk.open(roles, Language.FRENCH, told.append), told


def desk_with(engine: WordEngine, lanes: int = 1, most_channels: int = 16) -> LiveDesk:
    """A desk that takes all sound but silence for speech."""
    return LiveDesk(engine, BeepActivity(), lanes, most_channels)


def work(desk: LiveDesk, engine: WordEngine, now: float) -> None:
    """Listen and read until nothing is left to do."""
    while desk.listen(now):
        pass
    while tasks := desk.next(now):
        desk.done(tasks, engine.read([task.reading.clip for task in tasks]), now)
    desk.listen(now)


def hear(samples: Samples, pieces: Sequence[int], engine: WordEngine | None = None) -> list[LiveWords]:
    """What is told of a call whose sound comes in pieces of so many samples, in turn."""
    own = engine or WordEngine()
    desk = desk_with(own)
    ear, told = opened(desk, ROLES[: len(samples)])
    at = turn = 0
    while at < samples.shape[1]:
        step = pieces[turn % len(pieces)]
        ear.add(samples[:, at : at + step])
        at, turn = at + step, turn + 1
        work(desk, own, at / HEARING_RATE)
    ear.end()
    work(desk, own, at / HEARING_RATE)
    assert ear.is_over
    return told


def finals(told: Sequence[LiveWords]) -> list[Utterance]:
    return [each for each in told if isinstance(each, Utterance)]


def hypotheses(told: Sequence[LiveWords]) -> list[Hypothesis]:
    return [each for each in told if isinstance(each, Hypothesis)]
