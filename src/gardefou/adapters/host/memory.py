"""What keeps the memory of a process off disks: no core dump, no debugger; and whether swap may write it there."""

import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

PROC, BLOCK_DEVICES = Path("/proc"), Path("/sys/class/block")
PR_GET_DUMPABLE, PR_SET_DUMPABLE = 3, 4


class Swap(StrEnum):
    """Where pages of memory may go; a file or a disk that is not seen to be encrypted counts as in clear."""

    OFF = "off"
    IN_MEMORY = "compressed in memory"
    ENCRYPTED = "encrypted"
    CLEAR = "not known to be encrypted"
    UNKNOWN = "not known on this system"


@dataclass(frozen=True, slots=True)
class MemoryProtection:
    """How far memory stays in memory; `core_pattern` is None where the system does not say."""

    swap: Swap
    core_pattern: str | None
    core_bytes: int
    dumpable: bool

    @property
    def cautions(self) -> list[str]:
        """What whoever runs the machine should change, one line each."""
        found = []
        if self.swap in {Swap.CLEAR, Swap.UNKNOWN}:
            found.append(f"swap: {self.swap}: words and keys may be written to it; turn it off or encrypt it")
        if self.dumpable:
            found.append(f"core dumps of this process are possible (core_pattern {self.core_pattern}): forbid them")
        return found


def protect_memory() -> None:
    """Forbid core dumps and debuggers: the memory of this process holds words and keys.

    A core_pattern that pipes to a program heeds no limit of size, so the process is made not dumpable too; a program
    that it starts is dumpable again until it does the same.
    """
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _prctl(PR_SET_DUMPABLE, 0)


def memory_protection() -> MemoryProtection:
    """How this process and its machine stand."""
    return MemoryProtection(swap_in_use(), core_pattern(), _core_bytes(), _prctl(PR_GET_DUMPABLE) != 0)


def swap_in_use(proc: Path = PROC, block_devices: Path = BLOCK_DEVICES) -> Swap:
    """Where this machine swaps to, the least protected place of several.

    Source: proc(5) on /proc/swaps; the kernel's names of compressed memory begin with zram, and the identifiers of
    encrypted devices (dm-crypt) with CRYPT-.
    """
    try:
        lines = (proc / "swaps").read_text("utf-8", "replace").splitlines()[1:]
    except OSError:
        return Swap.UNKNOWN
    kinds = {_kind(line.split()[0], block_devices) for line in lines if line.strip()}
    return next((kind for kind in (Swap.CLEAR, Swap.ENCRYPTED, Swap.IN_MEMORY) if kind in kinds), Swap.OFF)


def core_pattern(proc: Path = PROC) -> str | None:
    """Where the kernel writes or pipes core dumps, None where it does not say."""
    try:
        return (proc / "sys" / "kernel" / "core_pattern").read_text("utf-8", "replace").strip()
    except OSError:
        return None


def _kind(place: str, block_devices: Path) -> Swap:
    device = Path(place).name
    if device.startswith("zram"):
        return Swap.IN_MEMORY
    try:
        identifier = (block_devices / device / "dm" / "uuid").read_text("ascii", "replace")
    except OSError:
        return Swap.CLEAR
    return Swap.ENCRYPTED if identifier.startswith("CRYPT-") else Swap.CLEAR


def _core_bytes() -> int:
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrlimit(resource.RLIMIT_CORE)[0]


def _prctl(option: int, value: int = 0) -> int:
    """Ask the kernel about this process; elsewhere than on Linux nothing is known, and the answer is -1."""
    if not sys.platform.startswith("linux"):
        return -1
    import ctypes

    return int(ctypes.CDLL(None).prctl(option, value, 0, 0, 0))
