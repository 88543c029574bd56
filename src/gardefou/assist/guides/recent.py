"""What is searched anew when an utterance comes: the last minute of a call, where that is enough for a query."""

from dataclasses import replace
from math import inf

from gardefou.kernel.span import Span
from gardefou.kernel.transcript import Segment, Transcript
from gardefou.query.match import Searcher
from gardefou.query.model import AnyOf, ByRole, Figure, InWindow, Listed, NearTime, NearWords, Phrase, Query

SEARCHED_MS = 60_000
"""So long before an utterance begins what was said is searched with it."""
FRESH_MS = 40_000
"""What begins longer ago was found before, or is cut by where the search begins."""
FARTHEST_MS = 20_000
"""So far apart words may be that are found together, for the last minute to be enough."""
LONGEST_END_MS = 45_000
WORD_MS = 500


class RecentSearcher(Searcher):
    """The end of a call from a minute before an utterance; `first` and `last` in a query still count from the call."""

    def __init__(self, call: Transcript, new: Segment) -> None:
        since_ms = new.start_ms - SEARCHED_MS
        super().__init__(replace(call, segments=tuple(each for each in call.segments if each.end_ms >= since_ms)))
        worded = [each.words for each in call.segments if each.words]
        spoken = [*(Span(each[0].start_ms, each[-1].end_ms) for each in worded), *(each.span for each in call.unheard)]
        self.conversation = Span(
            min((each.start_ms for each in spoken), default=0), max((each.end_ms for each in spoken), default=0)
        )
        self.elapsed_ms = new.start_ms - self.conversation.start_ms
        self.fresh_ms = new.start_ms - FRESH_MS
        """From when on its passages are new."""


def lasts(query: Query) -> bool:
    """Whether what a query found stays found, and lies in the last minute when it is first said."""
    return _reach_ms(query) <= FARTHEST_MS


def is_of_the_end(query: Query) -> bool:
    """Whether a query looks at less than the last minute."""
    if isinstance(query, ByRole | Listed):
        return is_of_the_end(query.part)
    if not isinstance(query, InWindow) or query.edge != "last":
        return False
    return query.length_ms <= LONGEST_END_MS and lasts(query.part)


def opening_ms(query: Query) -> float:
    """In how much of the opening of the call a query looks, infinite where it looks further."""
    if isinstance(query, ByRole | Listed):
        return opening_ms(query.part)
    return query.length_ms if isinstance(query, InWindow) and query.edge == "first" else inf


def _reach_ms(query: Query) -> float:
    """How far apart the words may be that a query finds together."""
    match query:
        case Phrase() | Figure():
            return 0
        case AnyOf(parts):
            return max(map(_reach_ms, parts))
        case ByRole(_, part) | Listed(_, part) | InWindow("first", _, part):
            return _reach_ms(part)
        case NearWords(left, right, words):
            return _reach_ms(left) + _reach_ms(right) + words * WORD_MS
        case NearTime(left, right, within_ms):
            return _reach_ms(left) + _reach_ms(right) + within_ms
    return inf
