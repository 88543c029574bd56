"""Runs the tests of each clause without its rule: a copy of one process for each, which has loaded everything already.

Writes a line of JSON for each clause: its name, how its tests ended, and what they printed.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

import pytest
from tests import installations
from tests.spec.without import VARIABLE


def bitten(clause: str, file: str) -> tuple[int, str]:
    """How the tests of that file end without the rule of that clause, and what they print."""
    with tempfile.TemporaryFile() as printed:
        pid = os.fork()
        if not pid:
            os.dup2(printed.fileno(), 1)
            os.dup2(printed.fileno(), 2)
            os.environ[VARIABLE] = clause
            code = pytest.main(["-q", "-x", "-p", "no:cacheprovider", "-p", "tests.spec.without", file])
            sys.stdout.flush()
            os._exit(code)
        _, status = os.waitpid(pid, 0)
        printed.seek(0)
        return os.waitstatus_to_exitcode(status), printed.read().decode("utf-8", "replace")


def main(folder: Path, clauses: list[str]) -> None:
    """Try each clause."""
    installations.prepare()
    for clause in clauses:
        files = [str(each) for each in folder.glob(f"test_s{int(clause[1:]):02}_*.py")]
        code, told = bitten(clause, files[0]) if len(files) == 1 else (-1, f"{clause} has {len(files)} files of tests")
        print(json.dumps([clause, code, told]), flush=True)


if __name__ == "__main__":
    main(Path(__file__).parent, sys.argv[1:])
