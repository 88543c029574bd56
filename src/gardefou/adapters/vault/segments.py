"""The format of a stored object: encrypted segments that can be read alone and not be cut, added to or reordered.

An object is HEADER (mark and version, salt, nonce prefix), then segments of SEGMENT_BYTES, the last one shorter or
equal, each with its tag. Source: STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015), with a key derived for each object.
"""

import os
import struct

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gardefou.adapters.vault.derivation import derived

SEGMENT_BYTES, TAG_BYTES = 64 * 1024, 16
SEALED_BYTES = SEGMENT_BYTES + TAG_BYTES
MARK = b"gdfobj\0\1"
SALT_BYTES, PREFIX_BYTES = 32, 7
HEADER = struct.Struct(f">8s{SALT_BYTES}s{PREFIX_BYTES}s")
NONCE = struct.Struct(f">{PREFIX_BYTES}sI?")


def new_header() -> bytes:
    """Return the header of a new object: with its salt, no two objects share a key."""
    return HEADER.pack(MARK, os.urandom(SALT_BYTES), os.urandom(PREFIX_BYTES))


class Segments:
    """Seals and opens the segments of one object, at most 2**32 of them.

    The nonce holds prefix, index and whether the segment is the last; `bound` and the header are authenticated.
    """

    def __init__(self, key: bytes, header: bytes, bound: bytes) -> None:
        _, salt, self._prefix = HEADER.unpack(header)
        self._cipher = AESGCM(derived(key, b"gardefou object 1", salt=salt))
        self._bound = header + bound

    def seal(self, index: int, last: bool, content: bytes) -> bytes:
        """Return the segment encrypted; each index is used once."""
        return self._cipher.encrypt(NONCE.pack(self._prefix, index, last), content, self._bound)

    def open(self, index: int, last: bool, sealed: bytes) -> bytes:
        """Return the segment; raises InvalidTag when anything about it is not as it was sealed."""
        return self._cipher.decrypt(NONCE.pack(self._prefix, index, last), sealed, self._bound)


def count_and_size(file_bytes: int) -> tuple[int, int] | None:
    """Return how many segments and bytes of content a file of that size holds, None when it is too short for one.

    Whether the last segment is one is for its tag to tell.
    """
    body = file_bytes - HEADER.size
    count = max(-(-body // SEALED_BYTES), 1)
    size = body - count * TAG_BYTES
    return (count, size) if size >= 0 else None
