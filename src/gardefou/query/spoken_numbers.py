"""Numbers as people say them and as recognisers write them."""

from collections.abc import Sequence

from gardefou.query.text import Token
from gardefou.query.units import MOST_DIGITS

_FRENCH = {
    "zero": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8,
    "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
    "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70,
    "huitante": 80, "octante": 80, "nonante": 90, "cent": 100, "cents": 100, "mille": 1_000, "million": 1_000_000,
    "millions": 1_000_000,
}  # fmt: skip
_ENGLISH = {
    "zero": 0, "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1_000,
    "million": 1_000_000, "millions": 1_000_000,
}  # fmt: skip
NUMBER_WORDS = frozenset({*_FRENCH, *_ENGLISH})
_AND = {"fr": "et", "en": "and"}
_POINT = {"fr": "virgule", "en": "point"}
_ARTICLES = frozenset({"un", "une", "a", "one"})
"""Numbers only before a unit or in a longer number."""

ReadNumber = tuple[float, int, bool]
"""The value, the token after it, and whether it is an article that only a unit makes a number."""


class NumberReader:
    """Reads numbers from tokens, none over a long pause or a mark of punctuation."""

    def __init__(self, tokens: Sequence[Token], runs: Sequence[int], language: str) -> None:
        self._tokens = tokens
        self._runs = runs
        self._languages = (language[:2].lower(),) if language[:2].lower() in _AND else ("fr", "en")

    def text(self, place: int) -> str:
        """The token there if it goes on from the one before, else nothing."""
        return self._tokens[place].text if self.follows(place) else ""

    def follows(self, place: int) -> bool:
        """Whether a token goes on from the one before."""
        if not 0 < place < len(self._tokens):
            return False
        return self._runs[place] == self._runs[place - 1] and not self._tokens[place - 1].closed

    def read(self, place: int) -> ReadNumber | None:
        """The longest number that begins there."""
        if place >= len(self._tokens):
            return None
        if self._is_digits(place):
            return self._digits(place)
        return next((found for each in self._languages if (found := self._words(place, each))), None)

    def _is_digits(self, place: int) -> bool:
        text = self._tokens[place].text
        return text.isascii() and text.isdecimal()

    def _digits(self, place: int) -> ReadNumber | None:
        text, after = self._tokens[place].text, place + 1
        while self._groups(place, after):
            text, after = text + self._tokens[after].text, after + 1
        if len(text) > MOST_DIGITS:
            return None
        value = float(text)
        if self.follows(after) and self._tokens[after].before in {",", "."} and self._is_digits(after):
            decimals = self._tokens[after].text
            if len(decimals) > MOST_DIGITS:
                return None
            value, after = float(f"{text}.{decimals}"), after + 1
        factor = {"mille": 1_000, "thousand": 1_000, "million": 1_000_000, "millions": 1_000_000}.get(self.text(after))
        return (value * factor, after + 1, False) if factor else (value, after, False)

    def _groups(self, place: int, after: int) -> bool:
        """Whether the next token is three more digits of a number that began at `place`."""
        first = self._tokens[place].text
        if not (self.follows(after) and self._is_digits(after) and len(self._tokens[after].text) == 3):
            return False
        between = self._tokens[after].before
        thousands = {"", " ", "'"} | ({","} if self._languages == ("en",) else set())
        point = between == "." and self._languages == ("fr",)
        return len(first) <= 3 and not first.startswith("0") and (between in thousands or point)

    def _words(self, place: int, language: str) -> ReadNumber | None:
        if self._tokens[place].text == "cent" and place and self._tokens[place - 1].text == "pour":
            return None
        whole = self._whole(place, language)
        if whole is None:
            return None
        value, after = whole
        if self.text(after) == _POINT[language] and (decimals := self._decimals(after + 1, language)):
            value, after = float(f"{int(value)}.{decimals[0]}"), decimals[1]
        alone = after == place + 1 and self._tokens[place].text in _ARTICLES
        return value, after, alone

    def _decimals(self, place: int, language: str) -> tuple[str, int] | None:
        """Digits one by one, or zeros and a number."""
        said, after = "", place
        while self.follows(after) and len(said) < MOST_DIGITS:
            whole = self._whole(after, language)
            if whole is None or (said.strip("0") and (whole[0] > 9 or language == "fr")):
                break
            said, after = said + f"{int(whole[0])}", whole[1]
        return (said, after) if said else None

    def _whole(self, place: int, language: str) -> tuple[float, int] | None:
        names = _FRENCH if language == "fr" else _ENGLISH
        total, group, step, after = 0, None, names.get(self._tokens[place].text), place
        while step is not None:
            added = _added(total, group, step, language)
            if added is None:
                break
            total, group = added
            after += 1
            nexts = after + (self.text(after) == _AND[language] and self._joins(after + 1, step, names))
            step = names.get(self.text(nexts))
            if step is not None and _added(total, group, step, language) is None:
                step = None
            after = nexts if step is not None else after
        return (float(total + (group or 0)), after) if after > place else None

    def _joins(self, place: int, before: int, names: dict[str, int]) -> bool:
        """Whether "et" or "and" goes on with a number: vingt et un, two hundred and five."""
        step = names.get(self.text(place))
        return step is not None and (before >= 100 or (before >= 20 and step in {1, 11}))


def _added(total: int, group: int | None, step: int, language: str) -> tuple[int, int | None] | None:
    """The sum of thousands and the group under way with one more word, None where that begins another number."""
    if step >= 1_000:
        if group == 0 or (total and total < 1_000_000) or (total and step >= 1_000_000):
            return None
        return total + (group or 1) * step, None
    if group is None:
        return (total, step) if step or not total else None
    if step == 100:
        return (total, group * 100) if 1 <= group <= 9 else None
    if step == 20 and group % 100 == 4:
        return total, group + 76
    last = group % 100
    if language == "fr" and last == 10:
        return (total, group + step) if 7 <= step <= 9 else None
    room = 20 if last in {60, 80} else 10 if last in {20, 30, 40, 50, 70, 90} else 100 if group and last == 0 else 0
    return (total, group + step) if 0 < step < room else None
