"""Security codes and expiries of payment cards."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gardefou.hearing.recognisers.card import CARD_WORDS
from gardefou.hearing.recognisers.personal import PersonalKind, PersonalSpan
from gardefou.hearing.recognisers.quantities import trimmed
from gardefou.hearing.recognisers.reading import Reading
from gardefou.hearing.recognisers.runs import Run, runs_of
from gardefou.hearing.recognisers.vocabulary import MONTHS

_CODE_WORDS = {"cryptogramme", "cryptogram", "cvv", "cvc"}
_CODE_PHRASES = {
    ("code", "securite"),
    ("security", "code"),
    ("code", "verification"),
    ("verification", "code"),
    ("code", "dos"),
    ("code", "back"),
    ("trois", "chiffres"),
    ("3", "chiffres"),
    ("three", "digits"),
    ("3", "digits"),
    ("chiffres", "dos"),
    ("digits", "back"),
}
_EXPIRY_WORDS = {"expire", "expiration", "expires", "expiry", "exp", "validite", "valable", "valid", "echeance", "fin"}
_PHRASE_REACH = 5
_CODE_REACH = 14
_EXPIRY_REACH = 12
_DETAIL_REACH = 6
_FAR = 1_000_000_000


def asks_for_details(text: str) -> bool:
    """Whether a passage asks for a card's security code or expiry, so that the answer to it is one."""
    reading = Reading(text)
    words = {token.folded for index, token in enumerate(reading.tokens) if reading.folded(index - 1) != "["}
    if words & _EXPIRY_WORDS and words & CARD_WORDS:
        return True
    return any(_is_code_word(reading, index) for index in range(len(reading.tokens)))


def find_card_details(
    reading: Reading, found: Sequence[PersonalSpan], asked: Sequence[int] = ()
) -> Iterator[PersonalSpan]:
    """What follows a card number or a word for its details; `asked` are offsets where somebody else asked for them."""
    runs = _short_runs(reading, found)
    barriers = _barriers(reading, found)
    questions = _questions(reading, asked)
    expected = _Expected()
    for index in range(len(reading.tokens)):
        expected.advance(reading, index, barriers.get(index), index in questions)
        run = runs.get(index)
        why = expected.explain(run) if run is not None else None
        if run is not None and why is not None:
            yield run.span(PersonalKind.CARD, why)
        elif expected.expiry and reading.folded(index) in MONTHS:
            yield from _month_and_year(reading, index)


@dataclass
class _Expected:
    """How many tokens ago a card ended, and for how many more a code or an expiry may come."""

    since_card: int = _FAR
    code: int = 0
    expiry: int = 0

    def advance(self, reading: Reading, index: int, barrier: PersonalKind | None, question: bool) -> None:
        self.since_card, self.code, self.expiry = self.since_card + 1, max(0, self.code - 1), max(0, self.expiry - 1)
        if barrier is not None:
            self.since_card, self.code, self.expiry = 0 if barrier is PersonalKind.CARD else _FAR, 0, 0
        if question or _is_code_word(reading, index):
            self.code = _CODE_REACH
        if reading.folded(index) in _EXPIRY_WORDS and self.since_card <= _EXPIRY_REACH:
            self.expiry = _EXPIRY_REACH

    def explain(self, run: Run) -> str | None:
        length = len(run.digits)
        if self.code and length in (3, 4):
            self.code = 0
            return "three or four digits after words for a security code"
        if self.expiry and 3 <= length <= 5:
            self.expiry = 0
            return "month and year of expiry after a payment card"
        if self.since_card <= _DETAIL_REACH and (length == 3 or _is_month_and_year(run)):
            return "security code or expiry right after a payment card"
        return None


def _short_runs(reading: Reading, found: Sequence[PersonalSpan]) -> dict[int, Run]:
    kept = (trimmed(run) for run in runs_of(reading, found))
    return {run.atoms[0].first: run for run in kept if run.atoms and len(run.digits) < 6}


def _barriers(reading: Reading, found: Sequence[PersonalSpan]) -> dict[int, PersonalKind]:
    """Tokens of what was found, now or in an earlier pass, over which no word reaches."""
    barriers = {index: PersonalKind.NUMBER for index, token in enumerate(reading.tokens) if token.text in "[]"}
    index = 0
    for span in sorted(found, key=lambda span: span.start):
        while index < len(reading.tokens) and reading.tokens[index].start < span.end:
            if reading.tokens[index].start >= span.start:
                barriers[index] = span.kind
            index += 1
    return barriers


def _questions(reading: Reading, asked: Sequence[int]) -> set[int]:
    """The first token at or after each offset."""
    questions, index = set(), 0
    for offset in sorted(asked):
        while index < len(reading.tokens) and reading.tokens[index].start < offset:
            index += 1
        questions.add(index)
    return questions


def _is_code_word(reading: Reading, index: int) -> bool:
    word = reading.folded(index)
    if word in _CODE_WORDS:
        return True
    reach = range(index + 1, index + _PHRASE_REACH)
    return any((word, reading.folded(other)) in _CODE_PHRASES for other in reach)


def _is_month_and_year(run: Run) -> bool:
    return len(run.digits) == 4 and len(run.atoms) > 1 and 1 <= int(run.digits[:2]) <= 12


def _month_and_year(reading: Reading, index: int) -> Iterator[PersonalSpan]:
    year = reading.atom_at.get(index + 1)
    if year is not None and len(year.digits) in (2, 4):
        start, end = reading.tokens[index].start, reading.tokens[year.last].end
        yield PersonalSpan(start, end, PersonalKind.CARD, "month and year of expiry after a payment card")
