"""The sentences of an evaluation as a page tells them."""

import re
from dataclasses import dataclass
from typing import Any

from gardefou.adapters.report import labels
from gardefou.adapters.report.findings import Answer
from gardefou.adapters.report.language import Figures, page_wording, program_wording, typeset
from gardefou.kernel.measures import MeasureName, Measures
from gardefou.kernel.message import Message

_QUOTES = {"fr": "« {} »", "en": "“{}”"}
_SEARCHED = re.compile(r'"[^"]+"|(?<![\w"])(?!not\b|(?:adviser|customer|first|last)\b|[\d.]+s:)[^\s()|&:"]+')
"""Words and phrases of a query as `query.describe` writes it, without its operators."""
_MOST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence with the language it is really in."""

    text: str
    language: str


class Sentences:
    """Tells what was found in one call, in one language."""

    def __init__(self, code: str, measures: Measures) -> None:
        self._code = code
        self._figures = Figures(code)
        self._measures = measures

    def told(self, message: Message) -> Told:
        """A sentence of the evaluation, in English where nobody has translated it yet."""
        translated = program_wording(self._code).gettext(message.template)
        known = self._code == "en" or translated != typeset(message.template, self._code)
        text = translated.format(**self._values(message))
        return Told(text[:1].upper() + text[1:], self._code if known else "en")

    def _values(self, message: Message) -> dict[str, Any]:
        """The values of a message as the page writes them."""
        values: dict[str, Any] = dict(message.values)
        named = next((each for each in MeasureName if each == values.get("measure")), None)
        if named:
            values["measure"] = page_wording(self._code).gettext(labels.MEASURES[named])
            if "value" in values:
                values["value"] = self._figures.value(self._measures[named])
        if "likeness" in values:
            values["likeness"] = self._figures.decimal(float(values["likeness"]))
        if "query" in values:
            values["query"] = self._searched(str(values["query"]))
        return values

    def _searched(self, query: str) -> str:
        """The first words of a search, quoted, and how many more there are."""
        words = _SEARCHED.findall(query)
        quoted = ", ".join(
            typeset(_QUOTES[self._code].format(word.strip('"')), self._code) for word in words[:_MOST_WORDS]
        )
        more = len(words) - _MOST_WORDS
        if more < 1:
            return quoted
        say = page_wording(self._code).ngettext("%(first)s et %(num)d autre", "%(first)s et %(num)d autres", more)
        return say % {"first": quoted, "num": more}


def queries(answer: Answer) -> list[str]:
    """The searches behind an answer, whole, each once."""
    asked = [each.evidence.how.values.get("query") for each in answer.citations if each.evidence.how]
    return list(dict.fromkeys(str(query) for query in asked if query))
