from itertools import pairwise

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gardefou.adapters.telephony.pcmu import decoded
from gardefou.adapters.telephony.resampling import Doubling

EVERY_BYTE = bytes(range(256))


def test_each_byte_is_the_sample_that_libav_reads():
    codec = av.CodecContext.create("pcm_mulaw", "r")
    codec.sample_rate, codec.layout = 8_000, "mono"
    expected = codec.decode(av.Packet(EVERY_BYTE))[0].to_ndarray()[0] / 32_768

    np.testing.assert_allclose(decoded(EVERY_BYTE, 1)[0], expected, atol=1e-7)


def test_bytes_take_turns_between_channels():
    left, right = decoded(bytes([0x80, 0xFF, 0x00, 0xFF]), 2)

    assert left[0] > 0.9 > -0.9 > left[1]
    assert not right.any()


def test_half_a_sample_is_refused():
    with pytest.raises(ValueError, match="reshape"):
        decoded(b"\x80", 2)


@given(cuts=st.lists(st.integers(0, 800), max_size=12))
def test_pieces_sound_as_the_whole_would(cuts):
    whole = np.random.default_rng(7).uniform(-1, 1, (2, 800)).astype(np.float32)
    double = Doubling(2)
    places = [0, *sorted(cuts), 800]
    pieces = [double(whole[:, start:end]) for start, end in pairwise(places)]

    np.testing.assert_allclose(np.concatenate(pieces, axis=1), Doubling(2)(whole), atol=1e-6)


def test_a_tone_stays_a_tone_and_nothing_is_added_above_it():
    seconds = np.arange(8_000) / 8_000
    tone = np.sin(2 * np.pi * 1_000 * seconds).astype(np.float32)[np.newaxis]
    doubled = Doubling(1)(tone)
    spectrum = np.abs(np.fft.rfft(doubled[0, 400:-400] * np.hanning(15_200)))

    assert doubled.shape == (1, 16_000)
    assert abs(np.argmax(spectrum) * 16_000 / 15_200 - 1_000) < 2
    assert spectrum[4_000 * 15_200 // 16_000 :].max() < spectrum.max() / 1_000
