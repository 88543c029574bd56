"""Reads a folder of labelled calls: transcripts, and `labels.json` with the verdicts that people gave them."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from gardefou.adapters.documents.text_file import read_text
from gardefou.adapters.documents.transcript_file import read_transcript
from gardefou.evaluation.decided import DecidedCall
from gardefou.hearing.ports import Redact
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.measures import Measures
from gardefou.kernel.span import Span
from gardefou.kernel.transcript import Transcript
from gardefou.kernel.verdict import Verdict

LABELS = "labels.json"
LARGEST_LABELS = 50_000_000
Milliseconds = Annotated[int, Field(ge=0, le=24 * 3_600_000)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Label(_Strict):
    verdict: Literal[Verdict.MET, Verdict.NOT_MET, Verdict.NOT_APPLICABLE]
    evidence: tuple[tuple[Milliseconds, Milliseconds], ...] = ()


class _Labelled(_Strict):
    group: Annotated[str, Field(min_length=1, max_length=200)]
    verdicts: dict[str, _Label]


_LABELS = TypeAdapter(dict[str, _Labelled])


class LabelledFolder:
    """Calls of a folder, each with verdicts by criterion and a group, such as its speaker.

    `labels.json` maps the name of each transcript to `{"group": ..., "verdicts": {criterion: {"verdict": ...,
    "evidence": [[start_ms, end_ms], ...]}}}`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._labels = _read_labels(folder / LABELS)

    def __len__(self) -> int:
        return len(self._labels)

    def calls(self, redact: Redact, measure: Callable[[Transcript], Measures]) -> Iterator[DecidedCall]:
        """Every labelled call, personal data removed.

        Raises InputRefused naming the file and the fault.
        """
        for name, labelled in self._labels.items():
            transcript = redact(read_transcript(self._transcript(name)))
            verdicts = {criterion: label.verdict for criterion, label in labelled.verdicts.items()}
            evidence = {each: self._spans(name, each, label) for each, label in labelled.verdicts.items()}
            yield DecidedCall(labelled.group, transcript, measure(transcript), verdicts, evidence)

    def _transcript(self, name: str) -> Path:
        path = self._folder / name
        if Path(name).name != name or name == LABELS or "\0" in name:
            cause = "names a file that is not a transcript beside it; write its name alone"
            raise InputRefused(self._folder / LABELS, cause)
        return path

    def _spans(self, name: str, criterion: str, label: _Label) -> tuple[Span, ...]:
        for start, end in label.evidence:
            if end < start:
                cause = f"{name}: {criterion}: evidence ends before it starts; write [start_ms, end_ms]"
                raise InputRefused(self._folder / LABELS, cause)
        return tuple(Span(start, end) for start, end in label.evidence)


def _read_labels(path: Path) -> dict[str, _Labelled]:
    text = read_text(path, LARGEST_LABELS)
    try:
        labels = _LABELS.validate_python(json.loads(text))
    except RecursionError:
        raise InputRefused(path, "is nested too deep") from None
    except json.JSONDecodeError as error:
        raise InputRefused(path, f"line {error.lineno}, column {error.colno}: is not JSON") from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        field = ".".join(str(part) for part in first["loc"][-3:])
        raise InputRefused(path, f"{field or 'the document'}: {' '.join(first['msg'].split())}") from None
    except ValueError:
        raise InputRefused(path, "has a number that is too long") from None
    if not labels:
        raise InputRefused(path, "has no call; label some")
    return labels
