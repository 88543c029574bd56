"""The language of a recording is told by what is said first, however late."""

import numpy as np
from tests.unit.hearing.hearing_fakes import BeepActivity, Marks

from gardefou.hearing.first_speech import ENOUGH, first_speech
from gardefou.kernel.sound import HEARING_RATE


def test_speech_after_a_long_silence_is_found_on_either_channel() -> None:
    for beeps in ([[35, 36], []], [[], [35, 36]]):
        speech = first_speech(Marks(60, beeps), BeepActivity())
        assert np.count_nonzero(speech) == HEARING_RATE // 2
        assert len(speech) < 5 * HEARING_RATE


def test_nothing_is_found_where_nobody_speaks() -> None:
    assert len(first_speech(Marks(60, [[], []]), BeepActivity())) == 0
    assert len(first_speech(Marks(0, [[]]), BeepActivity())) == 0


def test_no_more_is_read_than_it_takes() -> None:
    read: list[int] = []

    class Counted(Marks):
        def blocks(self):
            for block in super().blocks():
                read.append(block.start_ms)
                yield block

    speech = first_speech(Counted(600, [[second / 4 for second in range(2_400)]]), BeepActivity())
    assert len(speech) >= ENOUGH
    assert read[-1] < 60_000
