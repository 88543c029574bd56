"""A speech model that is broken is found out by worker and doctor, before any call."""

from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from gardefou.adapters.speech import trial
from gardefou.adapters.speech.trial import try_model
from gardefou.bootstrap import worker
from gardefou.bootstrap.settings import Settings
from gardefou.entrypoints.cli import doctor
from gardefou.kernel.errors import SettingWrong


def refuse(*_: object) -> None:
    raise SettingWrong("its weights are broken")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A model with all its files."""
    for name in ("config.json", "model.bin", "tokenizer.json", "vocabulary.json"):
        (tmp_path / name).write_text("{}")
    return Settings(speech_model=str(tmp_path))


def test_the_worker_does_not_begin_with_it(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "try_model", refuse)
    monkeypatch.setattr(worker, "check_installed", lambda: None)
    with pytest.raises(SettingWrong, match="broken"):
        worker.SettingsEngines(settings).check()


def test_the_doctor_names_it(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "try_model", refuse)
    assert doctor._weights_problem(settings, tried=True) == "its weights are broken"
    assert doctor._weights_problem(settings, tried=False) is None


@pytest.mark.skipif(not find_spec("ctranslate2"), reason="CTranslate2 is not installed")
def test_what_its_own_process_says_of_it_is_told(settings: Settings) -> None:
    with pytest.raises(SettingWrong, match=f"speech model {settings.speech_model}: not a CTranslate2 Whisper model"):
        try_model(Path(settings.speech_model), "cpu", None)


def test_a_model_that_ends_its_process_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def abort(*_: Any, **__: Any) -> SimpleNamespace:
        return SimpleNamespace(returncode=-6, stdout=b"")

    monkeypatch.setattr(trial.subprocess, "run", abort)
    with pytest.raises(SettingWrong, match=r"ends the program .*-6.*broken"):
        try_model(Path("there"), "cpu", None)
