"""Sound that is still being said is written as a file that is read back exactly, and is refused without its end."""

import io
from collections.abc import Iterator

import numpy as np
import pytest

from gardefou.adapters.media.running_sound import running_sound
from gardefou.adapters.media.sound import open_sound_from
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.sound import HEARING_RATE, Samples


def spoken(channels: int, lengths: list[int]) -> list[Samples]:
    noise = np.random.default_rng(7)
    return [(noise.integers(-20_000, 20_000, (channels, each)) / 32768).astype(np.float32) for each in lengths]


def opened(content: bytes) -> Samples:
    sound = open_sound_from("a call", lambda: io.BytesIO(content))
    return np.concatenate([block.samples for block in sound.blocks()], axis=1)


@pytest.mark.parametrize("channels", [1, 2])
def test_what_was_said_is_read_back_sample_by_sample(channels: int) -> None:
    said = spoken(channels, [1, 7, 160, 1_601, 4_096, HEARING_RATE])
    found = opened(b"".join(running_sound(iter(said), channels)))
    assert np.array_equal(found, np.concatenate(said, axis=1))


def test_pieces_come_while_it_goes_on_and_nothing_is_asked_for_before() -> None:
    asked: list[int] = []

    def going_on() -> Iterator[Samples]:
        for number, samples in enumerate(spoken(2, [HEARING_RATE] * 20)):
            asked.append(number)
            yield samples

    pieces = running_sound(going_on(), 2)
    assert asked == []
    next(pieces)
    while len(next(pieces)) and len(asked) < 10:
        pass
    assert len(asked) < 20


@pytest.mark.parametrize("missing", [1, 100, 5_000])
def test_a_file_without_its_end_is_refused(missing: int) -> None:
    content = b"".join(running_sound(iter(spoken(2, [HEARING_RATE] * 3)), 2))
    with pytest.raises(InputRefused):
        opened(content[:-missing])
