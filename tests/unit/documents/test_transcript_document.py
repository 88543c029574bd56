"""What could not be heard well goes into the JSON of a transcript and comes back, and older transcripts are read."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.calls import transcript

from gardefou.adapters.documents.transcript_file import read_transcript
from gardefou.adapters.postgres.content import packed, unpacked
from gardefou.entrypoints.cli.documents import transcript_document
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.transcript import ESTIMATED, Redaction, Role, SoundQuality, Transcript, Unheard

CALL = replace(
    transcript(("adviser", 0, 2_000, "bonjour"), ("customer", 2_000, 4_000, "une panne")),
    redactions=(Redaction("unheard", 1, 4_080, 5_000),),
    unheard=(Unheard(1, 4_200, 4_900),),
    quality=(SoundQuality(0, -22.5, 0.0, 31.0), SoundQuality(1, None, 0.0, None)),
)
DIVIDED = replace(
    CALL,
    segments=tuple(replace(each, channel=0) for each in CALL.segments),
    redactions=(),
    unheard=(Unheard(0, 4_200, 4_900),),
    quality=CALL.quality[:1],
    speakers=ESTIMATED,
)


def read(folder: Path, document: dict[str, Any]) -> Transcript:
    path = folder / "call.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return read_transcript(path)


@pytest.mark.parametrize("call", [CALL, DIVIDED])
def test_what_is_printed_is_read_again(tmp_path: Path, call: Transcript) -> None:
    assert read(tmp_path, transcript_document(call)) == call
    assert unpacked(packed(call), Transcript) == call


def test_a_transcript_without_these_fields_is_read(tmp_path: Path) -> None:
    fields = ("unheard", "quality", "speakers")
    plain = replace(CALL, unheard=(), quality=())
    assert read(tmp_path, {k: v for k, v in transcript_document(CALL).items() if k not in fields}) == plain
    stored = {name: value for name, value in json.loads(packed(CALL)).items() if name not in fields}
    assert unpacked(json.dumps(stored).encode(), Transcript) == plain


def test_an_unheard_end_is_inside_the_call(tmp_path: Path) -> None:
    short = {**transcript_document(CALL), "duration_ms": 10, "redactions": []}
    assert read(tmp_path, short).duration_ms == CALL.unheard[0].end_ms


def test_speakers_of_one_channel_share_it(tmp_path: Path) -> None:
    divided = read(tmp_path, transcript_document(DIVIDED))
    assert divided.roles_on(0) == tuple(Role)
    with pytest.raises(InputRefused, match="channel 0 has two roles"):
        read(tmp_path, {**transcript_document(DIVIDED), "speakers": "channels"})


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("unheard", [{"channel": 2, "start_ms": 0, "end_ms": 1}], "unheard.0.channel"),
        ("unheard", [{"channel": 0, "start_ms": 9, "end_ms": 1}], "unheard.0: end_ms is before start_ms"),
        ("quality", [{"channel": 0, "level_db": float("nan")}], "quality.0.level_db"),
        ("quality", [{"channel": 0, "clipped": 1.5}], "quality.0.clipped"),
        ("quality", [{"channel": 0}, {"channel": 0}], "quality names a channel twice"),
        ("speakers", "guessed", "speakers: Input should be 'channels' or 'estimated'"),
        ("speakers", "estimated", "estimated on one channel, 0, and channel 1 is named"),
    ],
)
def test_wrong_values_are_refused_in_one_line(tmp_path: Path, field: str, value: object, says: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read(tmp_path, {**transcript_document(CALL), field: value})
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)
