"""Numbers that belong together because nothing but hesitation stands between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gardefou.hearing.recognisers.personal import PersonalKind, PersonalSpan
from gardefou.hearing.recognisers.reading import Atom, Reading
from gardefou.hearing.recognisers.tokens import TokenKind
from gardefou.hearing.recognisers.vocabulary import (
    BREAKING_MARKS,
    COUNTED,
    FILLERS,
    INTERRUPTIONS,
    MAGNITUDES,
    MONEY,
    PAUSES,
    PRONOUNS,
    SMALL,
)

_LONGEST_GAP = 14
"""Tokens between two parts of one number."""

_LONGEST_INFIX = 4
"""Letters between the digits of one reference, as in 12AB34."""


@dataclass(frozen=True)
class Run:
    """Successive atoms of one reading."""

    reading: Reading
    atoms: Sequence[Atom]

    @property
    def digits(self) -> str:
        """All digits in order."""
        return "".join(atom.digits for atom in self.atoms)

    @property
    def start(self) -> int:
        """Offset of the first character."""
        return self.reading.tokens[self.atoms[0].first].start

    @property
    def end(self) -> int:
        """Offset after the last character."""
        return self.reading.tokens[self.atoms[-1].last].end

    def part(self, start: int, end: int) -> "Run":
        """The atoms `[start, end)` as a run."""
        return Run(self.reading, self.atoms[start:end])

    def span(self, kind: PersonalKind, why: str) -> PersonalSpan:
        """The whole run as something found."""
        return PersonalSpan(self.start, self.end, kind, why)

    def gap(self, index: int) -> tuple[str, ...]:
        """The folded tokens between an atom and the one before it."""
        return between(self.reading, self.atoms[index - 1], self.atoms[index])


def between(reading: Reading, left: Atom, right: Atom) -> tuple[str, ...]:
    """The folded tokens between two atoms."""
    return tuple(token.folded for token in reading.tokens[left.last + 1 : right.first])


def runs_of(reading: Reading, found: Sequence[PersonalSpan]) -> Iterator[Run]:
    """Every run of the text outside what was found already, in order."""
    current: list[Atom] = []
    for atom in _free_atoms(reading, found):
        if current and not is_joined(reading, current[-1], atom):
            yield Run(reading, tuple(current))
            current = []
        current.append(atom)
    if current:
        yield Run(reading, tuple(current))


def unit_after(reading: Reading, last: int) -> str:
    """The unit that follows a token, or an empty string."""
    index = last + 1
    word = reading.folded(index)
    if word in ("pour", "per") and reading.folded(index + 1) == "cent":
        return "%"
    if word == "o" and reading.folded(index + 2) == "clock":
        return "o'clock"
    if word in SMALL or word in MONEY or word in MAGNITUDES:
        return word
    if word in ("d", "de", "of"):
        index += 2 if word == "d" else 1
    word = reading.folded(index)
    return word if word in MONEY or word in COUNTED else ""


def is_joined(reading: Reading, left: Atom, right: Atom) -> bool:
    """Whether the speaker, or the writer, goes on with the same number."""
    length = right.first - left.last - 1
    if length == 0:
        return True
    if length > _LONGEST_GAP:
        return False
    if unit_after(reading, left.last):
        return False
    return _is_infix(reading, left, right) or _is_hesitation(reading, left.last + 1, right.first)


def _free_atoms(reading: Reading, found: Sequence[PersonalSpan]) -> Iterator[Atom]:
    ahead = iter(sorted(found, key=lambda span: span.start))
    span = next(ahead, None)
    for atom in reading.atoms:
        start, end = reading.tokens[atom.first].start, reading.tokens[atom.last].end
        while span is not None and span.end <= start:
            span = next(ahead, None)
        if span is None or end <= span.start:
            yield atom


def _is_infix(reading: Reading, left: Atom, right: Atom) -> bool:
    index = left.last + 1
    if right.first != index + 1 or not (reading.touching(left.last) and reading.touching(index)):
        return False
    return reading.tokens[index].kind is TokenKind.WORD and len(reading.folded(index)) <= _LONGEST_INFIX


def _is_hesitation(reading: Reading, start: int, end: int) -> bool:
    interrupted = leading = False
    for index in range(start, end):
        token = reading.tokens[index]
        if token.kind is TokenKind.MARK:
            if token.text in BREAKING_MARKS:
                return False
            continue
        if token.folded in INTERRUPTIONS or reading.folded(index + 1) in PAUSES:
            interrupted = True
        elif token.kind is TokenKind.DIGITS or token.folded in MONEY:
            return False
        elif token.folded in PRONOUNS:
            leading = True
        elif not interrupted and token.folded not in FILLERS:
            return False
    return interrupted or not leading
