"""Simulated dialogues with labels by two automatic readers."""

import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gardefou.adapters.documents.transcript_file import read_transcript
from gardefou.kernel.span import Span
from gardefou.kernel.transcript import Transcript
from gardefou.kernel.verdict import Verdict

DEFAULT_DATA = Path("../shared/data/simsamu-fr")
DIALOGUES, LABELS_FILE = "dialogues.jsonl", "simsamu-labels.json"
DEVELOPMENT = ("speaker_2", "speaker_3")
"""Words of the scorecard were written on calls of these speakers: with words, figures on them describe the fit only."""
LABELS = {"met": Verdict.MET, "not_met": Verdict.NOT_MET, "na": Verdict.NOT_APPLICABLE}
NOTICE = (
    "Labels are by two independent automatic readers following a codebook, not by people; "
    "where the readers disagree the call is left out of that criterion."
)


@dataclass(frozen=True, slots=True)
class Label:
    """What the readers say of one criterion; `verdict` is None where they disagree."""

    verdict: Verdict | None
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class LabelledCall:
    """A call with its labels by criterion."""

    id: str
    adviser_speaker: str
    transcript: Transcript
    labels: dict[str, Label]


def read_calls(data: Path) -> Iterator[LabelledCall]:
    """The calls of the folder with their labels."""
    labels = json.loads((data / LABELS_FILE).read_text(encoding="utf-8"))
    with (data / DIALOGUES).open(encoding="utf-8") as lines, tempfile.TemporaryDirectory() as folder:
        for dialogue in map(json.loads, lines):
            file = Path(folder) / "turns.jsonl"
            file.write_text("\n".join(json.dumps(turn) for turn in dialogue["turns"]), encoding="utf-8")
            of_call = {id_: _label(each, dialogue["turns"]) for id_, each in labels[dialogue["id"]].items()}
            yield LabelledCall(dialogue["id"], dialogue["adviser_speaker"], read_transcript(file), of_call)


def _label(label: dict, turns: Sequence[dict]) -> Label:
    spans = [Span(turns[index]["start_ms"], turns[index]["end_ms"]) for index in label["evidence_turns"]]
    return Label(LABELS.get(label["verdict"]), tuple(spans))
