"""Renders served pages: one environment per language, over the report's building blocks."""

import re
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from gardefou.adapters.pages import words
from gardefou.adapters.pages.clauses import CLAUSES, NOT_QUOTED
from gardefou.adapters.pages.dates import equip_with_dates
from gardefou.adapters.pages.faults import said_in
from gardefou.adapters.pages.file_faults import file_fault_in
from gardefou.adapters.pages.served_files import asset
from gardefou.adapters.pages.wording import refusal_wording, wording
from gardefou.adapters.report.filters import equip
from gardefou.adapters.report.language import Figures, typeset

NUMBER = re.compile(r"\d+")


@cache
def environment(code: str) -> Environment:
    """The templates in one language; a name that the served pages lack is looked for among the report's."""
    made = Environment(
        loader=ChoiceLoader([PackageLoader("gardefou.adapters.pages"), PackageLoader("gardefou.adapters.report")]),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_translations(wording(code), newstyle=True)  # type: ignore[attr-defined]
    equip(made, code, wording(code))
    equip_with_dates(made, code)
    made.filters.update({"percent": Figures(code).percent, "why": _why(code)})
    made.globals.update({"code": code, "asset": asset, "clauses": CLAUSES, "not_quoted": NOT_QUOTED, "words": words})
    made.globals["said"] = partial(said_in, code)
    made.globals["file_said"] = partial(file_fault_in, code)
    return made


def render(code: str, template: str, **values: Any) -> str:
    """A page in a language."""
    return environment(code).get_template(template).render(**values)


def why_refused(code: str, text: str) -> str:
    """The reason that a clause gives, as a sentence in a language."""
    return _why(code)(text)


def _why(code: str) -> Callable[[str], str]:
    """Why a clause refuses, as a sentence; a number in it is `{number}` in the catalogue."""
    say = refusal_wording(code).gettext

    def why(text: str) -> str:
        number = NUMBER.search(text)
        said = typeset(say(NUMBER.sub("{number}", text)), code).replace("{number}", number[0] if number else "")
        return f"{said[:1].upper()}{said[1:]}."

    return why
