"""One sentence as a call, to see what a query makes of it."""

from gardefou.kernel.transcript import Language, Role, Segment, Transcript, Word
from gardefou.query.match import Searcher
from gardefou.query.model import Meaning, Measured, NearTime, Query, inside
from gardefou.query.reach import named_roles

_WORD_MS = 300


def said(query: Query, sentence: str, language: str) -> bool | None:
    """Whether the query holds in a call of this one sentence; None where one sentence cannot tell.

    Who speaks is the one speaker that the query names, the adviser where it names none.
    """
    roles = named_roles(query) or frozenset({Role.ADVISER})
    if len(roles) > 1 or any(isinstance(each, Meaning | Measured | NearTime) for each in inside(query)):
        return None
    return Searcher(_call(sentence, next(iter(roles)), Language(language))).find(query).found


def _call(sentence: str, role: Role, language: Language) -> Transcript:
    words = tuple(
        Word(number * _WORD_MS, (number + 1) * _WORD_MS, word) for number, word in enumerate(sentence.split())
    )
    end_ms = len(words) * _WORD_MS
    segment = Segment(0, role, 0, end_ms, " ".join(word.text for word in words), None, words)
    other = Role.CUSTOMER if role is Role.ADVISER else Role.ADVISER
    return Transcript(end_ms, language, "one sentence", (segment,), roles=(role, other))
