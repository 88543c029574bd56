"""Reads a folder of knowledge cards."""

from collections.abc import Iterator
from pathlib import Path

from gardefou.adapters.documents.knowledge_card import CardFile, read_card
from gardefou.assist.knowledge.cards import Card
from gardefou.kernel.errors import InputRefused
from gardefou.query.lexicon import Lexicon

MOST_CARDS = 2_000
NO_CARD = "readme.md"


def read_knowledge(folder: Path, lexicon: Lexicon | None = None) -> tuple[Card, ...]:
    """Every card of a folder, whether still valid or not.

    Raises InputRefused with a line for each card that cannot be used.
    """
    read = list(read_card_files(folder, lexicon))
    faults = [each for each in read if isinstance(each, InputRefused)]
    if faults:
        first, *others = faults
        told = "".join(f"\n{each}" for each in others)
        raise InputRefused(first.source, f"{first.cause}{told}")
    return tuple(each.card for each in read if isinstance(each, CardFile))


def read_card_files(folder: Path, lexicon: Lexicon | None = None) -> Iterator[CardFile | InputRefused]:
    """Each card in order of its path, or why it cannot be used.

    Raises InputRefused where there is no such folder, or no card in it.
    """
    known: dict[str, Path] = {}
    for path in _paths(folder):
        try:
            read = read_card(path, lexicon)
        except InputRefused as fault:
            yield fault
            continue
        id = read.card.id
        if id in known:
            where = known[id].relative_to(folder)
            yield InputRefused(path, f"line {read.line(('id',))}: id: {where} has {id} too; give each its own")
            continue
        known[id] = path
        yield read


def _paths(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise InputRefused(folder, "no such folder; give one with cards, files that end in .md")
    paths = sorted(each for each in folder.rglob("*.md") if _is_card(each.relative_to(folder)))
    if not paths:
        raise InputRefused(folder, "has no card; a card is a file that ends in .md")
    if len(paths) > MOST_CARDS:
        raise InputRefused(folder, f"has {len(paths)} cards; at most {MOST_CARDS} may be in a folder")
    return paths


def _is_card(path: Path) -> bool:
    return path.name.lower() != NO_CARD and not any(part.startswith(".") for part in path.parts)
