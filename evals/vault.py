"""Measure how fast the vault encrypts, reads, destroys and counts.

Run: python -m evals.vault [folder]   (a temporary folder by default; name one on the disk to be measured)
"""

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar
from unittest.mock import patch
from uuid import UUID

from evals.machine import Cost, heading
from gardefou.adapters.vault.compartment import Compartment, Place
from gardefou.adapters.vault.file_system import is_memory_file_system
from gardefou.adapters.vault.key_encryption import KeyEncryptionKey, KeyRing
from gardefou.adapters.vault.vault import Vault

T = TypeVar("T")
RECORD = Compartment.RECORD
BIG_BYTES, SMALL_BYTES, RANGE_BYTES = 100_000_000, 4_000, 64_000
CALLS, RANGES, OBJECTS = 500, 1_000, 100_000
KEY = KeyEncryptionKey(bytes(32))
NEW_KEY = KeyEncryptionKey(bytes([1]) * 32)


def call(number: int) -> UUID:
    """Return an id whose last digits spread as random ones do."""
    return UUID(int=random.Random(number).getrandbits(128))  # noqa: S311 -- not a secret


def vault_in(folder: Path, ring: KeyRing | None = None) -> Vault:
    """Return a vault in a folder."""
    return Vault(ring or KeyRing(KEY), Place(folder / "keys", folder / "objects"))


def store(vault: Vault, each: UUID, content: bytes) -> None:
    """Write one object."""
    with vault.writer(each, RECORD, "redacted.ogg") as writer:
        writer.write(content)


def spent(work: Callable[[], object]) -> float:
    """Return the seconds that some work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def each_ms(work: Callable[[T], object], items: Iterable[T]) -> str:
    """Time the work on each item; return the median and the 99th percentile in milliseconds."""
    seconds = sorted(spent(partial(work, item)) for item in items)
    return f"{seconds[len(seconds) // 2] * 1e3:9.2f} ms   p99 {seconds[len(seconds) * 99 // 100] * 1e3:7.2f} ms"


@contextmanager
def without_fsync() -> Iterator[None]:
    """Leave out what makes writes durable."""
    with patch.object(os, "fsync", lambda _: None):
        yield


def measure_big(vault: Vault) -> None:
    """Write and read one object of 100 MB."""
    content, big = os.urandom(BIG_BYTES), call(0)

    def write() -> None:
        with vault.writer(big, RECORD, "redacted.ogg") as writer:
            for start in range(0, BIG_BYTES, 32_768):
                writer.write(content[start : start + 32_768])

    def read() -> None:
        with vault.reader(big, RECORD, "redacted.ogg") as reader:
            while reader.read(32_768):
                pass

    def read_range(start: int) -> None:
        for _ in vault.read_range(big, RECORD, "redacted.ogg", start, RANGE_BYTES):
            pass

    with without_fsync():
        row("write 100 MB in pieces of 32 kB, no fsync", f"{BIG_BYTES / 1e6 / spent(write):9.0f} MB/s")
    row("write 100 MB in pieces of 32 kB", f"{BIG_BYTES / 1e6 / spent(write):9.0f} MB/s")
    row("read 100 MB in pieces of 32 kB", f"{BIG_BYTES / 1e6 / spent(read):9.0f} MB/s")
    starts = random.Random(1).sample(range(BIG_BYTES), RANGES)  # noqa: S311 -- not a secret
    row("open and read 64 kB at a random offset of 100 MB", each_ms(read_range, starts))


def measure_small(folder: Path) -> None:
    """Write, read, seal, rewrap and destroy what is small."""
    vault, new = vault_in(folder), vault_in(folder, KeyRing(NEW_KEY, [KEY]))
    content = os.urandom(SMALL_BYTES)
    text = ("je vous confirme le rendez-vous de mardi " * 200).encode()
    calls = [call(number) for number in range(1, CALLS + 1)]
    others = [call(number) for number in range(CALLS + 1, 2 * CALLS + 1)]
    with without_fsync():
        row("write 4 kB of a new call, no fsync", each_ms(lambda each: store(vault, each, content), others))
    row("write 4 kB of a new call (key and object)", each_ms(lambda each: store(vault, each, content), calls))
    row("write 4 kB of a call that has a key", each_ms(lambda each: store(vault, each, content), calls))
    row("read 4 kB", each_ms(lambda each: vault.reader(each, RECORD, "redacted.ogg").read(), calls))
    row("seal 8 kB of text", each_ms(lambda each: vault.seal(each, RECORD, "transcript:1", text), calls))
    sealed = [vault.seal(each, RECORD, "transcript:1", text) for each in calls]
    pairs = zip(calls, sealed, strict=True)
    row("unseal 8 kB of text", each_ms(lambda pair: vault.unseal(pair[0], RECORD, "transcript:1", pair[1]), pairs))
    row(f"rewrap a key, mean of {2 * CALLS:,}", f"{spent(new.rewrap) / (2 * CALLS) * 1e3:9.2f} ms")
    row("destroy a call", each_ms(lambda each: new.destroy(each, RECORD), calls))


def measure_many(folder: Path) -> None:
    """Count, sweep and destroy among many calls."""
    vault = vault_in(folder)
    with without_fsync():
        row(
            f"write {OBJECTS:,} calls, no fsync",
            each_ms(lambda number: store(vault, call(number), b""), range(OBJECTS)),
        )
        row(f"usage of {OBJECTS:,} calls", f"{spent(vault.usage):9.2f} s")
        row(f"sweep of {OBJECTS:,} calls", f"{spent(vault.sweep):9.3f} s")
        row("destroy one of them", each_ms(lambda number: vault.destroy(call(number), RECORD), range(CALLS)))


def row(what: str, figure: str) -> None:
    """Print one line of the table."""
    print(f"{what:52}{figure}", flush=True)


def main(folder: Path) -> None:
    """Measure in a folder that is emptied afterwards."""
    print(heading(f"python -m evals.vault {' '.join(sys.argv[1:])}".rstrip()))
    with tempfile.TemporaryDirectory(dir=folder) as place:
        print(f"in memory: {is_memory_file_system(Path(place))}")
        cost = Cost()
        measure_big(vault_in(Path(place) / "big"))
        measure_small(Path(place) / "small")
        measure_many(Path(place) / "many")
        print("wall {:.0f} s, processor {:.0f} s, peak {:.0f} MB".format(*cost.spent()))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.gettempdir()))
