"""Features are those that the model was trained on."""

import numpy as np
import pytest

from gardefou.adapters.speech.features import LogMel
from gardefou.kernel.sound import HEARING_RATE

RANDOM = np.random.default_rng(5)


@pytest.mark.parametrize("bands", [80, 128])
@pytest.mark.parametrize("length", [201, 5_000, 16_000, 12 * HEARING_RATE])
def test_features_are_those_of_another_implementation(bands: int, length: int) -> None:
    extractor = pytest.importorskip("faster_whisper.feature_extractor").FeatureExtractor(feature_size=bands)
    samples = RANDOM.normal(0, 0.1, length).astype(np.float32)
    frames = -(-length // 160)
    ours, theirs = LogMel(bands)(samples, frames + 50), extractor(samples)
    assert np.abs(ours[:, :frames] - theirs[:, :frames]).max() < 1e-4
    assert not ours[:, frames:].any()


@pytest.mark.parametrize("frames", [0, 30, 300])
def test_features_have_as_many_frames_as_asked_for(frames: int) -> None:
    samples = RANDOM.normal(0, 0.1, HEARING_RATE).astype(np.float32)
    features = LogMel(80)(samples, frames)
    assert features.shape == (80, frames)
    assert features.dtype == np.float32


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(0),
        np.ones(1),
        np.ones(150),
        np.zeros(HEARING_RATE),
        np.full(HEARING_RATE, 0.5),
        np.tile([1, -1], 8_000),
    ],
    ids=["empty", "one sample", "shorter than a window", "silence", "offset", "full scale"],
)
def test_any_sound_has_finite_features(samples: np.ndarray) -> None:
    features = LogMel(80)(samples.astype(np.float32), 200)
    assert np.isfinite(features).all()
    assert np.abs(features).max() < 4
