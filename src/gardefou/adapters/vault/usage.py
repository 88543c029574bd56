"""What a compartment holds, counted."""

import os
from dataclasses import dataclass

from gardefou.adapters.vault.data_keys import DataKeys
from gardefou.adapters.vault.objects import Objects


@dataclass(frozen=True, slots=True)
class Usage:
    """Counts of one compartment; `object_bytes` are those of ciphertext, `free_bytes` what its disk has left."""

    keys: int
    destroyed_keys: int
    objects: int
    object_bytes: int
    free_bytes: int


def usage_of(keys: DataKeys, objects: Objects) -> Usage:
    """Count by looking at every file, some microseconds each; raises OSError."""
    key_sizes = [path.stat().st_size for path in keys.files()]
    object_sizes = [entry.stat().st_size for entry in objects.files()]
    folder = next(each for each in (objects.folder, *objects.folder.parents) if each.exists())
    disk = os.statvfs(folder)
    alive = sum(size > 0 for size in key_sizes)
    free_bytes = disk.f_bavail * disk.f_frsize
    return Usage(alive, len(key_sizes) - alive, len(object_sizes), sum(object_sizes), free_bytes)
