"""What queries find in a call that goes on, without a search of the whole call after every utterance."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from gardefou.assist.guides.recent import SEARCHED_MS, RecentSearcher, is_of_the_end, lasts, opening_ms
from gardefou.kernel.transcript import Segment, Transcript
from gardefou.query.match import Finding, Searcher
from gardefou.query.model import AllOf, Query

NOTHING = Finding(found=False)


class _Kind(Enum):
    LASTING = auto()
    OF_THE_END = auto()
    OF_THE_WHOLE = auto()


@dataclass
class _Asked:
    """A query with what it found, after which utterance it was asked last, and how far the call was then."""

    query: Query
    kind: _Kind
    finding: Finding = NOTHING
    turn: int = 0
    elapsed_ms: int = 0


class Findings:
    """What each query found so far; it is told of every utterance, and starts over where it was not.

    What lasts, as do words near each other, is looked for near the new utterance, and remembered. The `whole` call is
    asked what was not asked after the utterance before, and what its end cannot answer, as `not` and `then`.
    """

    def __init__(self, whole: Callable[[Transcript], Searcher]) -> None:
        self._whole = whole
        self._asked: dict[int, _Asked] = {}
        self._call: Transcript | None = None
        self._near: RecentSearcher | None = None
        self._turn = 1

    def follow(self, call: Transcript, new: Segment) -> None:
        """The call goes on with an utterance."""
        if call is self._call:
            return
        if self._call is None or len(call.segments) != len(self._call.segments) + 1:
            self._asked.clear()
        self._call, self._near = call, RecentSearcher(call, new)
        self._turn += 1

    @property
    def start_ms(self) -> int:
        """When the first word of the call was said."""
        return self._near.conversation.start_ms if self._near else 0

    def find(self, query: Query) -> Finding:
        """Search the call so far."""
        if self._call is None or self._near is None:
            return NOTHING
        asked = self._asked.setdefault(id(query), _Asked(query, _kind(query)))
        if asked.turn != self._turn:
            asked.finding = self._found(asked, self._call, self._near)
            asked.turn, asked.elapsed_ms = self._turn, self._near.elapsed_ms
        return asked.finding

    def forget(self) -> None:
        """Let go of every word."""
        self._asked.clear()
        self._call = self._near = None

    def _found(self, asked: _Asked, call: Transcript, near: RecentSearcher) -> Finding:
        if isinstance(asked.query, AllOf):
            parts = [self.find(part) for part in asked.query.parts]
            return Finding(all(each.found for each in parts), tuple(found for each in parts for found in each.evidence))
        if asked.elapsed_ms > opening_ms(asked.query) + SEARCHED_MS:
            return asked.finding
        if asked.kind is _Kind.OF_THE_END:
            return near.find(asked.query)
        if asked.kind is _Kind.LASTING and asked.turn == self._turn - 1:
            found = near.find(asked.query).evidence
            fresh = [each for each in found if each.start_ms >= near.fresh_ms and each not in asked.finding.evidence]
            evidence = (*asked.finding.evidence, *fresh)
            return Finding(bool(evidence), evidence) if fresh else asked.finding
        return self._whole(call).find(asked.query)


def _kind(query: Query) -> _Kind:
    if lasts(query):
        return _Kind.LASTING
    return _Kind.OF_THE_END if is_of_the_end(query) else _Kind.OF_THE_WHOLE
