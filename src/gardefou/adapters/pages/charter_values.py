"""The values of a charter in words, in pieces that a comparison keeps whole."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from babel import Locale
from babel.numbers import format_decimal, format_percent

from gardefou.adapters.pages.charter_units import Sentence, Unit
from gardefou.adapters.pages.charter_words import NONE_WRITTEN, NOTHING
from gardefou.adapters.pages.dates import Dates
from gardefou.adapters.pages.wording import wording
from gardefou.adapters.report.language import NO_BREAK

Pieces = tuple[str, ...]
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_WORD = re.compile(r"\s*\S+")
_EXACT = "#,##0.##########"


class Values:
    """Values in one language; two that differ are never written alike."""

    def __init__(self, code: str) -> None:
        self._code = code
        self._wording = wording(code)
        self._dates = Dates(code)

    def worded(self, text: str) -> str:
        """A message in this language."""
        return self._wording.gettext(text)

    def filled(self, text: str, values: Mapping[str, Pieces]) -> Pieces:
        """A message with its values put in, each in its pieces."""
        parts = _PLACEHOLDER.split(self.worded(text) if text != "{value}" else text)
        pieces = [(part,) if place % 2 == 0 else values[part] for place, part in enumerate(parts)]
        return tuple(piece for each in pieces for piece in each if piece)

    def pieces(self, sentence: Sentence, value: Any) -> Pieces:
        """A value as its sentence writes it."""
        match sentence.unit:
            case _ if value is None:
                return (self.worded(NONE_WRITTEN),)
            case Unit.TEXT:
                return tuple(_WORD.findall(value))
            case Unit.QUOTE:
                return self._quoted(_WORD.findall(value))
            case Unit.QUOTES:
                return self.joined(("".join(self._quoted((each,))) for each in value), apart=True)
            case Unit.LIST:
                return self.joined(self.worded(sentence.choices[each]) if sentence.choices else each for each in value)
            case Unit.CHOICE:
                return (self.worded(sentence.choices[value]),)
            case _:
                return (self._written(sentence.unit, value),)

    def joined(self, items: Iterable[str], *, apart: bool = False) -> Pieces:
        """A list whose items are pieces; long ones stand apart, by semicolons."""
        separator = (f"{NO_BREAK}; " if self._code == "fr" else "; ") if apart else ", "
        pieces = [piece for each in items for piece in (separator, each)][1:]
        return tuple(pieces) or (self.worded(NOTHING),)

    def _quoted(self, words: Iterable[str]) -> Pieces:
        marks = (f"«{NO_BREAK}", f"{NO_BREAK}»") if self._code == "fr" else ("“", "”")
        return (marks[0], *words, marks[1])

    def _written(self, unit: Unit, value: Any) -> str:
        match value:
            case date():
                return self._dates.full_day(value)
            case str() if unit is Unit.COUNTRY:
                return f"{Locale.parse(self._code).territories.get(value, value)} ({value})"
            case str():
                return value
            case _ if unit is Unit.SHARE:
                pattern = f"{_EXACT}{NO_BREAK}%" if self._code == "fr" else f"{_EXACT}%"
                return format_percent(_exact(value), pattern, locale=self._code, decimal_quantization=False)
            case _:
                number = format_decimal(_exact(value), _EXACT, locale=self._code, decimal_quantization=False)
                return self._counted(unit, value) % {"num": number}

    def _counted(self, unit: Unit, value: float) -> str:
        """The words for so many of something; a fraction is plural in English, and in French from two on."""
        ngettext, count = self._wording.ngettext, int(value) if self._code == "fr" or value == int(value) else 2
        match unit:
            case Unit.CALLS:
                return ngettext("%(num)s appel", "%(num)s appels", count)
            case Unit.DAYS:
                return ngettext("%(num)s jour", "%(num)s jours", count)
            case Unit.WORKED_DAYS:
                return ngettext("%(num)s jour travaillé", "%(num)s jours travaillés", count)
            case Unit.MINUTES:
                return ngettext("%(num)s minute", "%(num)s minutes", count)
            case Unit.HOURS:
                return ngettext("%(num)s heure", "%(num)s heures", count)
            case Unit.PEOPLE:
                return ngettext("%(num)s personne", "%(num)s personnes", count)
            case Unit.EVALUATIONS:
                return ngettext("%(num)s évaluation", "%(num)s évaluations", count)
            case Unit.SIGNATURES:
                return ngettext("%(num)s signature", "%(num)s signatures", count)
            case _:
                return "%(num)s"


def _exact(value: float) -> Decimal:
    return Decimal(repr(value)).normalize()


@cache
def values_in(code: str) -> Values:
    """The values of charters in a language."""
    return Values(code)
