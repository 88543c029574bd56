"""Speech models that cannot be used: one clear line each, which names the setting or the folder."""

import re
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from gardefou.adapters.speech import whisper_model
from gardefou.adapters.speech.whisper_model import WhisperModel
from gardefou.kernel.errors import SettingWrong

engine = pytest.mark.skipif(not find_spec("ctranslate2"), reason="CTranslate2 is not installed")


NAN = float("nan")


def said(log_probability: float) -> SimpleNamespace:
    return SimpleNamespace(sequences_ids=[[1]], scores=[log_probability], no_speech_prob=0.1)


def raising(error: Exception) -> Any:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


def refusal(weights: Path, device: str = "cpu", precision: str | None = None) -> str:
    with pytest.raises(SettingWrong) as refused:
        WhisperModel(weights, device, precision, 1)
    line = str(refused.value)
    assert "\n" not in line
    return line


@engine
@pytest.mark.parametrize("content", [None, b"", b"garbage " * 100])
def test_a_file_that_is_no_model_is_refused(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "model.bin").write_bytes(content)
    assert refusal(tmp_path).startswith(f"speech model {tmp_path}: not a CTranslate2 Whisper model (")


@engine
def test_a_translation_model_is_refused(tmp_path: Path) -> None:
    save_translation_model(tmp_path)
    assert refusal(tmp_path) == (
        f"speech model {tmp_path}: not a CTranslate2 Whisper model (The model is not a Whisper model); "
        "name one in GARDEFOU_SPEECH_MODEL"
    )


@engine
def test_a_whisper_model_without_its_weights_is_refused(tmp_path: Path) -> None:
    save_translation_model(tmp_path)
    content = (tmp_path / "model.bin").read_bytes()
    (tmp_path / "model.bin").write_bytes(content.replace(b"\x10\0TransformerSpec\0", b"\x0c\0WhisperSpec\0"))
    (tmp_path / "vocabulary.json").write_text('["a"]')
    assert refusal(tmp_path).startswith(f"speech model {tmp_path}: not a CTranslate2 Whisper model (")


@engine
def test_a_gpu_that_is_not_there_is_refused_by_the_name_of_its_setting(tmp_path: Path) -> None:
    import ctranslate2

    if ctranslate2.get_cuda_device_count():
        pytest.skip("there is a GPU here")
    save_translation_model(tmp_path)
    line = refusal(tmp_path, "cuda")
    assert line.startswith("GARDEFOU_SPEECH_DEVICE: cuda cannot be used here (")
    assert line.endswith("cpu always can")


@engine
def test_a_precision_that_the_processor_lacks_is_refused_by_the_name_of_its_setting(tmp_path: Path) -> None:
    save_translation_model(tmp_path)
    assert refusal(tmp_path, precision="float16").startswith("GARDEFOU_SPEECH_PRECISION: float16 cannot be had on cpu")


@pytest.mark.parametrize(
    "error", [MemoryError(), RuntimeError("CUDA failed with error out of memory"), RuntimeError("std::bad_alloc")]
)
def test_a_model_too_large_for_the_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    load_as(monkeypatch, error)
    assert refusal(tmp_path, "cuda").startswith("not enough memory to transcribe: the base model takes about 700 MB")


def test_a_folder_named_like_a_cause_is_not_taken_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = tmp_path / "cuda-allocated"
    load_as(monkeypatch, RuntimeError(f"Unable to open file 'model.bin' in model '{weights}'"))
    assert refusal(weights).startswith(f"speech model {weights}: not a CTranslate2 Whisper model (Unable to open")


def test_a_model_that_knows_english_only_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_as(monkeypatch, SimpleNamespace(is_multilingual=False))
    assert refusal(tmp_path) == f"speech model {tmp_path}: knows English only; name a multilingual one"


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ({"detect_language": lambda _: [[("<|fr|>", NAN)]]}, "its weights are broken"),
        ({"generate": lambda *_, **__: [said(NAN)]}, "its weights are broken"),
        ({"encode": raising(RuntimeError("Invalid shape"))}, "not a CTranslate2 Whisper model .Invalid shape"),
        ({"encode": raising(MemoryError())}, "not enough memory"),
    ],
)
def test_a_model_that_loads_and_does_not_compute_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: dict[str, Any], told: str
) -> None:
    monkeypatch.setattr(whisper_model, "Vocabulary", lambda _: SimpleNamespace(prompt=lambda _: [1]))
    sound = {
        "is_multilingual": True,
        "n_mels": 80,
        "encode": lambda *_, **__: np.zeros((1, 50, 4), np.float32),
        "detect_language": lambda _: [[("<|fr|>", 0.5)]],
        "generate": lambda *_, **__: [said(-0.5)],
    }
    load_as(monkeypatch, SimpleNamespace(**sound))
    WhisperModel(tmp_path, "cpu", None, 1)
    load_as(monkeypatch, SimpleNamespace(**sound | broken))
    assert re.search(told, refusal(tmp_path))


def load_as(monkeypatch: pytest.MonkeyPatch, result: Any) -> None:
    """Have every model load as that, or fail with it."""

    def load(*_: Any, **__: Any) -> Any:
        if isinstance(result, Exception):
            raise result
        return result

    view = SimpleNamespace(from_array=lambda values: values)
    library = SimpleNamespace(models=SimpleNamespace(Whisper=load), StorageView=view)
    monkeypatch.setattr(whisper_model, "library", lambda: library)


def save_translation_model(folder: Path) -> None:
    """The smallest that loads: every weight is there, and none means anything."""
    from ctranslate2.specs import TransformerSpec

    def fill(part: Any) -> None:
        for name, value in vars(part).items():
            if isinstance(value, list):
                for each in value:
                    fill(each)
            elif type(value).__name__.endswith("Spec"):
                fill(value)
            elif value is None and not name.startswith("_"):
                setattr(part, name, np.ones((4, 4) if "weight" in name else 4, np.float32))

    spec = TransformerSpec.from_config(1, 1)
    fill(spec)
    for register in (spec.register_source_vocabulary, spec.register_target_vocabulary):
        register(["<unk>", "<s>", "</s>", "a"])
    spec.validate()
    spec.save(str(folder))
