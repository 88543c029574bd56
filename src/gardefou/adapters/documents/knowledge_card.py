"""Reads a knowledge card: Markdown, with its fields at the head between two lines `---`."""

import re
from dataclasses import dataclass
from pathlib import Path

from gardefou.adapters.documents.knowledge_front import line_of, read_front
from gardefou.adapters.documents.model_faults import Place
from gardefou.adapters.documents.text_file import read_text
from gardefou.assist.knowledge.cards import Card
from gardefou.kernel.errors import InputRefused
from gardefou.query.lexicon import Lexicon

LARGEST_FILE = 100_000
MOST_PASSAGES = 12
LONGEST_PASSAGE = 600
_FENCE = re.compile(r"---[ \t]*")


@dataclass(frozen=True, slots=True)
class CardFile:
    """A card, and where each part of it stands in its file."""

    path: Path
    card: Card
    lines: dict[Place, int]

    def line(self, place: Place) -> int:
        """The line of a field, or of an entry of one."""
        return line_of(self.lines, place)


def read_card(path: Path, lexicon: Lexicon | None = None) -> CardFile:
    """The card of a file.

    Raises InputRefused naming the line of the first fault.
    """
    lines = read_text(path, LARGEST_FILE).splitlines()
    if not lines or not _FENCE.fullmatch(lines[0]):
        raise InputRefused(path, "line 1: expected ---, then the fields of the card, then --- again")
    end = next((number for number, line in enumerate(lines[1:], 1) if _FENCE.fullmatch(line)), None)
    if end is None:
        raise InputRefused(path, "line 1: no second line --- ends the fields")
    front, marks = read_front(path, "\n".join(lines[1:end]), 2, lexicon)
    passages = _passages(path, lines, end + 1)
    card = Card(
        front.id, front.title, passages, front.source, front.language.value,
        front.triggers, front.answers, front.products, front.valid_until,
    )  # fmt: skip
    return CardFile(path, card, marks)


def _passages(path: Path, lines: list[str], first: int) -> tuple[str, ...]:
    """The paragraphs, each on one line; headings are left out."""
    found: list[str] = []
    start = first
    for number in range(first, len(lines) + 1):
        if number < len(lines) and lines[number].strip():
            continue
        text = " ".join(line.strip() for line in lines[start:number] if not line.lstrip().startswith("#"))
        if text := " ".join(text.split()):
            _check(path, start + 1, text)
            found.append(text)
        start = number + 1
    if not found:
        raise InputRefused(path, f"line {first}: no text follows the fields; write what the adviser should know")
    if len(found) > MOST_PASSAGES:
        raise InputRefused(path, f"has {len(found)} passages; at most {MOST_PASSAGES}: make two cards of it")
    return tuple(found)


def _check(path: Path, line: int, text: str) -> None:
    if len(text) > LONGEST_PASSAGE:
        cause = f"a passage of {len(text)} letters; at most {LONGEST_PASSAGE}: nobody reads more while talking"
        raise InputRefused(path, f"line {line}: {cause}")
    if not text.isprintable():
        raise InputRefused(path, f"line {line}: has a character that cannot be shown; remove it")
