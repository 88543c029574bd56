"""`gardefou demo`: the simulated sample calls, heard, evaluated and shown."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from gardefou.adapters.media.sound import open_sound
from gardefou.bootstrap.laboratory import Laboratory
from gardefou.bootstrap.resources import resource
from gardefou.bootstrap.settings import read_settings
from gardefou.entrypoints.cli.evaluation_text import show_evaluation
from gardefou.entrypoints.cli.progress import CallsProgress
from gardefou.evaluation.model import Scorecard
from gardefou.flows.recorded_call import EvaluatedCall
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.transcript import Role


@dataclass(frozen=True, slots=True)
class SampleCall:
    """A simulated call that comes with gardefou."""

    id: str
    title: str
    sound: Path


def sample_calls() -> list[SampleCall]:
    """Every sample call, in order of its id."""
    calls = []
    for label in sorted(resource("samples/labels").glob("*.json")):
        text = json.loads(label.read_text(encoding="utf-8"))
        calls.append(SampleCall(text["id"], text["title"], resource(f"samples/audio/{text['id']}.ogg")))
    return calls
