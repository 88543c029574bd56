"""Where a session stands, how long it may stay there, and how it is left."""

from enum import StrEnum

from gardefou.adapters.telephony.audiohook.fault import Code

OPEN_WITHIN_S = 10.0
QUIET_S = 30.0
LEAVE_WITHIN_S = 5.0


class State(StrEnum):
    """Where a session stands."""

    CONNECTED = "connected"
    ASKED = "asked"
    OPEN = "open"
    LEAVING = "leaving"
    CLOSED = "closed"
    GONE = "gone"


class Reason(StrEnum):
    """Why the server asks the client to close."""

    COMPLETED = "completed"
    UNAUTHORIZED = "unauthorized"
    ERROR = "error"


def close_code(code: Code) -> int:
    """With which code of WebSocket a connection is closed where the client does not close it."""
    return {Code.TOO_LARGE: 1009, Code.UNKNOWN_MEDIA: 1003, Code.TOO_FAST: 1008, Code.NO_ROOM: 1013}.get(code, 1002)
