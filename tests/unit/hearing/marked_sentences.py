"""Reads sentences in which `{kind|value}` marks personal data."""

import re
from typing import NamedTuple

_MARK = re.compile(r"\{(\w+)\|([^}]*)\}")


class Expected(NamedTuple):
    start: int
    end: int
    kind: str


def parse(marked: str) -> tuple[str, list[Expected]]:
    text, expected, position = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[position : match.start()]
        expected.append(Expected(len(text), len(text) + len(match[2]), match[1]))
        text += match[2]
        position = match.end()
    return text + marked[position:], expected
