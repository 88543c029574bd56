"""Where speech is computed: what cannot be had is named with its setting before any call is heard."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from gardefou.adapters.speech import devices, installed
from gardefou.adapters.speech.devices import CPU, CUDA, check_device, is_of_device, unusable, workers_on
from gardefou.kernel.errors import PartMissing, SettingWrong

NO_GPU = "CUDA failed with error CUDA driver version is insufficient for CUDA runtime version"


def without_gpu(device: str) -> set[str]:
    if device == CUDA:
        raise RuntimeError(NO_GPU)
    return {"int8", "float32"}


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "library", lambda: SimpleNamespace(get_supported_compute_types=without_gpu))


@pytest.mark.usefixtures("here")
def test_a_device_or_precision_that_cannot_be_had_is_named() -> None:
    check_device(CPU, None)
    check_device(CPU, "float32")
    with pytest.raises(SettingWrong, match=r"GARDEFOU_SPEECH_DEVICE: cuda .*driver version.*cpu always can"):
        check_device(CUDA, None)
    with pytest.raises(SettingWrong, match=r"GARDEFOU_SPEECH_PRECISION: float16 .*float32, int8"):
        check_device(CPU, "float16")


@pytest.mark.parametrize(
    ("device", "error", "said"),
    [
        (CUDA, RuntimeError(NO_GPU), "GARDEFOU_SPEECH_DEVICE"),
        (CUDA, RuntimeError("Library libcublas.so.12 is not found or cannot be loaded"), "GARDEFOU_SPEECH_DEVICE"),
        (CUDA, RuntimeError("CUDA failed with error out of memory"), "not enough memory"),
        (CPU, MemoryError(), "not enough memory"),
        (CPU, RuntimeError("Unsupported model binary version"), "speech model there: not a CTranslate2 Whisper model"),
    ],
)
def test_a_model_that_cannot_be_loaded_says_what_is_at_fault(device: str, error: Exception, said: str) -> None:
    assert said in str(unusable(Path("there"), device, None, error))


def test_only_a_failing_gpu_is_told_apart_from_a_clip_that_fails() -> None:
    assert is_of_device(RuntimeError("CUDA failed with error an illegal memory access was encountered"))
    assert not is_of_device(RuntimeError("CUDA failed with error out of memory"))
    assert not is_of_device(MemoryError())


def test_a_gpu_does_not_get_a_batch_for_each_core() -> None:
    assert workers_on(CPU, 16) == 16
    assert workers_on(CUDA, 16) == 2


@pytest.mark.parametrize("missing", installed.PACKAGES)
def test_a_package_that_is_not_there_is_found_out_before_any_call(
    missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed, "find_spec", lambda module: None if module == missing else object())
    monkeypatch.setattr(installed, "find_voice_weights", lambda: None)
    with pytest.raises(PartMissing, match=r"gardefou\[speech\]"):
        installed.check_installed()
