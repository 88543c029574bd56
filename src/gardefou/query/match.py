"""Finds in a transcript what a query asks for, and tells where."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from gardefou.kernel.evidence import Evidence, EvidenceKind
from gardefou.kernel.measures import Measures
from gardefou.kernel.message import Message
from gardefou.kernel.span import Span
from gardefou.kernel.transcript import Role, Transcript
from gardefou.query.answers import Answer, denied, together
from gardefou.query.grounds import NOTHING, Grounds, either, every, passages_of
from gardefou.query.index import Index
from gardefou.query.measured import compared
from gardefou.query.model import (
    AllOf,
    AnyOf,
    ByRole,
    Figure,
    InWindow,
    Listed,
    Meaning,
    Measured,
    NearTime,
    NearWords,
    Not,
    Phrase,
    Query,
    Then,
)
from gardefou.query.ports import USUAL_LIKENESS, Likeness
from gardefou.query.quantities import Quantity, quantities
from gardefou.query.reach import Need, needs, window_of
from gardefou.query.removed import may_be_removed
from gardefou.query.spans import Match, Piece, distinct, match_of, near_time, near_words, then
from gardefou.query.unheard import why_unheard


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether a query holds, with the passages that show it, or that break a `not` in it.

    `known` is False where that cannot be told, and `why`, as when the call does not allow a measure; `found` is False
    then. `grounds` tells which of the passages are needed together.
    """

    found: bool
    evidence: tuple[Evidence, ...] = ()
    known: bool = True
    grounds: Grounds = NOTHING
    why: Message | None = None


@dataclass(frozen=True, slots=True)
class _Scope:
    roles: frozenset[Role]
    within: Span


class Searcher:
    """A transcript made ready for many queries.

    `measure(...)` in a query needs the call's measures, `meaning(...)` a likeness: `needs` tells which, before.
    """

    def __init__(
        self, transcript: Transcript, measures: Measures | None = None, likeness: Likeness | None = None
    ) -> None:
        self._index = Index(transcript)
        self._channels = sorted(set(self._index.channels))
        self._measures = measures
        self._likeness = likeness
        self._transcript = transcript
        spoken = [*(word.span for word in self._index.words), *(each.span for each in transcript.unheard)]
        self.conversation = Span(
            min((span.start_ms for span in spoken), default=0), max((span.end_ms for span in spoken), default=0)
        )
        """From the first word of the call to its last, what could not be transcribed included."""

    def find(self, query: Query) -> Finding:
        """Search the whole conversation.

        Raises ValueError when the query needs measures or a likeness that the searcher was not given.
        """
        given = {Need.MEASURES: self._measures, Need.MEANING: self._likeness}
        if missing := sorted(need for need in needs(query) if given[need] is None):
            raise ValueError(f"this query needs {' and '.join(missing)}, and the searcher was made without")
        answer = self._answer(query, _Scope(frozenset(Role), self.conversation))
        shown = passages_of(answer.grounds)
        return Finding(answer.found is True, shown, answer.found is not None, answer.grounds, answer.why)

    def begins_in(self, within: Span, start_ms: int) -> bool:
        """Whether what starts then lies in a window; the last instant of the conversation is inside."""
        to_the_end = within.end_ms == self.conversation.end_ms
        return within.start_ms <= start_ms and (start_ms < within.end_ms or to_the_end)

    def _answer(self, query: Query, scope: _Scope) -> Answer:
        match query:
            case AnyOf(parts):
                return together([self._answer(part, scope) for part in parts], holds=True)
            case AllOf(parts):
                return together([self._answer(part, scope) for part in parts], holds=False)
            case Not(part):
                return denied(self._answer(part, scope))
            case ByRole() | InWindow() | Listed():
                return self._answer(query.part, self._inner(query, scope))
            case Measured() if self._measures is not None:
                return compared(query, self._measures, self.conversation, self._channels)
            case _:
                matches = self._matches(query, scope)
                if not matches and (why := self._why_missing(query, scope)):
                    return Answer(None, why=why)
                return Answer(bool(matches), either(every(map(self._quote, each.pieces)) for each in matches))

    def _why_missing(self, query: Query, scope: _Scope) -> Message | None:
        """Why what was not found may have been said all the same."""
        if unheard := why_unheard(query, scope.roles, scope.within, self._transcript):
            return unheard
        if may_be_removed(query, scope.roles, scope.within, self._transcript):
            return Message("A figure may be among the personal data that was removed.")
        return None

    def _matches(self, query: Query, scope: _Scope) -> list[Match]:
        """Each place where something that is said stands."""
        match query:
            case AnyOf(parts):
                return sorted({match for part in parts for match in self._matches(part, scope)})
            case ByRole() | InWindow() | Listed():
                return self._matches(query.part, self._inner(query, scope))
            case NearWords(left, right, words):
                pair = self._matches(left, scope), self._matches(right, scope)
                return distinct(self._index, near_words(self._index, *pair, words))
            case NearTime(left, right, within_ms):
                pair = self._matches(left, scope), self._matches(right, scope)
                return distinct(self._index, near_time(self._index, *pair, within_ms))
            case Then(left, right):
                return distinct(self._index, then(self._matches(left, scope), self._matches(right, scope)))
            case _:
                return [match_of(self._index, piece) for piece in self._pieces(query) if self._lies_in(piece, scope)]

    def _pieces(self, query: Query) -> Iterable[Piece]:
        match query:
            case Phrase(words, exact):
                return self._index.phrases(words, exact)
            case Figure():
                return [(each.first, each.last) for each in self._quantities if each.answers(query)]
            case Meaning(text, at_least) if self._likeness is not None:
                near = self._likeness.near(text, USUAL_LIKENESS if at_least is None else at_least)
                return [piece for passage in near if (piece := self._index.tokens_of(passage))]
            case _:
                raise TypeError(f"{type(query).__name__} has no place in a transcript")

    @cached_property
    def _quantities(self) -> list[Quantity]:
        return list(quantities(self._index.tokens, self._index.runs, self._index.language))

    def _inner(self, query: ByRole | InWindow | Listed, scope: _Scope) -> _Scope:
        match query:
            case ByRole(role, _):
                return _Scope(scope.roles & {role}, scope.within)
            case InWindow(edge, length_ms, _):
                return _Scope(scope.roles, window_of(scope.within, edge, length_ms))
            case Listed():
                return scope

    def _lies_in(self, piece: Piece, scope: _Scope) -> bool:
        start_ms = self._index.words[self._index.word_of[piece[0]]].start_ms
        return self._index.roles[piece[0]] in scope.roles and self.begins_in(scope.within, start_ms)

    def _quote(self, piece: Piece) -> Evidence:
        """The words of a piece, whole."""
        quoted = self._index.words[self._index.word_of[piece[0]] : self._index.word_of[piece[1]] + 1]
        quote = " ".join(word.text for word in quoted)
        channel = self._index.channels[piece[0]]
        return Evidence(EvidenceKind.QUOTE, channel, quoted[0].start_ms, quoted[-1].end_ms, quote)
