"""Sound that is read from anywhere: a file, or a store that decrypts as it reads."""

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class SeekableReader(Protocol):
    """Bytes that can be read from any offset."""

    def read(self, size: int = -1, /) -> bytes | None:
        """At most `size` bytes, fewer only at the end."""
        ...

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Move, and return the offset from the start."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


OpenReader = Callable[[], SeekableReader]
"""Opens the same bytes anew, as often as the sound is read."""


class Relay(io.RawIOBase):
    """Reads from a reader and remembers its first failure, which libav may take for the end of the sound."""

    def __init__(self, reader: SeekableReader) -> None:
        self._reader = reader
        self._failure: Exception | None = None

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Move the reader."""
        return self._reader.seek(offset, whence)

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Fill the buffer as far as the reader goes."""
        view = memoryview(buffer).cast("B")
        try:
            content = self._reader.read(len(view)) or b""
        except Exception as failure:
            self._failure = self._failure or failure
            raise
        view[: len(content)] = content
        return len(content)

    def raise_failure(self) -> None:
        """Raise the first failure of the reader again, if there was one."""
        if self._failure is not None:
            raise self._failure from None
