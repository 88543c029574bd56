"""What the disk holds: the vault is counted file by file, which takes a while, so a thread of its own does it."""

import logging
import shutil
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic

from gardefou.adapters.vault.compartment import Compartment
from gardefou.adapters.vault.usage import Usage
from gardefou.bootstrap.installation import Installation, clock
from gardefou.bootstrap.logs import told
from gardefou.kernel.errors import GardefouError

LOG = logging.getLogger(__name__)
COUNTED_EVERY_S = 600.0
Counts = Callable[[], Mapping[Compartment, Usage]]


@dataclass(frozen=True, slots=True)
class VaultSize:
    """How much the vault holds, and when that was counted."""

    objects: int
    keys: int
    size_bytes: int
    counted_at: datetime


class VaultCount:
    """The size of the vault as it was counted a few minutes ago at most, or is being counted again."""

    def __init__(self, count: Counts) -> None:
        self._count = count
        self._found: VaultSize | None = None
        self._asked_at = -COUNTED_EVERY_S
        self._lock = threading.Lock()

    def size(self) -> VaultSize | None:
        """The last count, None before the first one is done."""
        with self._lock:
            is_due = monotonic() - self._asked_at >= COUNTED_EVERY_S
            if is_due:
                self._asked_at = monotonic()
        if is_due:
            threading.Thread(target=self._run, name="vault-count", daemon=True).start()
        return self._found

    def _run(self) -> None:
        try:
            found = self._count()
        except (GardefouError, OSError) as error:
            LOG.warning("the vault could not be counted: %s", told(error).rpartition("\n")[2])
            return
        self._found = VaultSize(
            sum(each.objects for each in found.values()),
            sum(each.keys for each in found.values()),
            sum(each.object_bytes for each in found.values()),
            clock(),
        )


def free_bytes(directory: Path) -> int:
    """What is left on the disk of the data directory."""
    return shutil.disk_usage(directory).free


def has_key(installation: Installation) -> bool:
    """Whether the key of the vault is where a process that starts now would look for it."""
    return installation.settings.vault_key is not None or (installation.keys / "vault.key").is_file()
