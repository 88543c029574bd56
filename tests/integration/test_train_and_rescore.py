"""Criteria learn from labelled calls, and a scorecard runs over many transcripts, by command."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.installations import HEARD, SITE, SimulatedInstallation, receive, simulated_installation

from gardefou.adapters.documents.scorecard_file import read_scorecard
from gardefou.bootstrap.installation import administration_of
from gardefou.bootstrap.resources import resource
from gardefou.bootstrap.samples import sample_calls
from gardefou.evaluation.criteria import MeaningCriterion
from gardefou.evaluation.model import Scorecard
from gardefou.governance.actions import Action, Verb
from gardefou.governance.actors import Person
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import SiteWork
from gardefou.intake.model import PersonNotice

pytestmark = pytest.mark.meaning
CARD = resource("scorecards/customer_relation.yaml")
LABELS = Path(__file__).parents[2] / "samples" / "labels"
SPOKEN = "Bonjour, une phrase que personne ne doit voir dans une erreur"


def gardefou(*arguments: object, **environment: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "gardefou.entrypoints.cli.main", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment}, timeout=300)


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample calls as labelled calls, spoken by four groups."""
    folder = tmp_path_factory.mktemp("labelled")
    labels = {}
    for number, path in enumerate(sorted(LABELS.glob("*.json"))):
        sample = json.loads(path.read_text(encoding="utf-8"))
        turns = [turn for turn in sample["turns"] if "role" in turn]
        (folder / f"{sample['id']}.jsonl").write_text("\n".join(map(json.dumps, turns)), encoding="utf-8")
        verdicts = {name: label_of(label) for name, label in sample["verdicts"].items()}
        labels[f"{sample['id']}.jsonl"] = {"group": f"group {number % 4}", "verdicts": verdicts}
    (folder / "labels.json").write_text(json.dumps(labels), encoding="utf-8")
    return folder


def label_of(label: dict[str, Any]) -> dict[str, Any]:
    evidence = [[each["start_ms"], each["end_ms"]] for each in label["evidence"]]
    return {"verdict": label["verdict"], "evidence": evidence if label["verdict"] == "met" else []}


def heads(card: Scorecard) -> dict[str, bool]:
    return {each.id: each.learned is not None for each in card.criteria() if isinstance(each, MeaningCriterion)}


def train(labelled: Path, out: Path) -> "subprocess.CompletedProcess[str]":
    return gardefou("criteria", "train", CARD, "--labelled", labelled, "--version", "learned", "--out", out)


