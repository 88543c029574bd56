"""How far a call is, as told while it is heard: by what was heard, not by what was read."""

from collections.abc import Iterator, Sequence

import pytest
from tests.unit.hearing.hearing_fakes import BeepActivity, BeepEngine, Marks, as_is

from gardefou.hearing.ports import Clip, HeardClip
from gardefou.hearing.steps import Hearing
from gardefou.kernel.sound import SoundProperties
from gardefou.kernel.transcript import Language, Role, Transcript

BOTH = (Role.ADVISER, Role.CUSTOMER)


class Told:
    def __init__(self) -> None:
        self.steps: list[tuple[str, float]] = []

    def __call__(self, step: str, share: float) -> None:
        self.steps.append((step, share))

    @property
    def last(self) -> float:
        return self.steps[-1][1] if self.steps else 0.0


class LateEngine(BeepEngine):
    """Hears nothing before the whole call was read, and notes what was told before each clip."""

    def __init__(self, told: Told) -> None:
        super().__init__(clips_at_once=1_000)
        self.before: list[float] = []
        self._told = told

    def hear(self, clips: Sequence[Clip]) -> Iterator[HeardClip]:
        for heard in super().hear(clips):
            self.before.append(self._told.last)
            yield heard


class WithoutLength(Marks):
    """A file that does not say how long it is."""

    @property
    def properties(self) -> SoundProperties:
        return SoundProperties(len(self.beeps), 8_000, "test", None)


@pytest.mark.parametrize("sound_class", [Marks, WithoutLength])
def test_progress_follows_what_was_heard(sound_class: type[Marks]) -> None:
    told = Told()
    engine = LateEngine(told)
    sound = sound_class(600, [range(5, 595, 5), range(7, 595, 9)])
    Hearing(engine, BeepActivity(), as_is).hear(sound, BOTH, Language.FRENCH, told)
    shares = [share for _, share in told.steps]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert engine.before[0] <= 0.15
    middle = [share for share in engine.before if 0.2 < share < 0.8]
    assert len(set(middle)) >= 3


def test_silence_is_over_as_soon_as_it_is_read() -> None:
    told = Told()
    Hearing(BeepEngine(), BeepActivity(), as_is).hear(Marks(60, [[], []]), BOTH, None, told)
    assert [share for _, share in told.steps][:3] == pytest.approx([1 / 6, 2 / 6, 3 / 6])


def test_telling_speakers_apart_is_a_step_of_its_own() -> None:
    told = Told()

    def divide(transcript: Transcript, _: object) -> Transcript:
        told("here", 0.0)
        return transcript

    Hearing(BeepEngine(), BeepActivity(), as_is, divide).hear(Marks(30, [[3]]), BOTH, None, told)
    assert [step for step, _ in told.steps][-3:] == ["hear", "divide", "here"]
