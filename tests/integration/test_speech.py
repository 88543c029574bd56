"""The real engine on short real sound: words, times, language, and what the command prints."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import jiwer
import numpy as np
import pytest

from gardefou.adapters.documents.transcript_file import read_transcript
from gardefou.adapters.media.encode import write_opus
from gardefou.adapters.media.sound import open_sound
from gardefou.bootstrap.samples import sample_calls
from gardefou.hearing.redaction import redact_transcript
from gardefou.kernel.sound import HEARING_RATE, SoundBlock

pytestmark = pytest.mark.speech
SECONDS = 20
CALLS = {call.id: call for call in sample_calls()}


def opening(call_id: str, folder: Path) -> tuple[Path, dict[int, str]]:
    """The first seconds of a sample call, and what is said in them on each channel."""
    call = CALLS[call_id]
    path = folder / f"{call_id}.ogg"
    blocks = [block for block in open_sound(call.sound).blocks() if block.start_ms < SECONDS * 1000]
    write_opus(iter([SoundBlock(each.start_ms, each.samples) for each in blocks]), 2, path)
    turns = json.loads(call.labels.read_text("utf-8"))["turns"]
    inside = [turn for turn in turns if turn["end_ms"] <= SECONDS * 1000 and "text" in turn]
    said = {
        c: " ".join(t["text"] for t in inside if t["role"] == role) for c, role in enumerate(("adviser", "customer"))
    }
    return path, said


def transcribe(path: Path, *options: str) -> dict:
    command = [sys.executable, "-m", "gardefou.entrypoints.cli.main", "transcribe", str(path), "--json", *options]
    completed = subprocess.run(command, capture_output=True, timeout=600)
    assert completed.returncode == 0, completed.stderr
    return json.loads(completed.stdout)


def plain(text: str) -> str:
    return " ".join("".join(c if c.isalpha() else " " for c in text.lower()).split())


@pytest.mark.parametrize(
    ("call_id", "language", "roles"),
    [("cancellation", "fr", ("adviser", "customer")), ("account_access_en", "en", ("customer", "adviser"))],
)
def test_a_short_call_is_heard_in_its_language_with_times_and_the_roles_of_its_channels(
    call_id: str, language: str, roles: tuple[str, str], tmp_path: Path
) -> None:
    path, said = opening(call_id, tmp_path)
    document = transcribe(path, "--channels", ",".join(roles))
    assert document["language"] == language
    assert abs(document["duration_ms"] - SECONDS * 1000) < 200
    for channel, role in enumerate(roles):
        segments = [segment for segment in document["segments"] if segment["channel"] == channel]
        assert all(segment["role"] == role for segment in segments)
        heard = " ".join(segment["text"] for segment in segments)
        errors = jiwer.process_words(plain(said[channel]), plain(heard))
        assert errors.deletions + errors.substitutions <= 0.4 * len(plain(said[channel]).split())
    for segment in document["segments"]:
        assert segment["text"] == " ".join(word["text"] for word in segment["words"])
        assert 0 <= segment["start_ms"] <= segment["end_ms"] <= document["duration_ms"]
        assert all(0 <= word["confidence"] <= 1 for word in segment["words"])


def removed_digits(call_id: str) -> set[str]:
    """Groups of three digits or more that the engine heard in what is then removed."""
    raw = read_transcript(Path(__file__).parents[1] / "data" / "heard" / f"{call_id}.json")
    kept = " ".join(segment.text for segment in redact_transcript(raw).segments)
    heard = {group for _, word in raw.words() for group in re.findall(r"\d{3,}", word.text)}
    return {group for group in heard if group not in kept}


def test_the_demonstration_prints_an_evaluation_and_writes_pages_with_silenced_sound(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "gardefou.entrypoints.cli.main", "demo", "--no-serve", "--only", "card_read_aloud"]
    data = {**os.environ, "GARDEFOU_DATA_DIRECTORY": str(tmp_path), "COLUMNS": "200"}
    completed = subprocess.run(command, capture_output=True, timeout=600, env=data)
    assert completed.returncode == 0, completed.stderr
    text = completed.stdout.decode()
    assert "Automatic draft, unreviewed" in text
    assert "Does the adviser close politely?" in text
    report = tmp_path / "report"
    page = (report / "calls" / "card_read_aloud.html").read_text("utf-8")
    shown = re.sub(r"<[^>]+>", " ", page)
    assert page.count('class="redact"') >= 3
    assert not [digits for digits in removed_digits("card_read_aloud") if re.search(rf"\b{digits}\b", text + shown)]
    original = np.concatenate([b.samples for b in open_sound(CALLS["card_read_aloud"].sound).blocks()], axis=1)
    kept = np.concatenate([b.samples for b in open_sound(report / "sound" / "card_read_aloud.ogg").blocks()], axis=1)
    second = HEARING_RATE
    loud = [float(np.abs(original[1, i : i + second]).max()) for i in range(0, original.shape[1] - second, second)]
    quiet = [float(np.abs(kept[1, i : i + second]).max()) for i in range(0, kept.shape[1] - second, second)]
    removed = [i for i, (before, after) in enumerate(zip(loud, quiet, strict=False)) if before > 0.05 and after < 0.005]
    assert len(removed) >= 4, "the card number is some seconds long"
