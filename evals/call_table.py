"""Measure reading a table of 100,000 calls in the encodings that spreadsheets write.

Run: python -m evals.call_table   (each encoding in a process of its own)
"""

import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from evals.machine import heading
from gardefou.adapters.documents.call_notices import COLUMNS, read_call_notices
from gardefou.adapters.documents.csv_table import read_rows
from gardefou.adapters.documents.faults import Faults
from gardefou.adapters.documents.sound_files import SoundFiles

ROWS = 100_000
ENCODINGS = ("utf-8-sig", "cp1252", "utf-16")
TITLES = "Identifiant;Source;Conseiller;Équipe;Site;Sens;Début;Canaux;Référence client;Langue;Simulé\r\n"


def write_table(path: Path, encoding: str) -> None:
    """A table as a spreadsheet would export it."""
    with path.open("w", encoding=encoding, newline="") as file:
        file.write(TITLES)
        for number in range(ROWS):
            start = f"2026-03-01T10:{number // 60 % 60:02d}:{number % 60:02d} Europe/Paris"
            said = f"Équipe {number % 12};LYS;entrant;{start};conseiller,client;C-{number};français;non"
            file.write(f"{_name(number)};pbx;{1000 + number % 400};{said}\r\n")


def measure(encoding: str) -> None:
    """Rows in a stream, then every call checked and matched with its recording."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "calls.csv"
        write_table(path, encoding)
        start = time.perf_counter()
        rows = sum(1 for _ in read_rows(path, COLUMNS, Faults(path), print))
        streamed, peak = time.perf_counter() - start, _peak_mb()
        for number in range(ROWS):
            (Path(folder) / f"{_name(number)}.wav").touch()
        sounds = SoundFiles([Path(folder)])
        start = time.perf_counter()
        calls = read_call_notices(path, sounds, datetime.now(UTC), print)
        assert rows == len(calls) == ROWS
        size = path.stat().st_size / 1e6
        print(
            f"{encoding:<10} {size:5.1f} MB   rows streamed {streamed:.2f} s, {peak:.0f} MB   "
            f"calls checked {time.perf_counter() - start:.2f} s, {_peak_mb():.0f} MB"
        )


def _name(number: int) -> str:
    return f"call-2026-03-{number:08d}"


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(sys.argv[1])
    else:
        print(heading("python -m evals.call_table"))
        for each in ENCODINGS:
            subprocess.run([sys.executable, "-m", "evals.call_table", each], check=True)
