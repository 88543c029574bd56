"""What is said of swap and core dumps, on machines of every kind."""

from pathlib import Path

import pytest

from gardefou.adapters.host.memory import MemoryProtection, Swap, core_pattern, swap_in_use

HEADER = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"
PLAIN = "/dev/sda2                               partition\t8388604\t\t0\t\t-2\n"
FILE = "/swapfile                               file\t\t8388604\t\t0\t\t-2\n"
ENCRYPTED = "/dev/dm-1                               partition\t8388604\t\t0\t\t-2\n"
LOGICAL = "/dev/dm-0                               partition\t8388604\t\t0\t\t-2\n"
ZRAM = "/dev/zram0                              partition\t8388604\t\t0\t\t100\n"


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    for device, identifier in (("dm-0", "LVM-abc"), ("dm-1", "CRYPT-PLAIN-swap")):
        (tmp_path / "block" / device / "dm").mkdir(parents=True)
        (tmp_path / "block" / device / "dm" / "uuid").write_text(identifier + "\n")
    return tmp_path


@pytest.mark.parametrize(
    ("lines", "swap"),
    [
        ("", Swap.OFF),
        (PLAIN, Swap.CLEAR),
        (FILE, Swap.CLEAR),
        (LOGICAL, Swap.CLEAR),
        (ENCRYPTED, Swap.ENCRYPTED),
        (ZRAM, Swap.IN_MEMORY),
        (ZRAM + ENCRYPTED, Swap.ENCRYPTED),
        (ENCRYPTED + PLAIN, Swap.CLEAR),
    ],
)
def test_swap_is_as_safe_as_its_least_safe_place(machine: Path, lines: str, swap: Swap) -> None:
    (machine / "swaps").write_text(HEADER + lines)
    assert swap_in_use(machine, machine / "block") is swap


def test_a_system_that_says_nothing(tmp_path: Path) -> None:
    assert swap_in_use(tmp_path) is Swap.UNKNOWN
    assert core_pattern(tmp_path) is None


@pytest.mark.parametrize(
    ("swap", "dumpable", "told"),
    [
        (Swap.OFF, False, []),
        (Swap.ENCRYPTED, False, []),
        (Swap.CLEAR, False, ["swap"]),
        (Swap.UNKNOWN, True, ["swap", "core"]),
    ],
)
def test_cautions_name_what_is_to_change(swap: Swap, dumpable: bool, told: list[str]) -> None:
    cautions = MemoryProtection(swap, "|/usr/lib/systemd/systemd-coredump", 0, dumpable).cautions
    assert [each[:4] for each in cautions] == [each[:4] for each in told]
