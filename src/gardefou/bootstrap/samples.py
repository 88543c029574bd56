"""The simulated calls that come with gardefou."""

import json
from dataclasses import dataclass
from pathlib import Path

from gardefou.bootstrap.resources import resource


@dataclass(frozen=True, slots=True)
class SampleCall:
    """A simulated call; `labels` is the path of what people say is true of it."""

    id: str
    title: str
    part: str
    sound: Path
    labels: Path


def sample_calls() -> list[SampleCall]:
    """Every sample call, in order of its id."""
    calls = []
    for labels in sorted(resource("samples/labels").glob("*.json")):
        document = json.loads(labels.read_text(encoding="utf-8"))
        sound = resource(f"samples/audio/{document['id']}.ogg")
        calls.append(SampleCall(document["id"], document["title"], document["part"], sound, labels))
    return calls
