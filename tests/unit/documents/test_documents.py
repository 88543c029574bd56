"""Files that people write: each fault is one line that names the file, the place and the cause."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gardefou.adapters.documents.transcript_file import read_transcript
from gardefou.adapters.documents.yaml_document import read_yaml
from gardefou.bootstrap.resources import resource
from gardefou.evaluation.model import Scorecard
from gardefou.kernel.errors import InputRefused

SHIPPED = resource("scorecards/customer_relation.yaml").read_text(encoding="utf-8")


def refusal(path: Path, read) -> str:
    with pytest.raises(InputRefused) as caught:
        read(path)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert "\n" not in message
    return message.removeprefix(f"{path}: ")


@pytest.mark.parametrize("path", sorted(resource("scorecards").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_scorecard_can_be_read(path: Path) -> None:
    assert list(read_yaml(path, Scorecard).criteria())


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("kind: measure", "kind: mesure", "sections.1.criteria.2.kind: there is no kind mesure; the kinds are phrase"),
        ("weight: 1", "weight: un", "sections.0.criteria.0.weight: Input should be a valid number"),
        ("adviser: first 20s", "manager: first 20s", "find: query, column 1: before a colon"),
        ("        measure: interr", "        mesure: interr", "sections.1.criteria.2.measure: this field is missing"),
        ("at_most: 20s", "at_most: vingt", "the limit of longest_unannounced_silence is a time such as 20s"),
        ("id: greeting", "id: closing", "the criterion id closing stands twice"),
        ("version: ", "version: [", "not readable as YAML"),
        ('version: "2"', 'version: "2"\nversion: "3"', "the field version stands twice"),
        ("title: {fr: L'accueil, en: Opening}", "title: Accueil", "sections.0.title: Input should be"),
    ],
)
def test_a_fault_in_a_scorecard_is_told_with_line_and_column(tmp_path: Path, old: str, new: str, says: str) -> None:
    path = tmp_path / "scorecard.yaml"
    path.write_text(SHIPPED.replace(old, new, 1), encoding="utf-8")
    message = refusal(path, lambda p: read_yaml(p, Scorecard))
    assert says in message
    line = int(message.split("line ")[1].split(",")[0])
    first_changed = SHIPPED[: SHIPPED.index(old)].count("\n") + 1
    assert abs(line - first_changed) <= 9 or "stands twice" in message


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "the file is empty"),
        (b"\xff\xfe\x00", "is not UTF-8"),
        (b"a: &a [*a]", "in itself"),
        (b"- 1", "the file: Input should be"),
        (b"? [1]\n: 2", "a field name must be a word"),
        (b"a: " + b"[" * 40 + b"]" * 40, "nested more than"),
        (b"id: !!python/name:os.system x", "a value that YAML cannot read"),
        (b"a: \x07", "not readable as YAML"),
        (b"a: [" + b"a," * 120_000 + b"]]", "too many entries; a file has at most 100000"),
        (b"- a\n" * 120_000 + b"]", "too many entries"),
        (b"a: " + b"[" * 2_000, "nested more than"),
    ],
)
def test_what_is_no_scorecard_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "scorecard.yaml"
    path.write_bytes(content)
    assert says in refusal(path, lambda p: read_yaml(p, Scorecard))


def test_an_alias_bomb_is_refused_quickly(tmp_path: Path) -> None:
    path = tmp_path / "scorecard.yaml"
    lines = ["a0: &a0 [x, x]"] + [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 12)]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert "too many entries" in refusal(path, lambda p: read_yaml(p, Scorecard))


def test_a_directory_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    assert "is a directory" in refusal(tmp_path, lambda p: read_yaml(p, Scorecard))
    assert "no such file" in refusal(tmp_path / "no.yaml", lambda p: read_yaml(p, Scorecard))


def test_turns_get_word_times_inside_their_turn(tmp_path: Path) -> None:
    path = tmp_path / "call.jsonl"
    turns = [
        {"role": "customer", "start_ms": 2000, "end_ms": 3000, "text": "j'ai une panne"},
        {"role": "adviser", "start_ms": 0, "end_ms": 1000, "text": "Orvane  bonjour"},
        {"role": "adviser", "start_ms": 3000, "end_ms": 3100, "text": " "},
    ]
    path.write_text("\n".join(json.dumps(turn) for turn in turns), encoding="utf-8")
    transcript = read_transcript(path)
    assert [segment.text for segment in transcript.segments] == ["Orvane bonjour", "j'ai une panne"]
    assert transcript.word_times == "interpolated"
    for segment, word in transcript.words():
        assert segment.span.contains(word.span)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is empty"),
        ("hello", "line 1: the document: Invalid JSON"),
        ('{"role": "manager", "start_ms": 0, "end_ms": 1, "text": "a"}', "line 1: role"),
        ('{"role": "adviser", "start_ms": 5, "end_ms": 1, "text": "a"}', "end_ms is before start_ms"),
        ('{"role": "adviser", "start_ms": -5, "end_ms": 1, "text": "a"}', "start_ms"),
        ('{"duration_ms": 5, "segments": [{}]}', "segments.0.start_ms"),
        ('{"duration_ms": 5, "segments": 3}', "segments"),
        ("[" * 100_000, "line 1"),
    ],
)
def test_a_broken_transcript_is_refused(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "call.jsonl"
    path.write_text(content, encoding="utf-8")
    assert says in refusal(path, read_transcript)


def test_a_channel_with_two_roles_is_refused(tmp_path: Path) -> None:
    segment = {"channel": 0, "role": "adviser", "start_ms": 0, "end_ms": 9, "text": "a"}
    path = tmp_path / "call.json"
    path.write_text(json.dumps({"duration_ms": 9, "segments": [segment, {**segment, "role": "customer"}]}))
    assert "channel 0 has two roles" in refusal(path, read_transcript)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "x.yaml"
    path.write_bytes(content)
    for read in (lambda p: read_yaml(p, Scorecard), read_transcript):
        try:
            read(path)
        except InputRefused as refused:
            assert "\n" not in str(refused)
