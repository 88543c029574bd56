"""Little memory: one line says so, wherever it was met, and nothing passes for a package that is not installed."""

from pathlib import Path
from typing import Any

import pytest

from gardefou.adapters.speech import fewer_tokens, packages
from gardefou.adapters.speech.fewer_tokens import with_fewer_tokens
from gardefou.adapters.speech.memory import memory_told
from gardefou.adapters.speech.packages import loaded
from gardefou.kernel.errors import PartMissing, SettingWrong

MAPPED = ImportError("libonnxruntime.so.1: failed to map segment from shared object")


def failing(error: Exception) -> Any:
    def fail(*_: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("std::bad_alloc"), MAPPED])
def test_lack_of_memory_says_how_much_is_needed_and_the_way_out(error: Exception) -> None:
    with pytest.raises(SettingWrong, match=r"not enough memory.* 700 MB .*GARDEFOU_THREADS"), memory_told():
        failing(error)()


def test_what_is_no_lack_of_memory_stays_what_it_is() -> None:
    with pytest.raises(SettingWrong, match="folder allocated"), memory_told():
        failing(SettingWrong("folder allocated"))()
    with pytest.raises(RuntimeError, match="other"), memory_told():
        failing(RuntimeError("other"))()


@pytest.mark.parametrize(
    ("error", "kind", "told"),
    [
        (ModuleNotFoundError("No module named 'onnxruntime'", name="onnxruntime"), PartMissing, "pip install"),
        (ModuleNotFoundError("No module named 'flatbuffers'", name="flatbuffers"), SettingWrong, "flatbuffers"),
        (ImportError("libgomp.so.1: cannot open shared object file"), SettingWrong, "cannot be loaded .*libgomp"),
        (MAPPED, SettingWrong, "not enough memory"),
    ],
)
def test_only_a_package_that_is_absent_is_told_as_not_installed(
    monkeypatch: pytest.MonkeyPatch, error: Exception, kind: type[Exception], told: str
) -> None:
    monkeypatch.setattr(packages, "import_module", failing(error))
    with pytest.raises(kind, match=told):
        loaded("onnxruntime", "voice activity")


def test_a_model_is_taken_whole_where_there_is_no_memory_to_leave_tokens_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, content in {"model.bin": "", "tokenizer.json": "{}", "config.json": "{}"}.items():
        (tmp_path / name).write_text(content)
    monkeypatch.setattr(fewer_tokens, "_kept", failing(MemoryError()))
    with with_fewer_tokens(tmp_path) as folder:
        assert folder == tmp_path
