"""Each clause's tests fail when its rule is taken away: what they prove is that rule."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.spec.without import ELSEWHERE

from gardefou.governance.decision import CLAUSES

ROOT = Path(__file__).parents[2]
CLAUSES_WITH_A_RULE = sorted({each.CLAUSE for each in CLAUSES} | set(ELSEWHERE), key=lambda clause: int(clause[1:]))
TESTS_FAILED = 1


@pytest.fixture(scope="module")
def endings() -> dict[str, tuple[int, str]]:
    """How the tests of each clause ended without its rule, and what they printed."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    command = [sys.executable, "-m", "tests.spec.bitten", *CLAUSES_WITH_A_RULE]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return {clause: (code, told) for clause, code, told in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("clause", CLAUSES_WITH_A_RULE)
def test_the_tests_of_a_clause_fail_without_its_rule(endings: dict[str, tuple[int, str]], clause: str) -> None:
    code, told = endings[clause]
    assert code == TESTS_FAILED, told[-2000:]
    assert "1 failed" in told and "error" not in told.splitlines()[-1], told[-2000:]
