"""The algebra of matches: which two of them stand near each other, or one after the other.

Of all pairs that could be made, an operator keeps the closest: each match with the nearest that follows it, and each
with the nearest that precedes it; of those over the same stretch one. Where they are still many more than the words of
the call, those stay that are the shortest of all that begin, or end, at one word, so that operators of operators stay
linear (after Clarke, Cormack and Burkowski, "An algebra for structured text search").
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from gardefou.query.index import Index

MOST_PER_WORD = 4
"""Matches of one operator for each word of the call, above which only the shortest stay."""

Piece = tuple[int, int]
"""First and last token of words in a row."""


class Match(NamedTuple):
    """Pieces found together, with the rank in time of the first and of the last token."""

    start: int
    end: int
    pieces: tuple[Piece, ...]


def match_of(index: Index, piece: Piece) -> Match:
    """A match of one piece."""
    return Match(index.ranks[piece[0]], index.ranks[piece[1]], (piece,))


def distinct(index: Index, matches: Iterable[Match]) -> list[Match]:
    """One match for each stretch in order, only the shortest ones where there are very many.

    What can be near a match, or follow it, depends on its stretch, and on the speaker where it is of one piece.
    """
    by_stretch: dict[tuple[int, int, Piece | None], Match] = {}
    for each in sorted(matches):
        alone = each.pieces[0] if len(each.pieces) == 1 else None
        by_stretch.setdefault((each.start, each.end, alone), each)
    kept = list(by_stretch.values())
    return kept if len(kept) <= MOST_PER_WORD * len(index.tokens) else shortest(kept)


def shortest(matches: Iterable[Match]) -> list[Match]:
    """Of the matches that begin at a word, and of those that end at one, the shortest, in order."""
    by_start: dict[int, Match] = {}
    by_end: dict[int, Match] = {}
    for each in sorted(matches):
        by_start.setdefault(each.start, each)
        by_end[each.end] = each
    return sorted({*by_start.values(), *by_end.values()})


def closest_pairs(
    lefts: Iterable[Match], rights: Iterable[Match], near: Callable[[Match, Match], bool]
) -> Iterator[tuple[Match, Match]]:
    """Each match of the left with the next of the right, and each of the right with the last one before of the left.

    `near` must hold for a pair when it holds for one that is farther apart.
    """
    by_end = sorted(set(lefts), key=lambda each: (each.end, each))
    by_start = sorted(set(rights))
    ends = [each.end for each in by_end]
    starts = [each.start for each in by_start]
    for left in by_end:
        after = bisect_right(starts, left.end)
        if after < len(by_start) and near(left, by_start[after]):
            yield left, by_start[after]
    for right in by_start:
        before = bisect_left(ends, right.start)
        if before and near(by_end[before - 1], right):
            yield by_end[before - 1], right


def then(lefts: Sequence[Match], rights: Sequence[Match]) -> set[Match]:
    """One after the other: the right begins after the last word of the left began."""
    return {_joined(*pair) for pair in closest_pairs(lefts, rights, lambda left, right: True)}


def near_words(index: Index, lefts: Sequence[Match], rights: Sequence[Match], most: int) -> set[Match]:
    """At most that many words on, in one run of one speaker; the words between belong to the match."""
    lefts, rights = _in_one_place(lefts), _in_one_place(rights)

    def near(left: Match, right: Match) -> bool:
        return right.start - left.end <= most and index.runs[left.end] == index.runs[right.start]

    pairs = [*closest_pairs(lefts, rights, near), *closest_pairs(rights, lefts, near)]
    return {match_of(index, (left.start, right.end)) for left, right in pairs}


def _in_one_place(matches: Iterable[Match]) -> list[Match]:
    """The matches of one piece, by token instead of by time."""
    return [Match(*each.pieces[0], each.pieces) for each in matches if len(each.pieces) == 1]


def near_time(index: Index, lefts: Sequence[Match], rights: Sequence[Match], most_ms: int) -> set[Match]:
    """At most that long from the last word of the one to the first of the other, or spoken at the same time."""

    def near(left: Match, right: Match) -> bool:
        return index.moment_at[right.start] - index.moment_at[left.end] <= most_ms

    pairs = [*closest_pairs(lefts, rights, near), *closest_pairs(rights, lefts, near)]
    pairs += [*_overlapping(index, lefts, rights), *_overlapping(index, rights, lefts)]
    return {_joined(*pair) for pair in pairs}


def _overlapping(index: Index, ones: Iterable[Match], others: Iterable[Match]) -> Iterator[tuple[Match, Match]]:
    """Each of the ones with the match of another channel that is under way last while it is said."""
    by_channel: dict[int, list[Match]] = defaultdict(list)
    for other in sorted(set(others)):
        if len(other.pieces) == 1:
            by_channel[index.channels[other.pieces[0][0]]].append(other)
    latest = {channel: _latest(matches) for channel, matches in by_channel.items()}
    starts = {channel: [each.start for each in matches] for channel, matches in by_channel.items()}
    for one in ones:
        own = index.channels[one.pieces[0][0]] if len(one.pieces) == 1 else None
        for channel in by_channel:
            before = bisect_right(starts[channel], one.end)
            if own not in (None, channel) and before and latest[channel][before - 1].end >= one.start:
                yield one, latest[channel][before - 1]


def _latest(matches: Iterable[Match]) -> list[Match]:
    """For each match of a list by start, the one up to it that ends last."""
    latest: list[Match] = []
    for each in matches:
        latest.append(each if not latest or (each.end, each) > (latest[-1].end, latest[-1]) else latest[-1])
    return latest


def _joined(one: Match, other: Match) -> Match:
    pieces = tuple(sorted({*one.pieces, *other.pieces}))
    return Match(min(one.start, other.start), max(one.end, other.end), pieces)
