"""A text read for digits: its tokens, and its numbers whether written or spoken."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from gardefou.hearing.recognisers.spoken import read_spoken
from gardefou.hearing.recognisers.tokens import Token, TokenKind, tokens_of
from gardefou.hearing.recognisers.vocabulary import PAUSES


class Atom(NamedTuple):
    """The smallest unit of a dictated number, tokens `first` to `last`: "12", "trente-quatre", "double nine"."""

    first: int
    last: int
    digits: str
    written: bool
    ambiguous: bool = False
    scaled: bool = False


@dataclass(frozen=True)
class Reading:
    """A text with what recognisers need to know of it."""

    text: str

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Words, digits and marks in order."""
        return tokens_of(self.text)

    @cached_property
    def atoms(self) -> tuple[Atom, ...]:
        """Numbers in order, times of day left out."""
        return tuple(_atoms(self.tokens))

    @cached_property
    def atom_at(self) -> dict[int, Atom]:
        """Numbers by their first token."""
        return {atom.first: atom for atom in self.atoms}

    @cached_property
    def atom_over(self) -> dict[int, Atom]:
        """Numbers by every token that is part of them."""
        return {index: atom for atom in self.atoms for index in range(atom.first, atom.last + 1)}

    def folded(self, index: int) -> str:
        """The folded text of a token, empty outside the text."""
        return self.tokens[index].folded if 0 <= index < len(self.tokens) else ""

    def touching(self, index: int) -> bool:
        """Whether a token and the next one have no white space between."""
        return 0 <= index < len(self.tokens) - 1 and self.tokens[index].touches(self.tokens[index + 1])

    def is_elided(self, index: int) -> bool:
        """Whether an apostrophe touches the token, as in "c'est" or "it's"."""
        before = index > 0 and self.tokens[index - 1].text in "'’" and self.touching(index - 1)
        return before or (self.folded(index + 1) in ("'", "’") and self.touching(index))


def _atoms(tokens: Sequence[Token]) -> Iterator[Atom]:
    index = 0
    while index < len(tokens):
        after = _time_of_day(tokens, index)
        if after is not None:
            index = after
            continue
        atom = _atom(tokens, index)
        if atom is not None:
            yield atom
        index = atom.last + 1 if atom is not None else index + 1


def _atom(tokens: Sequence[Token], index: int) -> Atom | None:
    token = tokens[index]
    if token.kind is TokenKind.MARK or _is_pause(tokens, index):
        return None
    if token.folded == "cent" and index > 0 and tokens[index - 1].folded in ("pour", "per"):
        return None
    spoken = read_spoken(tokens, index)
    if spoken is not None:
        return Atom(index, spoken.after - 1, spoken.digits, False, spoken.ambiguous, spoken.scaled)
    if token.kind is TokenKind.DIGITS:
        return Atom(index, index, token.folded, True)
    return None


def _is_pause(tokens: Sequence[Token], index: int) -> bool:
    """Whether it is the number of "une seconde", with which a speaker asks to wait."""
    following = tokens[index + 1].folded if index + 1 < len(tokens) else ""
    return tokens[index].folded in ("un", "une", "deux", "one", "two", "2") and following in PAUSES


def _time_of_day(tokens: Sequence[Token], index: int) -> int | None:
    """The token after a time such as 17:30 or 17:30:05, or None."""
    if index and tokens[index - 1].text == ":" and tokens[index - 1].touches(tokens[index]):
        return None
    parts = [index]
    while len(parts) < 4 and _continues_time(tokens, parts[-1]):
        parts.append(parts[-1] + 2)
    if not 2 <= len(parts) <= 3 or len(tokens[index].folded) > 2 or int(tokens[index].folded) > 23:
        return None
    minutes = [tokens[part].folded for part in parts[1:]]
    return parts[-1] + 1 if all(len(part) == 2 and int(part) < 60 for part in minutes) else None


def _continues_time(tokens: Sequence[Token], index: int) -> bool:
    if index + 2 >= len(tokens) or tokens[index + 1].text != ":":
        return False
    first, colon, second = tokens[index : index + 3]
    both = first.kind is TokenKind.DIGITS and second.kind is TokenKind.DIGITS
    return both and first.touches(colon) and colon.touches(second)
