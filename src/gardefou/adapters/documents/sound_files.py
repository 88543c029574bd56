"""The sound files that a person gave, found again by the names that a table uses."""

import os
import unicodedata
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from gardefou.intake.rules import shown
from gardefou.kernel.errors import InputRefused

SOUND_SUFFIXES = {".wav", ".wave", ".mp3", ".ogg", ".oga", ".opus", ".flac", ".m4a", ".mp4", ".aac", ".gsm"}


class SoundFiles:
    """An index over given files, and over the sound files in and under given folders; links are not followed.

    A table can only name what was given: its words are compared with names and never become paths. Raises InputRefused
    naming the first path given where nothing is.
    """

    def __init__(self, given: Iterable[Path]) -> None:
        self._by_name: dict[str, list[Path]] = {}
        self._by_stem: dict[str, list[Path]] = {}
        for path in given:
            _check(path)
            for file in _under(path) if path.is_dir() else (path,):
                self._by_name.setdefault(composed(file.name), []).append(file)
                self._by_stem.setdefault(composed(file.stem), []).append(file)

    def named(self, file: str) -> Path:
        """The one whose path ends like this.

        Raises ValueError when there is none or several.
        """
        parts = PurePosixPath(composed(file.strip()).replace("\\", "/")).parts
        same = self._by_name.get(parts[-1], []) if parts else []
        return _only([each for each in same if _ends(each, parts)], "file of this name", "write more of its path")

    def of_call(self, external_id: str) -> Path:
        """The one whose name without suffix is the call's.

        Raises ValueError when there is none or several.
        """
        return _only(
            self._by_stem.get(composed(external_id), []), "file named like the call", "name it in a column file"
        )


def _check(path: Path) -> None:
    try:
        path.stat()
    except FileNotFoundError:
        raise InputRefused(shown(path), "there is no such file or folder; give recordings or folders of them") from None
    except OSError as error:
        raise InputRefused(shown(path), f"cannot be reached ({error.strerror})") from None


def _under(folder: Path) -> Iterable[Path]:
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent, name)
            if path.suffix.lower() in SOUND_SUFFIXES and not name.startswith(".") and not path.is_symlink():
                yield path


def _only(found: list[Path], what: str, way_out: str) -> Path:
    if not found:
        raise ValueError(f"no {what} among the sound files given; give it, or {way_out}")
    if len(found) > 1:
        raise ValueError(f"more than one {what} among the sound files given; {way_out}")
    return found[0]


def _ends(path: Path, parts: tuple[str, ...]) -> bool:
    return tuple(composed(part) for part in path.parts[-len(parts) :]) == parts


def composed(name: str) -> str:
    """A file's name as Unicode composes it (NFC), as some shares do not."""
    return unicodedata.normalize("NFC", name)
