"""Writes what was said and heard as JSON lines of turns, which python -m evals.transcript_diff reads."""

import json
from collections.abc import Iterable
from pathlib import Path

from evals.asr.material import Measured, Said, Turn
from gardefou.kernel.transcript import Role

ROLES = (Role.ADVISER, Role.CUSTOMER)
TRUTH = "said"


def write_texts(measured: Measured, folder: Path) -> None:
    """One file for each sound, in a folder for each system and one for the truth."""
    for index, item in enumerate(measured.material.items):
        versions: dict[str, Iterable[Said | Turn]] = {
            name: runs[0].heard[index] for name, runs in measured.runs.items()
        }
        for name, turns in (versions | {TRUTH: item.turns or ()}).items():
            path = folder / measured.material.name / name / f"{item.name.replace(' ', '-')}.jsonl"
            path.parent.mkdir(parents=True, exist_ok=True)
            lines = [_line(turn) for turn in sorted(turns, key=lambda turn: turn.start_ms)]
            path.write_text("".join(lines), "utf-8")


def _line(turn: Said | Turn) -> str:
    document = {
        "role": ROLES[turn.channel],
        "start_ms": turn.start_ms,
        "end_ms": turn.end_ms,
        "text": turn.text.strip(),
    }
    return json.dumps(document, ensure_ascii=False) + "\n"
