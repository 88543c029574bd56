"""The meaning of queries written down without any thought for speed: what the matcher is compared with."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from gardefou.kernel.span import Span
from gardefou.kernel.transcript import Role, Transcript, Word
from gardefou.query.model import (
    AllOf,
    AnyOf,
    ByRole,
    InWindow,
    NearTime,
    NearWords,
    Not,
    Phrase,
    Query,
    Then,
)
from gardefou.query.spans import MOST_PER_WORD
from gardefou.query.text import tokens


@dataclass(frozen=True)
class Said:
    """One token: `when` orders the tokens of all channels."""

    channel: int
    place: int
    word: Word
    text: str
    role: Role
    run: int
    when: tuple[int, int, int]


Pieces = tuple[tuple[Said, ...], ...]


def said(transcript: Transcript) -> list[list[Said]]:
    """The tokens of each channel."""
    channels = []
    for channel, role in enumerate(transcript.roles):
        segments = sorted((s for s in transcript.segments if s.channel == channel), key=lambda each: each.start_ms)
        words = [word for segment in segments for word in segment.words]
        found: list[Said] = []
        run = 0
        for number, word in enumerate(words):
            before = words[number - 1] if number else word
            run += not before.start_ms <= word.start_ms <= before.end_ms + 2000
            latest = max(each.start_ms for each in words[: number + 1])
            for text in tokens(word.text):
                found.append(Said(channel, len(found), word, text, role, run, (latest, channel, len(found))))
        channels.append(found)
    return channels


def places(query: Query, channels: list[list[Said]], roles: set[Role], within: Span, end_ms: int) -> set[Pieces]:
    """Each place where something said stands."""
    match query:
        case Phrase(words):
            return {
                (row,)
                for channel in channels
                for first in range(len(channel))
                if _is(row := tuple(channel[first : first + len(words)]), words)
                and row[0].role in roles
                and within.start_ms <= row[0].word.start_ms
                and (row[0].word.start_ms < within.end_ms or within.end_ms == end_ms)
            }
        case AnyOf(parts):
            return {each for part in parts for each in places(part, channels, roles, within, end_ms)}
        case ByRole(role, part):
            return places(part, channels, roles & {role}, within, end_ms)
        case InWindow(edge, length, part):
            first = max(within.start_ms, within.end_ms - length) if edge == "last" else within.start_ms
            last = min(within.end_ms, within.start_ms + length) if edge == "first" else within.end_ms
            return places(part, channels, roles, Span(first, last), end_ms)
    lefts = places(query.left, channels, roles, within, end_ms)  # type: ignore[union-attr]
    rights = places(query.right, channels, roles, within, end_ms)  # type: ignore[union-attr]
    match query:
        case Then():
            return _distinct((_joined(*pair) for pair in _closest(lefts, rights, lambda left, right: True)), channels)
        case NearTime(_, _, within_ms):
            pairs = _closest(lefts, rights, lambda left, right: _first(right)[0] - _last(left)[0] <= within_ms)
            pairs |= _closest(rights, lefts, lambda left, right: _first(right)[0] - _last(left)[0] <= within_ms)
            pairs |= _overlapping(lefts, rights) | _overlapping(rights, lefts)
            return _distinct((_joined(*pair) for pair in pairs), channels)
        case NearWords(_, _, most):

            def near(left: Pieces, right: Pieces) -> bool:
                last, first = left[0][-1], right[0][0]
                return (last.channel, last.run) == (first.channel, first.run) and first.place - last.place <= most

            lefts, rights = ({each for each in side if len(each) == 1} for side in (lefts, rights))
            found = set()
            for channel in range(len(channels)):
                own = [{each for each in side if each[0][0].channel == channel} for side in (lefts, rights)]
                found |= _closest(own[0], own[1], near) | _closest(own[1], own[0], near)
            rows = [(channels[a[0][0].channel], a[0][0].place, b[0][-1].place) for a, b in found]
            return _distinct(((tuple(channel[first : last + 1]),) for channel, first, last in rows), channels)
    raise AssertionError(query)


def _distinct(found: Iterable[Pieces], channels: list[list[Said]]) -> set[Pieces]:
    """The first of those over one stretch; where they are many, the shortest from and to each token."""
    every = sorted(set(found), key=_key)
    stretches = {(_first(each), _last(each), each if len(each) == 1 else None): each for each in reversed(every)}
    kept = sorted(stretches.values(), key=_key)
    if len(kept) <= MOST_PER_WORD * sum(map(len, channels)):
        return set(kept)
    starting = {_first(each): each for each in reversed(kept)}
    ending = {_last(each): each for each in kept}
    return {*starting.values(), *ending.values()}


def _is(row: tuple[Said, ...], words: tuple[str, ...]) -> bool:
    return [each.text for each in row] == list(words) and len({each.run for each in row}) == 1


def _first(pieces: Pieces) -> tuple[int, int, int]:
    return min(token.when for piece in pieces for token in piece)


def _last(pieces: Pieces) -> tuple[int, int, int]:
    return max(token.when for piece in pieces for token in piece)


def _closest(lefts: set[Pieces], rights: set[Pieces], near) -> set[tuple[Pieces, Pieces]]:
    """All pairs in order, less those where both could be nearer to something else."""
    pairs = [(left, right) for left, right in product(lefts, rights) if _last(left) < _first(right)]
    kept = set()
    for left, right in pairs:
        latest = max((other for other, third in pairs if third == right), key=lambda p: (_last(p), _key(p)))
        soonest = min((other for third, other in pairs if third == left), key=_key)
        if (latest == left or soonest == right) and near(left, right):
            kept.add((left, right))
    return kept


def _overlapping(ones: set[Pieces], others: set[Pieces]) -> set[tuple[Pieces, Pieces]]:
    kept = set()
    for one in ones:
        for channel in {other[0][0].channel for other in others}:
            while_said = [
                other
                for other in others
                if len(one) == len(other) == 1
                and other[0][0].channel == channel != one[0][0].channel
                and _first(other) <= _last(one)
            ]
            last = max(while_said, key=lambda p: (_last(p), _key(p)), default=None)
            if last and _last(last) >= _first(one):
                kept.add((one, last))
    return kept


def _key(pieces: Pieces) -> tuple[object, ...]:
    spans = tuple((piece[0].channel, piece[0].place, piece[-1].channel, piece[-1].place) for piece in pieces)
    return _first(pieces), _last(pieces), spans


def _joined(one: Pieces, other: Pieces) -> Pieces:
    pieces = {*one, *other}
    return tuple(sorted(pieces, key=lambda p: (p[0].channel, p[0].place, p[-1].channel, p[-1].place)))


def answer(query: Query, transcript: Transcript) -> tuple[bool, set[tuple[int, int, int]]]:
    """Whether a query holds, with the channel and times of what shows it."""
    channels = said(transcript)
    words = [token.word for channel in channels for token in channel]
    every = [word for segment in transcript.segments for word in segment.words] or words
    whole = Span(min((w.start_ms for w in every), default=0), max((w.end_ms for w in every), default=0))
    return _answer(query, channels, set(Role), whole, whole.end_ms)


def _answer(
    query: Query, channels: list[list[Said]], roles: set[Role], within: Span, end_ms: int
) -> tuple[bool, set[tuple[int, int, int]]]:
    match query:
        case AnyOf(parts) | AllOf(parts):
            answers = [_answer(part, channels, roles, within, end_ms) for part in parts]
            holds = (any if isinstance(query, AnyOf) else all)(found for found, _ in answers)
            return holds, {each for found, shown in answers if found is holds for each in shown}
        case Not(part):
            found, shown = _answer(part, channels, roles, within, end_ms)
            return (False, shown) if found else (True, set())
        case ByRole(role, part):
            return _answer(part, channels, roles & {role}, within, end_ms)
        case InWindow(edge, length, part):
            first = max(within.start_ms, within.end_ms - length) if edge == "last" else within.start_ms
            last = min(within.end_ms, within.start_ms + length) if edge == "first" else within.end_ms
            return _answer(part, channels, roles, Span(first, last), end_ms)
    shown = {
        (row[0].channel, row[0].word.start_ms, row[-1].word.end_ms)
        for pieces in places(query, channels, roles, within, end_ms)
        for row in pieces
    }
    return bool(shown), shown
