"""The real engine on short real sound: words, times, language, and what the command prints."""

import json
import subprocess
import sys
from pathlib import Path

import jiwer
import pytest

from gardefou.adapters.media.encode import write_opus
from gardefou.adapters.media.sound import open_sound
from gardefou.bootstrap.samples import sample_calls
from gardefou.kernel.sound import SoundBlock

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


@pytest.mark.parametrize(("call_id", "language"), [("cancellation", "fr"), ("account_access_en", "en")])
def test_a_short_call_is_heard_in_its_language_with_times(call_id: str, language: str, tmp_path: Path) -> None:
    path, said = opening(call_id, tmp_path)
    document = transcribe(path)
    assert document["language"] == language
    assert abs(document["duration_ms"] - SECONDS * 1000) < 200
    for channel, role in enumerate(("adviser", "customer")):
        segments = [segment for segment in document["segments"] if segment["channel"] == channel]
        assert all(segment["role"] == role for segment in segments)
        heard = " ".join(segment["text"] for segment in segments)
        errors = jiwer.process_words(plain(said[channel]), plain(heard))
        assert errors.deletions + errors.substitutions <= 0.4 * len(plain(said[channel]).split())
    for segment in document["segments"]:
        assert segment["text"] == " ".join(word["text"] for word in segment["words"])
        assert 0 <= segment["start_ms"] <= segment["end_ms"] <= document["duration_ms"]
        assert all(0 <= word["confidence"] <= 1 for word in segment["words"])


def test_channels_can_be_swapped(tmp_path: Path) -> None:
    path, _ = opening("cancellation", tmp_path)
    document = transcribe(path, "--channels", "customer,adviser", "--language", "fr")
    assert {(segment["channel"], segment["role"]) for segment in document["segments"]} == {
        (0, "customer"),
        (1, "adviser"),
    }
