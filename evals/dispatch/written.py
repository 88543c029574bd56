"""Writes what criteria learned into the text of a scorecard file, whose comments stay."""

import re
from collections.abc import Mapping

from gardefou.evaluation.learned_head import LearnedHead

_CRITERION = re.compile(r"^(?P<indent> +)- id: (?P<id>\w+)$")
_LEARNED = re.compile(r"^ +learned: ")
_VERSION = re.compile(r"^version: .*$", re.MULTILINE)


def with_learned(text: str, heads: Mapping[str, LearnedHead], version: str) -> str:
    """The text as the next version: each head on a line below the id of its criterion, in place of an older one."""
    lines: list[str] = []
    for line in text.splitlines():
        if _LEARNED.match(line):
            continue
        lines.append(line)
        criterion = _CRITERION.match(line)
        if criterion and criterion["id"] in heads:
            lines.append(f"{criterion['indent']}  learned: {heads[criterion['id']].model_dump_json()}")
    return _VERSION.sub(f'version: "{version}"', "\n".join(lines) + "\n", count=1)
