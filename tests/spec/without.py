"""Runs tests as if the clause that GARDEFOU_TEST_WITHOUT names had no rule: tests that then pass prove nothing.

Loaded by `-p tests.spec.without`.
"""

import os
from collections.abc import Callable, Mapping

import pytest

from gardefou.evaluation.lint import forbidden
from gardefou.governance import decision

VARIABLE = "GARDEFOU_TEST_WITHOUT"


def _of_the_linter(*codes: str) -> Callable[[pytest.MonkeyPatch], None]:
    """Let scorecards ask what these rules forbid."""

    def take_away(patch: pytest.MonkeyPatch) -> None:
        kept = tuple(rule for rule in forbidden.FORBIDDEN if rule.code not in codes)
        assert len(kept) == len(forbidden.FORBIDDEN) - len(codes)
        patch.setattr(forbidden, "FORBIDDEN", kept)

    return take_away


ELSEWHERE: Mapping[str, Callable[[pytest.MonkeyPatch], None]] = {
    "S2": _of_the_linter("person", "ranking"),
    "S9": _of_the_linter("emotion", "tone", "accent"),
}
"""Clauses whose rule is not asked by the gate."""


def _of_the_gate(patch: pytest.MonkeyPatch, clause: str) -> None:
    for module in decision.CLAUSES:
        if clause == module.CLAUSE:
            patch.setattr(module, "refusal", lambda request: None)
            return
    raise LookupError(f"{VARIABLE}: no clause {clause} is asked by the gate")


def pytest_configure(config: pytest.Config) -> None:
    """Take the clause's rule away before any test is collected."""
    clause = os.environ[VARIABLE]
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)
    ELSEWHERE.get(clause, lambda patch: _of_the_gate(patch, clause))(patch)
