"""Takes the calls of a watched folder in, one after the other."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from gardefou.adapters.documents.sound_files import SOUND_SUFFIXES
from gardefou.adapters.folder.aside import After, put_done, put_refused
from gardefou.adapters.folder.complete_files import CompleteFiles, FoundFile
from gardefou.adapters.folder.sidecar import TABLE, Sidecars
from gardefou.adapters.folder.sound_pieces import NotReadable, pieces
from gardefou.intake.model import Received
from gardefou.intake.ports import Reception
from gardefou.intake.rules import shown
from gardefou.kernel.errors import InputRefused, Refused, RoomFull, StorageFull, StorageUnwritable, StoreUnavailable

NOT_NOW = (RoomFull, StorageFull, StorageUnwritable, StoreUnavailable)
METADATA_SUFFIXES = {".json", ".csv"}
Circumstances = tuple[FoundFile | None, ...]


class WatchedFolder:
    """A folder whose complete sounds are handed to the reception with what is said of them.

    `now` and `seconds` are clocks: of the day, and one that never goes back. `tell` is given one line for each thing
    that a person should know, once as long as it lasts.
    """

    def __init__(
        self,
        folder: Path,
        reception: Reception,
        now: Callable[[], datetime],
        seconds: Callable[[], float],
        tell: Callable[[str], None],
        after: After = After.MOVE,
        quiet_s: float = 5.0,
    ) -> None:
        self._folder = folder
        self._reception = reception
        self._after = after
        self._files = CompleteFiles(folder, seconds, quiet_s)
        self._sidecars = Sidecars(now, lambda line: self._tell("", line))
        self._show = tell
        self._told: dict[str, str] = {}
        self._handled: dict[str, Circumstances] = {}

    def look(self) -> list[Received]:
        """Take in what is complete now; what was said of each."""
        try:
            complete = self._files.look()
        except OSError as error:
            self._tell("", f"{shown(self._folder)}: cannot be looked into ({error.strerror}); waiting for it")
            return []
        self._told.pop("", None)
        self._forget(complete)
        received = []
        for file in complete.values():
            if self._is_handled(file, complete) or not self._is_sound(file):
                continue
            try:
                answer = self._take(file, complete)
            except NOT_NOW as cause:
                self._tell(file.path.name, f"{shown(file.path)}: waits ({shown(cause)})")
                break
            received.extend([answer] if answer else [])
        return received

    def _take(self, file: FoundFile, complete: dict[str, FoundFile]) -> Received | None:
        """Hand one sound over; None when it waits or was refused."""
        beside: list[Path] = []
        try:
            if not file.ordinary:
                raise InputRefused(shown(file.path), "is a link or a device; put the file itself here")
            beside = self._own(file, complete)
            said = self._sidecars.of(file, complete)
            if said is None:
                self._tell(file.path.name, f"{shown(file.path)}: waits for {self._expected(file)}")
                return None
            received = self._reception.receive(said.notice, pieces(file))
        except NotReadable as unreadable:
            self._tell(file.path.name, str(unreadable))
            return None
        except (InputRefused, Refused) as refused:
            if isinstance(refused, Refused) and refused.may_pass:
                self._tell(file.path.name, f"{shown(file.path)}: waits ({shown(refused)})")
                return None
            self._refuse(file, beside, refused, complete)
            return None
        self._put(file, lambda: put_done(self._after, [file.path, *beside]), (file,))
        return received

    def _own(self, file: FoundFile, complete: dict[str, FoundFile]) -> list[Path]:
        names = [f"{file.path.stem}{suffix}" for suffix in (".json", ".csv")]
        return [complete[name].path for name in names if name in complete and name != TABLE]

    def _refuse(self, file: FoundFile, beside: list[Path], refused: Exception, complete: dict[str, FoundFile]) -> None:
        reason = str(refused)
        if not reason.startswith(shown(file.path)):
            reason = f"{shown(file.path)}: {reason}"
        self._tell(file.path.name, reason)
        self._put(
            file, lambda: put_refused(self._after, [file.path, *beside], reason), self._circumstances(file, complete)
        )

    def _put(self, file: FoundFile, put: Callable[[], None], as_it_was: Circumstances) -> None:
        """Put a handled file away; where it stays it is remembered, so that it is not sent again."""
        try:
            put()
            if self._after is not After.LEAVE:
                return
        except OSError as error:
            self._tell(file.path.name, f"{shown(file.path)}: was handled but cannot be moved ({error.strerror})")
        self._handled[file.path.name] = as_it_was

    def _is_handled(self, file: FoundFile, complete: dict[str, FoundFile]) -> bool:
        before = self._handled.get(file.path.name)
        return before is not None and before in ((file,), self._circumstances(file, complete))

    def _circumstances(self, file: FoundFile, complete: dict[str, FoundFile]) -> Circumstances:
        """A refused file with all that was said of it: when any of it changes, the file is tried again."""
        stem = file.path.stem
        return (file, *(complete.get(name) for name in (f"{stem}.json", f"{stem}.csv", TABLE)))

    def _is_sound(self, file: FoundFile) -> bool:
        suffix = file.path.suffix.lower()
        if suffix not in SOUND_SUFFIXES | METADATA_SUFFIXES:
            self._tell(file.path.name, f"{shown(file.path)}: is not named like a sound file; it is left alone")
        return suffix in SOUND_SUFFIXES

    def _expected(self, file: FoundFile) -> str:
        stem = shown(file.path.stem)
        return f"{stem}.json, {stem}.csv or its row in {TABLE}"

    def _forget(self, complete: dict[str, FoundFile]) -> None:
        """Remember nothing of files that are gone."""
        self._handled = {name: state for name, state in self._handled.items() if name in complete}
        self._told = {name: line for name, line in self._told.items() if name in complete or not name}

    def _tell(self, name: str, line: str) -> None:
        if self._told.get(name) != line:
            self._told[name] = line
            self._show(line)
