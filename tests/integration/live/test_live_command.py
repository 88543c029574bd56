"""`gardefou live FILE`: what live assist would have shown, one line for each event."""

import json
import os
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest

from gardefou.adapters.media.sound import open_sound
from gardefou.bootstrap.resources import resource
from gardefou.kernel.sound import HEARING_RATE

SECONDS = 13


def excerpt(path: Path) -> Path:
    sound = open_sound(resource("samples/audio/invoice_dispute.ogg"))
    samples = np.concatenate([block.samples for block in sound.blocks()], axis=1)[:, : SECONDS * HEARING_RATE]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(HEARING_RATE)
        file.writeframes((samples.T * 32767).astype("<i2").tobytes())
    return path


def gardefou(*arguments: object, directory: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gardefou.entrypoints.cli.main", "live", *map(str, arguments)]
    environment = {**os.environ, "GARDEFOU_DATA_DIRECTORY": str(directory / "data")}
    return subprocess.run(command, env=environment, text=True, capture_output=True, check=False)


@pytest.mark.speech
def test_a_recording_shows_words_statements_and_a_wrap_up_with_their_times(tmp_path: Path) -> None:
    call = excerpt(tmp_path / "call.wav")
    done = gardefou(call, "--json", "--speed", 4, "--language", "fr", directory=tmp_path)
    assert done.returncode == 0, done.stderr
    events = [json.loads(line) for line in done.stdout.splitlines()]
    said = [each["text"] for each in events if each["type"] == "utterance" and each["text"]]
    assert "prélevé" in " ".join(said)
    assert {"hypothesis", "checklist", "wrap_up"} <= {each["type"] for each in events}
    assert [each["emitted_ms"] for each in events] == sorted(each["emitted_ms"] for each in events)
    assert events[-1]["type"] == "wrap_up" and events[-1]["at_ms"] == SECONDS * 1000
    assert not (tmp_path / "data" / "demo").exists() and "prélevé" not in done.stderr


def test_what_is_no_recording_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "call.wav").write_text("no sound", "utf-8")
    done = gardefou(tmp_path / "call.wav", directory=tmp_path)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1 and "call.wav" in done.stderr
