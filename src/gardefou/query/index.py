"""A transcript as words in order, by speaker, made ready to be searched."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

from gardefou.kernel.passages import Passage
from gardefou.kernel.transcript import Role, Transcript, Word
from gardefou.query.inflection import inflection_of
from gardefou.query.text import Token, folded, without_removed, written_tokens

LONGEST_PAUSE_IN_PHRASE_MS = 2_000
"""A phrase may run over two segments of a channel when no longer pause lies between."""


class Index:
    """Every folded token with a number; those of one channel follow each other.

    `runs` numbers the stretches without a long pause; `ranks` orders the tokens of all channels by the start of their
    words; `moments` gives that start.
    """

    def __init__(self, transcript: Transcript) -> None:
        said: dict[tuple[int, Role], list[Word]] = defaultdict(list)
        for segment in sorted(transcript.segments, key=lambda each: each.start_ms):
            said[segment.channel, segment.role].extend(segment.words)
        self.language = transcript.language
        self.words: list[Word] = []
        self.tokens: list[Token] = []
        self.word_of: list[int] = []
        self.roles: list[Role] = []
        self.channels: list[int] = []
        self.runs: list[int] = []
        self.moments: list[int] = []
        self._run = 0
        self._read: dict[str, list[Token]] = {}
        for (channel, role), words in sorted(said.items()):
            self._add(channel, role, words)
        order = sorted(range(len(self.tokens)), key=lambda token: (self.moments[token], token))
        self.ranks = [0] * len(order)
        for rank, token in enumerate(order):
            self.ranks[token] = rank
        self.moment_at = [self.moments[token] for token in order]
        self.positions: dict[str, list[int]] = defaultdict(list)
        for number, token_ in enumerate(self.tokens):
            self.positions[token_.text].append(number)

    def _add(self, channel: int, role: Role, words: Sequence[Word]) -> None:
        previous: Word | None = None
        latest = 0
        self._run += 1
        for word in words:
            if previous and not _together(previous, word):
                self._run += 1
            latest = max(latest, word.start_ms)
            if word.text not in self._read:
                self._read[word.text] = written_tokens(word.text) or _in_place_of_data(word.text)
            for token in self._read[word.text]:
                self.tokens.append(token)
                self.word_of.append(len(self.words))
                self.roles.append(role)
                self.channels.append(channel)
                self.runs.append(self._run)
                self.moments.append(latest)
            self.words.append(word)
            previous = word

    @cached_property
    def _families(self) -> dict[str, set[str]]:
        """The words of the transcript by what forms of one word have in common."""
        families: dict[str, set[str]] = defaultdict(set)
        inflection = inflection_of(self.language)
        for token in {token.accented: token for token in self.tokens}.values():
            for key in inflection.keys(token.accented):
                families[key].add(token.text)
        return families

    def forms(self, pattern: str, exact: bool) -> Iterable[str]:
        """The words of the transcript that a word of a query stands for."""
        plain, keys = _asked(pattern, self.language)
        if "*" in plain:
            return self._completions(plain)
        found = {plain} if plain in self.positions else set()
        for key in () if exact else keys:
            found |= self._families.get(key, set())
        return found

    def _completions(self, plain: str) -> Iterable[str]:
        part = plain.strip("*")
        if plain.startswith("*") and plain.endswith("*"):
            return [text for text in self.positions if part in text]
        if plain.startswith("*"):
            return [text for text in self.positions if text.endswith(part)]
        return [text for text in self.positions if text.startswith(part)]

    def phrases(self, patterns: Sequence[str], exact: bool) -> Iterator[tuple[int, int]]:
        """First and last token of each place where the patterns match in a row, in order."""
        forms: list[frozenset[str]] = []
        for pattern in patterns:
            forms.append(frozenset(self.forms(pattern, exact)))
            if not forms[-1]:
                return
        for first in sorted(place for form in forms[0] for place in self.positions[form]):
            if self._goes_on(first, forms):
                yield first, first + len(forms) - 1

    def _goes_on(self, first: int, forms: Sequence[frozenset[str]]) -> bool:
        last = first + len(forms) - 1
        in_one_run = last < len(self.tokens) and self.runs[first] == self.runs[last]
        return in_one_run and all(self.tokens[first + step].text in form for step, form in enumerate(forms))

    @cached_property
    def _places(self) -> dict[tuple[int, int, int], int]:
        """The first token by channel and times of its word."""
        places: dict[tuple[int, int, int], int] = {}
        for number in range(len(self.tokens) - 1, -1, -1):
            word = self.words[self.word_of[number]]
            places[self.channels[number], word.start_ms, word.end_ms] = number
        return places

    def tokens_of(self, passage: Passage) -> tuple[int, int] | None:
        """First and last token of a passage of this transcript, None where it holds no token."""
        keys = [(passage.channel, word.start_ms, word.end_ms) for word in passage.words]
        found = [self._places[key] for key in keys if key in self._places]
        if not found:
            return None
        last = max(found)
        while last + 1 < len(self.tokens) and self.word_of[last + 1] == self.word_of[last]:
            last += 1
        return min(found), last


@lru_cache(maxsize=8_192)
def _asked(pattern: str, language: str) -> tuple[str, frozenset[str]]:
    """A word of a query, folded, and what its forms have in common; words of calls are not kept so."""
    return folded(pattern), inflection_of(language).keys(pattern)


def _in_place_of_data(text: str) -> list[Token]:
    """Something that was said and that no query finds."""
    return [] if without_removed(text) == text else [Token("[]", "[]", closed=True)]


def _together(previous: Word, word: Word) -> bool:
    return previous.start_ms <= word.start_ms <= previous.end_ms + LONGEST_PAUSE_IN_PHRASE_MS
