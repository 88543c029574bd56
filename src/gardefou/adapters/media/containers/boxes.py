"""M4A and MP4: whether the index is there and every box is as long as it says."""

from typing import BinaryIO

from gardefou.adapters.media.unfit import Unfit, broken_header

HEAD_BYTES = 8
LONG_HEAD_BYTES = 16


def is_whole(file: BinaryIO, size: int, start: int) -> bool:
    """Return whether the last box ends within the file.

    Raises Unfit when the index of the recording is missing.
    """
    position, has_index = start, False
    while position < size:
        name, length = _box(file, position, size)
        has_index = has_index or name == b"moov"
        position += length
    if not has_index or (position > size and name == b"moov"):
        raise Unfit(
            "lacks its index (moov), so none of it can be read: the recorder or the copy stopped too early, "
            "send the whole file again"
        )
    return position == size


def _box(file: BinaryIO, position: int, size: int) -> tuple[bytes, int]:
    file.seek(position)
    head = file.read(LONG_HEAD_BYTES)
    if len(head) < HEAD_BYTES:
        return b"", HEAD_BYTES
    length = int.from_bytes(head[:4], "big")
    if length == 0:
        return head[4:8], size - position
    if length == 1:
        length = int.from_bytes(head[8:16], "big")
    if length < HEAD_BYTES:
        raise broken_header()
    return head[4:8], length
