"""The few classes of error, each with a stable code that programs may rely on."""


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


class Refused(GardefouError):
    """The charter does not allow this: the message names the clause and the charter's version."""

    code = "refused"

    def __init__(self, clause: str, text: str, charter: str | None) -> None:
        self.clause = clause
        self.text = text
        self.charter = charter
        super().__init__(f"refused by clause {clause} ({charter or 'no charter in force'}): {text}")
