"""Each clause's tests fail when its rule is taken away: what they prove is that rule."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.spec.without import ELSEWHERE, VARIABLE

from gardefou.governance.decision import CLAUSES

ROOT = Path(__file__).parents[2]
CLAUSES_WITH_A_RULE = sorted({each.CLAUSE for each in CLAUSES} | set(ELSEWHERE), key=lambda clause: int(clause[1:]))
TESTS_FAILED = 1


def _file(clause: str) -> Path:
    (path,) = (ROOT / "tests" / "spec").glob(f"test_s{int(clause[1:]):02}_*.py")
    return path


@pytest.mark.parametrize("clause", CLAUSES_WITH_A_RULE)
def test_the_tests_of_a_clause_fail_without_its_rule(clause: str) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "tests.spec.without"]
    environment = os.environ | {VARIABLE: clause, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    done = subprocess.run([*command, str(_file(clause))], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == TESTS_FAILED, done.stdout[-2000:] + done.stderr[-2000:]
    assert "1 failed" in done.stdout and "error" not in done.stdout.splitlines()[-1], done.stdout[-2000:]
