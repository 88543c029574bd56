"""Two texts in pieces as one, with what goes and what comes marked in it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby, takewhile

MOST_PAIRS = 5_000
"""Of pieces that are alike; beyond it, as in a text of one word, only what begins and ends both is kept."""


class Kind(StrEnum):
    """What becomes of a piece of text."""

    KEPT = "kept"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a sentence; kept and deleted ones give the text before, kept and inserted ones the text after."""

    text: str
    kind: Kind = Kind.KEPT


def compared(before: Sequence[str], after: Sequence[str]) -> tuple[Segment, ...]:
    """The marked text."""
    found = groupby(_pieces(before, after), lambda each: each.kind)
    return tuple(Segment("".join(each.text for each in run), kind) for kind, run in found)


def _pieces(before: Sequence[str], after: Sequence[str]) -> Iterator[Segment]:
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    yield from (Segment(each) for each in before[:start])
    for _, old_start, old_end, new_start, new_end in _opcodes(old, new):
        if old[old_start:old_end] == new[new_start:new_end]:
            yield from (Segment(each) for each in old[old_start:old_end])
            continue
        yield from (Segment(each, Kind.DELETED) for each in old[old_start:old_end])
        yield from (Segment(each, Kind.INSERTED) for each in new[new_start:new_end])
    yield from (Segment(each) for each in before[len(before) - end :])


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    counts, others = Counter(old), Counter(new)
    if sum(number * others[piece] for piece, number in counts.items()) > MOST_PAIRS:
        return [("replace", 0, len(old), 0, len(new))]
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