@pytest.fixture(scope="module")
def learned(labelled: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A scorecard that learned from the sample calls, and what the command said."""
    out = tmp_path_factory.mktemp("learned") / "learned.yaml"
    done = train(labelled, out)
    assert done.returncode == 0, done.stderr
    return out, done.stdout


def test_criteria_learn_what_there_are_enough_calls_for_and_the_same_calls_teach_the_same(
    labelled: Path, learned: tuple[Path, str], tmp_path: Path
) -> None:
    out, told = learned
    taught = heads(read_scorecard(out))
    assert any(taught.values())
    for line in told.splitlines()[:-1]:
        assert taught[line.split()[0]] == ("right of decided" in line)
    assert train(labelled, tmp_path / "again.yaml").returncode == 0
    assert out.read_bytes() == (tmp_path / "again.yaml").read_bytes()


def test_a_scorecard_that_learned_evaluates_and_no_file_is_written_over(
    labelled: Path, learned: tuple[Path, str], tmp_path: Path
) -> None:
    out, _ = learned
    done = gardefou("evaluate", labelled / "cancellation.jsonl", "--scorecard", out, "--json")
    assert json.loads(done.stdout)["scorecard"]["version"] == "learned"
    there = tmp_path / "there.yaml"
    there.write_text("mine")
    again = train(labelled, there)
    assert (again.returncode, "is there already" in again.stderr, there.read_text()) == (1, True, "mine")


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        ("{", "line 1, column 2: is not JSON"),
        ("{}", "has no call"),
        ('{"../x": {"group": "a", "verdicts": {}}}', "is not a transcript beside it"),
        ('{"gone.jsonl": {"group": "a", "verdicts": {}}}', "no such file"),
        ('{"call.jsonl": {"group": "a", "verdicts": {"greeting": {"verdict": "good"}}}}', "greeting.verdict"),
        (
            '{"call.jsonl": {"group": "a", "verdicts": {"greeting": {"verdict": "met", "evidence": [[9, 1]]}}}}',
            "greeting: evidence ends before it starts",
        ),
    ],
)
def test_labels_that_cannot_be_read_are_told_on_one_line(labels: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "labels.json").write_text(labels)
    turn = {"role": "adviser", "start_ms": 0, "end_ms": 1000, "text": SPOKEN}
    (tmp_path / "call.jsonl").write_text(json.dumps(turn))
    out = tmp_path / "out.yaml"
    done = gardefou("criteria", "train", CARD, "--labelled", tmp_path, "--version", "2", "--out", out)
    assert (done.returncode, len(done.stderr.splitlines()), out.exists()) == (1, 1, False)
    assert told in done.stderr
    assert SPOKEN not in done.stderr


def test_a_folder_is_rescored_whole_and_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "calls" / "deep"
    folder.mkdir(parents=True)
    names = [path.name for path in sorted(HEARD.glob("*.json"))[:3]]
    for name in names:
        (folder / name).write_bytes((HEARD / name).read_bytes())
    (folder / "broken.json").write_text(f'{{"segments": "{SPOKEN}"}}')
    (folder / "note.txt").write_text("no transcript")
    out = tmp_path / "results.jsonl"
    done = gardefou("rescore", tmp_path / "calls", "--scorecard", CARD, "--out", out, "--processes", "2")
    assert (done.returncode, done.stdout) == (1, f"3 of 4 evaluated: {out}\n")
    assert "broken.json" in done.stderr
    assert SPOKEN not in done.stderr
    results = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert {Path(each["file"]).name for each in results} == set(names)
    alone = json.loads(gardefou("evaluate", folder / names[0], "--scorecard", CARD, "--json").stdout)
    (same,) = [each for each in results if Path(each.pop("file")).name == names[0]]
    assert same == alone
    assert not list(tmp_path.glob("*.partial"))


def test_results_are_written_over_nothing_and_not_among_what_is_read(tmp_path: Path) -> None:
    call = tmp_path / "calls" / "call.json"
    call.parent.mkdir()
    call.write_bytes(next(iter(sorted(HEARD.glob("*.json")))).read_bytes())
    before = call.read_bytes()
    for out, told in ((call, "is there already"), (call.parent / "new.jsonl", "lies in the folder that is read")):
        done = gardefou("rescore", call.parent, "--scorecard", CARD, "--out", out)
        assert (done.returncode, told in done.stderr) == (1, True)
    assert call.read_bytes() == before


@pytest.mark.parametrize(
    "arguments", [(), ("--site", SITE, "--out", "x"), (".", "--scorecard", CARD), (".", "--site", SITE)]
)
def test_what_to_rescore_is_said_one_way(arguments: tuple[object, ...]) -> None:
    done = gardefou("rescore", *arguments)
    assert done.returncode == 2
    assert "--site" in done.stderr


def proposing(made: SimulatedInstallation) -> str:
    """Have a scorecard proposed after two calls were evaluated."""
    with made.opened() as installation:
        for sample in sample_calls()[:2]:
            receive(installation, sample)
        made.work_off(installation)
        with administration_of(installation) as administration:
            roles = frozenset({PersonRole.QUALITY_ANALYST})
            administration.put_people([PersonNotice("q-1", "Analyst", SITE, None, roles)])
            analyst = Person(*administration.person("q-1"))
        proposed = read_scorecard(CARD).model_copy(update={"version": "next"})
        with installation.gate("web").transaction(analyst, Action(Verb.PROPOSE), SiteWork(SITE)) as tx:
            tx.scorecards.propose(proposed)
        return proposed.digest


def test_kept_calls_are_run_over_once_and_learning_needs_the_charter() -> None:
    with simulated_installation() as made:
        place = {"GARDEFOU_DATA_DIRECTORY": str(made.settings.data_directory)}
        none = gardefou("rescore", "--site", SITE, **place)
        assert (none.returncode, "nothing runs in shadow there" in none.stderr) == (1, True)
        digest = proposing(made)
        for expected in ("2 of 2 calls", "0 of 0 calls"):
            done = gardefou("rescore", "--site", SITE, "--proposal", digest[:8], **place)
            assert done.returncode == 0, done.stderr
            assert expected in done.stdout
        out = made.settings.data_directory / "learned.yaml"
        arguments = ("criteria", "train", CARD, "--site", SITE, "--version", "2", "--out", out)
        nothing = gardefou(*arguments, **place)
        assert (nothing.returncode, out.exists()) == (1, False)
        assert "nothing to learn from" in nothing.stderr
