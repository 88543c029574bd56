"""Whether a folder lies in memory."""

import ctypes
import os
import sys
from pathlib import Path

MAGIC_TMPFS, MAGIC_RAMFS = 0x0102_1994, 0x8584_58F6
ROOM_BYTES = 512


def is_memory_file_system(path: Path) -> bool:
    """Return whether what is written there stays in memory: True for tmpfs and ramfs of Linux, False elsewhere.

    Looks at the nearest folder that exists. tmpfs may be swapped out: that swap is off or encrypted is for the
    administrator to see to. Source: statfs(2), whose structure begins with the type as a long.
    """
    if not sys.platform.startswith("linux"):
        return False
    place = next((each for each in (path.absolute(), *path.absolute().parents) if each.exists()), Path("/"))
    room = ctypes.create_string_buffer(ROOM_BYTES)
    if ctypes.CDLL(None).statfs(os.fsencode(place), room):
        return False
    kind = ctypes.c_long.from_buffer(room).value & 0xFFFF_FFFF
    return kind in {MAGIC_TMPFS, MAGIC_RAMFS}
