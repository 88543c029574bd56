"""Finds in a transcript what a query asks for, and tells where."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gardefou.kernel.evidence import Evidence, EvidenceKind
from gardefou.kernel.span import Span
from gardefou.kernel.transcript import Role, Transcript, Word
from gardefou.query.model import AllOf, AnyOf, ByRole, InWindow, Not, Phrase, Query
from gardefou.query.text import tokens

LONGEST_PAUSE_IN_PHRASE_MS = 2_000
"""A phrase may run over two segments of a channel when no longer pause lies between."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether a query holds, with the passages that show it, or that break a `not` in it."""

    found: bool
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    word: int


class _Channel:
    """The words of one channel in order, and the folded tokens in them."""

    def __init__(self, channel: int, role: Role, words: Sequence[Word]) -> None:
        self.channel = channel
        self.role = role
        self.words = words
        self.tokens = [_Token(text, index) for index, word in enumerate(words) for text in tokens(word.text)]
        self.positions: dict[str, list[int]] = defaultdict(list)
        for position, token in enumerate(self.tokens):
            self.positions[token.text].append(position)
        self.vocabulary = sorted(self.positions)

    def starts(self, pattern: str) -> Iterable[int]:
        """Positions of tokens that the pattern matches."""
        if not pattern.endswith("*"):
            return self.positions.get(pattern, ())
        stem = pattern[:-1]
        first = bisect_left(self.vocabulary, stem)
        found: list[int] = []
        for text in self.vocabulary[first:]:
            if not text.startswith(stem):
                break
            found.extend(self.positions[text])
        return sorted(found)

    def matches_at(self, position: int, patterns: Sequence[str]) -> bool:
        """Whether the patterns match in a row from that position, without a long pause between words."""
        if position + len(patterns) > len(self.tokens):
            return False
        previous = self.words[self.tokens[position].word]
        for token, pattern in zip(self.tokens[position:], patterns, strict=False):
            word = self.words[token.word]
            together = previous.start_ms <= word.start_ms <= previous.end_ms + LONGEST_PAUSE_IN_PHRASE_MS
            if not together or not _matches(token.text, pattern):
                return False
            previous = word
        return True

    def evidence(self, position: int, length: int) -> Evidence:
        """The quote of that many tokens, in whole words."""
        first, last = self.tokens[position].word, self.tokens[position + length - 1].word
        quoted = self.words[first : last + 1]
        quote = " ".join(word.text for word in quoted)
        return Evidence(EvidenceKind.QUOTE, self.channel, quoted[0].start_ms, quoted[-1].end_ms, quote)


def _matches(text: str, pattern: str) -> bool:
    return text.startswith(pattern[:-1]) if pattern.endswith("*") else text == pattern


class Searcher:
    """A transcript made ready for many queries."""

    def __init__(self, transcript: Transcript) -> None:
        words: dict[tuple[int, Role], list[Word]] = defaultdict(list)
        for segment in sorted(transcript.segments, key=lambda each: each.start_ms):
            words[segment.channel, segment.role].extend(segment.words)
        self._channels = [_Channel(channel, role, said) for (channel, role), said in sorted(words.items())]
        spoken = [word.span for said in words.values() for word in said]
        self.conversation = Span(
            min((span.start_ms for span in spoken), default=0), max((span.end_ms for span in spoken), default=0)
        )
        """From the first word of the call to its last."""

    def find(self, query: Query) -> Finding:
        """Search the whole conversation."""
        return self._find(query, tuple(Role), self.conversation)

    def _find(self, query: Query, roles: tuple[Role, ...], within: Span) -> Finding:
        match query:
            case Phrase(words):
                evidence = tuple(self._phrases(words, roles, within))
                return Finding(bool(evidence), evidence)
            case AnyOf(parts):
                findings = [self._find(part, roles, within) for part in parts]
                found = any(each.found for each in findings)
                return Finding(found, _joined(each for each in findings if each.found is found))
            case AllOf(parts):
                findings = [self._find(part, roles, within) for part in parts]
                found = all(each.found for each in findings)
                return Finding(found, _joined(each for each in findings if each.found is found))
            case Not(part):
                inner = self._find(part, roles, within)
                return Finding(False, inner.evidence) if inner.found else Finding(True)
            case ByRole(role, part):
                return self._find(part, tuple(each for each in roles if each is role), within)
            case InWindow(edge, length_ms, part):
                return self._find(part, roles, window_of(within, edge, length_ms))

    def _phrases(self, words: tuple[str, ...], roles: tuple[Role, ...], within: Span) -> Iterable[Evidence]:
        for channel in self._channels:
            if channel.role not in roles:
                continue
            for position in channel.starts(words[0]):
                if channel.matches_at(position, words):
                    evidence = channel.evidence(position, len(words))
                    if self.begins_in(within, evidence.start_ms):
                        yield evidence

    def begins_in(self, within: Span, start_ms: int) -> bool:
        """Whether what starts then lies in a window; the last instant of the conversation is inside."""
        to_the_end = within.end_ms == self.conversation.end_ms
        return within.start_ms <= start_ms and (start_ms < within.end_ms or to_the_end)


def window_of(conversation: Span, edge: str, length_ms: int) -> Span:
    """The first or last milliseconds of a conversation."""
    if edge == "first":
        return Span(conversation.start_ms, min(conversation.end_ms, conversation.start_ms + length_ms))
    return Span(max(conversation.start_ms, conversation.end_ms - length_ms), conversation.end_ms)


def _joined(findings: Iterable[Finding]) -> tuple[Evidence, ...]:
    evidence = {each for finding in findings for each in finding.evidence}
    return tuple(sorted(evidence, key=lambda each: (each.start_ms, each.channel, each.end_ms)))


def searched_span(query: Query, within: Span) -> Span:
    """Where a query looks: the stretch of a conversation around all its windows."""
    match query:
        case InWindow(edge, length_ms, part):
            return searched_span(part, window_of(within, edge, length_ms))
        case ByRole(_, part) | Not(part):
            return searched_span(part, within)
        case AnyOf(parts) | AllOf(parts):
            spans = [searched_span(part, within) for part in parts]
            return Span(min(span.start_ms for span in spans), max(span.end_ms for span in spans))
        case _:
            return within


def searched_roles(query: Query) -> frozenset[Role]:
    """Whose words a query looks at."""
    match query:
        case ByRole(role, part):
            return searched_roles(part) & {role}
        case InWindow(_, _, part) | Not(part):
            return searched_roles(part)
        case AnyOf(parts) | AllOf(parts):
            return frozenset(role for part in parts for role in searched_roles(part))
        case _:
            return frozenset(Role)


def named_roles(query: Query) -> frozenset[Role]:
    """The roles that a query names."""
    match query:
        case ByRole(role, part):
            return named_roles(part) | {role}
        case InWindow(_, _, part) | Not(part):
            return named_roles(part)
        case AnyOf(parts) | AllOf(parts):
            return frozenset(role for part in parts for role in named_roles(part))
        case _:
            return frozenset()


def asks_for_all(query: Query) -> bool:
    """Whether a query asks for several things, inside its scopes."""
    match query:
        case ByRole(_, part) | InWindow(_, _, part):
            return asks_for_all(part)
        case _:
            return isinstance(query, AllOf)
