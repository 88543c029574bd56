"""No gate, no transaction: what only imports can say of it."""

import re
from pathlib import Path

import grimp
import pytest

import gardefou.governance.clauses
from gardefou.governance.decision import CLAUSES

POSTGRES = "gardefou.adapters.postgres"
REPOSITORIES = ("calls", "draws", "transcripts", "measures", "evaluations", "people")
SPEC = Path(__file__).parents[1] / "spec"


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("gardefou", cache_dir=None)


@pytest.mark.parametrize("repository", REPOSITORIES)
def test_repositories_are_reached_through_a_transaction_only(graph: grimp.ImportGraph, repository: str) -> None:
    users = graph.find_modules_that_directly_import(f"{POSTGRES}.{repository}")
    assert users == {f"{POSTGRES}.transaction"}


def test_only_the_gate_opens_a_transaction(graph: grimp.ImportGraph) -> None:
    assert graph.find_modules_that_directly_import(f"{POSTGRES}.transaction") == {f"{POSTGRES}.gate"}


def test_every_clause_is_asked_and_named_as_its_file() -> None:
    files = {path.stem for path in Path(gardefou.governance.clauses.__path__[0]).glob("s*.py")}
    asked = {clause.__name__.rpartition(".")[2]: clause.CLAUSE for clause in CLAUSES}  # type: ignore[attr-defined]
    assert set(asked) == files
    for name, identifier in asked.items():
        assert name.partition("_")[0] == identifier.lower()


def test_every_clause_has_a_file_of_tests_that_carry_its_id() -> None:
    tested = {int(path.name[6:8]): path for path in SPEC.glob("test_s[0-9][0-9]_*.py")}
    assert {int(clause.CLAUSE[1:]) for clause in CLAUSES} <= set(tested)
    for number, path in tested.items():
        names = re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)
        assert names and all(name.startswith(f"test_s{number}_") for name in names), path.name
