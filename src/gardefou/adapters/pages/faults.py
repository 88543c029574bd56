"""What the linter and the query language find wrong, in the language of the page; they write it in English."""

import gettext
from functools import cache
from importlib.resources import files
from io import BytesIO
from string import Formatter
from typing import Any

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from gardefou.adapters.report.language import NO_BREAK, typeset
from gardefou.kernel.message import Message

_BETWEEN = {"fr": f"{NO_BREAK}: "}


def said_in(language: str, *told: Message | str) -> str:
    """Sentences of findings, ways out and causes in a language; several are one cause, the outermost first."""
    return _BETWEEN.get(language, ": ").join(_said(language, each) for each in told)


def fault_catalogue(language: str) -> Catalog:
    """The sentences with their translations."""
    source = files("gardefou.adapters.pages").joinpath("locale", "faults", f"{language}.po")
    return read_po(BytesIO(source.read_bytes()), locale=language)


def _said(language: str, told: Message | str) -> str:
    message = Message(told) if isinstance(told, str) else told
    if language == "en":
        return str(message)
    template = typeset(_wording(language).gettext(message.template), language)
    return _InFrench().vformat(template, (), message.values)


@cache
def _wording(language: str) -> gettext.NullTranslations:
    compiled = BytesIO()
    write_mo(compiled, fault_catalogue(language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


class _InFrench(Formatter):
    def format_field(self, value: Any, format_spec: str) -> Any:
        text = super().format_field(value, format_spec)
        return text.replace(".", ",").replace("%", f"{NO_BREAK}%") if isinstance(value, float) else text
