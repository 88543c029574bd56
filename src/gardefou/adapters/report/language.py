"""The report's two languages: its wording, its typography, its figures."""

import gettext
import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from io import BytesIO

from babel.dates import format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from gardefou.kernel.measures import Measure, Unit

NO_BREAK = "\N{NO-BREAK SPACE}"


def message(text: str) -> str:
    """Mark a French text for translation where it stands, to be worded later."""
    return text


def typeset(text: str, language: str) -> str:
    """Wording of the program as it is printed: typographic apostrophes and, in French, the spaces that hold."""
    text = re.sub(r"(?<=\w)'(?=\w)", "\N{RIGHT SINGLE QUOTATION MARK}", text)
    if language != "fr":
        return text
    text = re.sub(r" (?=[:;?!»]|%%|%$|% )", NO_BREAK, text)
    return re.sub(r"« ", f"«{NO_BREAK}", text)


class _AsWritten(gettext.NullTranslations):
    """The language that messages are written in: nothing to look up, but French zero is singular."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self._code = code

    def gettext(self, message: str) -> str:
        return typeset(message, self._code)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n < 2 else msgid2)


class _Catalogue(gettext.GNUTranslations):
    """A language that messages are translated into, from its `.po` file."""

    def __init__(self, code: str) -> None:
        self._code = code
        source = files("gardefou.adapters.report").joinpath("locale", f"{code}.po")
        compiled = BytesIO()
        with source.open("rb") as text:
            write_mo(compiled, read_po(text, locale=code))
        compiled.seek(0)
        super().__init__(compiled)

    def gettext(self, message: str) -> str:
        return typeset(super().gettext(message), self._code)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return typeset(super().ngettext(msgid1, msgid2, n), self._code)


@cache
def page_wording(code: str) -> gettext.NullTranslations:
    """The wording of the pages, written in French."""
    return _AsWritten("fr") if code == "fr" else _Catalogue(code)


@cache
def program_wording(code: str) -> gettext.NullTranslations:
    """The sentences of the evaluation, which the rest of the program writes in English (`kernel.message`)."""
    return _AsWritten("en") if code == "en" else _Catalogue(code)


@dataclass(frozen=True, slots=True)
class Figures:
    """Times and numbers as one language writes them."""

    code: str

    def clock(self, ms: int) -> str:
        """A position in the call."""
        seconds = ms // 1000
        hours, minutes = seconds // 3600, seconds // 60 % 60
        return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"

    def duration(self, ms: float) -> str:
        """A length of time, to the tenth of a second under ten seconds."""
        if ms < 9_950:
            return f"{self.decimal(ms / 1000, '0.#')}{NO_BREAK}s"
        minutes, seconds = divmod(round(ms / 1000), 60)
        if not minutes:
            return f"{seconds}{NO_BREAK}s"
        rest = f"{NO_BREAK}{seconds:02}" if self.code == "fr" else f"{NO_BREAK}{seconds}{NO_BREAK}s"
        return f"{minutes}{NO_BREAK}min{rest if seconds else ''}"

    def decimal(self, value: float, pattern: str = "0.00") -> str:
        """A number with the language's decimal sign."""
        return format_decimal(value, pattern, locale=self.code)

    def percent(self, share: float) -> str:
        """A share as a whole percentage."""
        return format_percent(share, "0%" if self.code == "en" else f"0{NO_BREAK}%", locale=self.code)

    def moment(self, when: datetime) -> str:
        """A date with its hour."""
        pattern = f"d MMMM y, H{NO_BREAK}'h'{NO_BREAK}mm" if self.code == "fr" else "d MMMM y, HH:mm"
        return format_datetime(when, pattern, tzinfo=when.tzinfo, locale=self.code)

    def value(self, measure: Measure) -> str | None:
        """A measure's value with its unit, None when the call does not allow it."""
        if measure.value is None:
            return None
        match measure.unit:
            case Unit.SHARE:
                return self.percent(measure.value)
            case Unit.MILLISECONDS:
                return self.duration(measure.value)
            case Unit.COUNT:
                return self.decimal(measure.value, "0")
