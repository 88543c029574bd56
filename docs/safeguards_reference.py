"""What docs/safeguards.md says: every clause, who asked for it, what refuses, who can lift it, and what proves it."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

from safeguards_words import ASKED, Asked

from gardefou.governance.decision import CLAUSES

SPEC = Path(__file__).parents[1] / "tests" / "spec"
COLUMNS = ["clause", "asked for in these words", "state", "what is refused", "who can lift it", "proved by"]


def safeguards_rows() -> Iterator[list[str]]:
    """One row for each clause."""
    rules = {each.CLAUSE: import_module(each.__name__) for each in CLAUSES}  # type: ignore[attr-defined]
    for clause, asked in ASKED.items():
        tests = _tests(clause)
        yield [
            f"**{clause}** {asked.title}",
            asked.words,
            _state(asked, tests),
            _refused(rules.get(clause), tests),
            asked.lifted_by,
            f"[{tests.name}](../tests/spec/{tests.name})" if tests else "",
        ]


def _tests(clause: str) -> Path | None:
    found = list(SPEC.glob(f"test_s{int(clause[1:]):02}_*.py"))
    return found[0] if found else None


def _state(asked: Asked, tests: Path | None) -> str:
    if tests is None:
        return f"not yet: {asked.lacks}" if asked.lacks else "by construction"
    return f"enforced, without {asked.lacks}" if asked.lacks else "enforced"


def _refused(rule: ModuleType | None, tests: Path | None) -> str:
    """What the clause's module says of itself, else what its file of tests does."""
    said = rule.__doc__ if rule else (ast.get_docstring(ast.parse(tests.read_text("utf-8"))) if tests else None)
    return (said or "").partition("\n\n")[0].partition(": ")[2].replace("\n", " ").strip()
