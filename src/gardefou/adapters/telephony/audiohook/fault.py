"""What ends a session before its call does."""

from enum import IntEnum


class Code(IntEnum):
    """Error codes of AudioHook, which are those of HTTP."""

    MALFORMED = 400
    TIMED_OUT = 408
    OUT_OF_TURN = 409
    TOO_LARGE = 413
    UNKNOWN_MEDIA = 415
    TOO_FAST = 429
    FAILED = 500
    NO_ROOM = 503


class Fault(Exception):
    """The client broke the protocol: `cause` is told to it and logged, and quotes nothing that it sent."""

    def __init__(self, code: Code, cause: str) -> None:
        self.code = code
        self.cause = cause
        super().__init__(f"{code.value} {cause}")
