"""Time of redaction on texts made to be slow: it must grow with the length only.

Run: python -m evals.redaction [CHARACTERS]
"""

import sys
import time

from evals.machine import heading
from gardefou.hearing.redaction import find_personal_data

REPEATED = (
    *("1", "1 ", " ", "a", "a ", "un ", "a@", "a.", "a point ", "06 39 98 12 34 ", "FR76 3000 ", "F R 7 ", "100 "),
    *("1,5 ", "1:", "1 euh ", "cent ", "mille ", "un million ", "cryptogramme 123 ", "[]", "-", "n\u0301"),
)


def main() -> None:
    """Print the seconds for a text and for one four times as long."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    print(heading(f"python -m evals.redaction {size}"))
    print(f"{'repeated':<18}{size:>12}{4 * size:>12}{'ratio':>8}")
    for piece in REPEATED:
        short, long = (_seconds(piece * (count // len(piece)) + " euros") for count in (size, 4 * size))
        print(f"{piece!r:<18}{short:>12.2f}{long:>12.2f}{long / max(short, 1e-9):>8.1f}")


def _seconds(text: str) -> float:
    start = time.process_time()
    find_personal_data(text)
    return time.process_time() - start


if __name__ == "__main__":
    main()
