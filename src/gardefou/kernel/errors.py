"""The few classes of error, each with a stable code that programs may rely on."""

from dataclasses import dataclass
from datetime import datetime


class GardefouError(Exception):
    """Any failure that gardefou foresees and words for a person; `code` never changes once released."""

    code = "error"


class InputRefused(GardefouError):
    """An input cannot be used: the message names it, the cause and the way out, on one line."""

    code = "input_refused"

    def __init__(self, source: object, cause: str) -> None:
        self.source = str(source)
        self.cause = cause
        super().__init__(f"{self.source}: {cause}")


class KnownOtherwise(InputRefused):
    """A call of this name is here already, with another sound: the message says so and the sender must choose."""

    code = "known_otherwise"


class PartMissing(GardefouError):
    """A part of the program is not installed: the message names the extra that brings it."""

    code = "part_missing"

    def __init__(self, what: str, extra: str) -> None:
        self.extra = extra
        super().__init__(f"{what} is not installed: run pip install 'gardefou[{extra}]'")


class SettingWrong(GardefouError):
    """A setting has a value that cannot work: the message names the setting and what was expected."""

    code = "setting_wrong"


class RoomFull(GardefouError):
    """Too much sound waits to be heard: the sender keeps the call and sends it again later."""

    code = "room_full"


class AccessRefused(GardefouError):
    """Whoever asks is not known: no token, or a wrong one."""

    code = "access_refused"


@dataclass(frozen=True, slots=True)
class Stop:
    """Which sides stopped a site, when, and what they wrote of it, which is for the people of the site."""

    sides: tuple[str, ...]
    at: datetime
    reason: str


class Refused(GardefouError):
    """The charter does not allow this: the message names the clause and the charter's version.

    `stop` is what closed the site, where that is the cause; its words stand in no message, as messages are logged.
    """

    code = "refused"

    def __init__(self, clause: str, text: str, charter: str | None, stop: Stop | None = None) -> None:
        self.clause = clause
        self.text = text
        self.charter = charter
        self.stop = stop
        super().__init__(f"refused by clause {clause} ({charter or 'no charter in force'}): {text}")

    @property
    def may_pass(self) -> bool:
        """Whether it ends by itself: once both sides have signed, or what is missing is on record."""
        return self.clause in {"S12", "S17", "S18", "S19", "S20", "S27", "S28"}


class KeyWrong(GardefouError):
    """A key-encryption key is missing or is another one: the message names the file, the key's id and the way out."""

    code = "key_wrong"


class ContentAltered(GardefouError):
    """Stored content is not what was written, or has gone: nothing of it is given; the message names the file."""

    code = "content_altered"


class ContentErased(GardefouError):
    """The key of a call was destroyed, so that its content can never be read again; the message names the file."""

    code = "content_erased"


class StorageFull(GardefouError):
    """A disk or a quota has no room left: nothing was half-written; the message names the folder or file."""

    code = "storage_full"


class StorageUnwritable(GardefouError):
    """The system refuses access to stored files: nothing was half-written; the message names the folder or file."""

    code = "storage_unwritable"


class StoreUnavailable(GardefouError):
    """The store cannot be used: the message names the file or directory, the cause and the way out, on one line."""

    code = "store_unavailable"

    def __init__(self, place: object, cause: str) -> None:
        self.place = str(place)
        self.cause = cause
        super().__init__(f"{self.place}: {cause}")


class JudgeUnavailable(GardefouError):
    """A language model gave no usable answer in time: the message names the endpoint and the cause, never content."""

    code = "judge_unavailable"
