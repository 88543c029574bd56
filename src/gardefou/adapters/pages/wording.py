"""The wording of served pages: written in French, with what the report's pages say already."""

import gettext
from functools import cache
from importlib.resources import files
from io import BytesIO

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from gardefou.adapters.report.language import page_wording, typeset

LANGUAGES = ("fr", "en")


def catalogues(code: str) -> dict[str, Catalog]:
    """The catalogues of a language by their names, one for each area of the pages."""
    folder = files("gardefou.adapters.pages").joinpath("locale", code)
    found = sorted((each for each in folder.iterdir() if each.name.endswith(".po")), key=lambda each: each.name)
    return {each.name: read_po(BytesIO(each.read_bytes()), locale=code) for each in found}


class _Merged(gettext.GNUTranslations):
    """All catalogues of a language as one; what they lack is looked up in `rest`."""

    def __init__(self, code: str, rest: gettext.NullTranslations) -> None:
        self._code = code
        merged = Catalog(locale=code)
        for each in catalogues(code).values():
            for message in each:
                if message.id:
                    merged[message.id] = message
        compiled = BytesIO()
        write_mo(compiled, merged)
        compiled.seek(0)
        super().__init__(compiled)
        self.add_fallback(rest)

    def gettext(self, message: str) -> str:
        return typeset(super().gettext(message), self._code)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return typeset(super().ngettext(msgid1, msgid2, n), self._code)


@cache
def wording(code: str) -> gettext.NullTranslations:
    """The wording of served pages in a language."""
    return page_wording("fr") if code == "fr" else _Merged(code, page_wording(code))


@cache
def refusal_wording(code: str) -> gettext.NullTranslations:
    """Why a clause refuses, which the clauses write in English."""
    return gettext.NullTranslations() if code == "en" else _Merged(code, gettext.NullTranslations())
