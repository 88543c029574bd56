"""A scorecard that cannot be read is refused in one line that names line, column, field and cause."""

from pathlib import Path

import pytest
import yaml

from gardefou.adapters.documents.scorecard_file import read_scorecard
from gardefou.kernel.errors import InputRefused

TEXT = {"fr": "La personne salue-t-elle ?", "en": "Does the adviser greet?"}
PARTS = [{"id": each, "title": TEXT, "kind": "phrase", "find": each} for each in ("prix", "duree")]


def criterion(id_: str = "a", **changes: object) -> dict:
    made = {"id": id_, "question": TEXT, "guidance": TEXT, "kind": "phrase", "find": "bonjour"} | changes
    return {name: value for name, value in made.items() if value is not None}


def combined(**changes: object) -> dict:
    return criterion(kind="combination", find=None, parts=PARTS, **changes)


def refusal(tmp_path: Path, *criteria: dict) -> tuple[str, str]:
    """The cause, and the line of the file that it points to."""
    path = tmp_path / "grid.yaml"
    document = {"id": "test", "version": "1", "title": TEXT}
    section = {"id": "all", "title": TEXT, "criteria": list(criteria)}
    written = yaml.safe_dump({**document, "sections": [section]}, sort_keys=False, allow_unicode=True)
    path.write_text(written, encoding="utf-8")
    with pytest.raises(InputRefused) as caught:
        read_scorecard(path)
    message = str(caught.value)
    assert "\n" not in message
    where, _, cause = message.removeprefix(f"{path}: line ").partition(": ")
    line, _, column = where.partition(", column ")
    return cause, written.splitlines()[int(line) - 1][int(column) - 1 :]


@pytest.mark.parametrize(
    ("criteria", "says", "at"),
    [
        (
            [criterion(kind="mesure")],
            "sections.0.criteria.0.kind: there is no kind mesure; the kinds are phrase, measure, meaning, combination,",
            "mesure",
        ),
        ([criterion(kind=None)], "sections.0.criteria.0.kind: this field is missing", "id: a"),
        ([combined(needs="most")], "sections.0.criteria.0.needs: Input should be 'all' or 'any'; or ", "most"),
        ([combined(needs=9)], "sections.0.criteria.0: needs 9 of 2 parts", "id: a"),
        ([criterion("b"), criterion("a"), criterion("a")], "sections.0.criteria.2.id: the criterion id a stands", "a"),
        (
            [criterion("c", asked_if={"criterion": "d"}), criterion("d", asked_if={"criterion": "c"})],
            "sections.0.criteria.1.id: criteria wait for each other: ",
            "d",
        ),
        ([criterion("c", asked_if={"criterion": "d"})], "sections.0.criteria.0.id: c is asked if d holds", "c"),
        ([criterion("c", asked_if={"criterion": "c", "verdict": "perhaps"})], "'met' or 'not_met'", "perhaps"),
        ([criterion("Bonjour !")], "sections.0.criteria.0.id: expected small letters, digits and _", "Bonjour"),
        ([criterion(kind="manual", find=None, automation="prefill")], "automation: Input should be 'off'", "prefill"),
        ([criterion(weight=float("nan"))], "sections.0.criteria.0.weight: ", ".nan"),
        ([criterion(level=3)], "sections.0.criteria.0.level: no such field here", "3"),
        ([criterion(question={"fr": "Ton calme ?"})], "question.en: this field is missing", "fr: "),
        ([criterion(guidance=TEXT | {"en": "A warm tone."})], 'guidance.en: "tone" asks', "A warm tone."),
    ],
)
def test_a_fault_is_told_where_it_stands(tmp_path: Path, criteria: list[dict], says: str, at: str) -> None:
    cause, pointed = refusal(tmp_path, *criteria)
    assert says in cause
    assert pointed.strip("'\"").startswith(at)


def test_five_thousand_criteria_are_refused_with_the_limit(tmp_path: Path) -> None:
    cause, _ = refusal(tmp_path, *(criterion(f"a{number}") for number in range(5_000)))
    assert cause == "sections.0.criteria: has 5000 entries; at most 300 may be here"


def test_a_scorecard_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "grid.yaml"
    path.write_bytes("title: {fr: Été}".encode("cp1252"))
    with pytest.raises(InputRefused, match="is not UTF-8 text"):
        read_scorecard(path)
