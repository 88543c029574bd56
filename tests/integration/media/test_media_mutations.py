"""Whatever bytes a file holds, it is read or refused on one line: nothing else is raised."""

import functools
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sound_files import kind_named, tone_file

from gardefou.adapters.media.sound import open_sound
from gardefou.kernel.errors import InputRefused

NAMES = ["s16.wav", "adpcm.wav", "f32.wav", "call.opus", "call.mp3", "call.flac", "call.m4a"]
HEADS = [
    b"",
    b"RIFF\0\0\0\0WAVEfmt ",
    b"OggS\0\2",
    b"\xff\xfb\x90\0",
    b"\xff\xf1\x50\x80",
    b"fLaC",
    b"ID3\4\0\0\0\0\0\1",
]
SLOW = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read_or_refuse(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    try:
        for block in open_sound(path).blocks():
            assert np.abs(block.samples).max(initial=0) <= 1
    except InputRefused as refused:
        message = str(refused)
        assert message.isprintable() and path.name in message and "Traceback" not in message
        assert refused.__cause__ is None and len(message) < 500


@functools.cache
def whole(name: str) -> bytes:
    return tone_file(kind_named(name), rate=16_000, seconds=1.0)


@SLOW
@given(head=st.sampled_from(HEADS), body=st.binary(max_size=3_000))
def test_random_bytes(tmp_path: Path, head: bytes, body: bytes) -> None:
    read_or_refuse(tmp_path / "random.bin", head + body)


@pytest.mark.parametrize("name", NAMES)
@SLOW
@given(share=st.floats(0, 1))
def test_truncations(tmp_path: Path, name: str, share: float) -> None:
    content = whole(name)
    read_or_refuse(tmp_path / name, content[: int(len(content) * share)])


@pytest.mark.parametrize("name", NAMES)
@SLOW
@given(
    changes=st.lists(
        st.tuples(st.one_of(st.integers(0, 200), st.integers(0, 20_000)), st.binary(min_size=1, max_size=4)),
        min_size=1,
        max_size=6,
    )
)
def test_mutations(tmp_path: Path, name: str, changes: Sequence[tuple[int, bytes]]) -> None:
    content = bytearray(whole(name))
    for position, value in changes:
        start = position % len(content)
        content[start : start + len(value)] = value
    read_or_refuse(tmp_path / name, bytes(content))


@pytest.mark.parametrize("name", NAMES)
@SLOW
@given(cut=st.tuples(st.floats(0, 1), st.floats(0, 0.2)), insert=st.binary(max_size=50))
def test_missing_and_inserted_bytes(tmp_path: Path, name: str, cut: tuple[float, float], insert: bytes) -> None:
    content = whole(name)
    start = int(len(content) * cut[0])
    read_or_refuse(tmp_path / name, content[:start] + insert + content[start + int(len(content) * cut[1]) :])
