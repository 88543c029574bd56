"""`gardefou transcribe`: a recording becomes redacted words with times."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from gardefou.adapters.media.decode import open_sound
from gardefou.bootstrap.laboratory import Laboratory
from gardefou.bootstrap.settings import read_settings
from gardefou.entrypoints.cli.documents import transcript_document
from gardefou.entrypoints.cli.options import (
    ChannelsOption,
    JsonOption,
    LanguageChoice,
    LanguageOption,
    roles_for,
    roles_of,
)
from gardefou.entrypoints.cli.progress import one_line_progress
from gardefou.entrypoints.cli.wording import clock
from gardefou.kernel.transcript import Transcript


def transcribe(
    file: Annotated[Path, typer.Argument(help="A recording: WAV, FLAC, MP3, Ogg or M4A, one or two channels.")],
    language: LanguageOption = LanguageChoice.AUTO,
    channels: ChannelsOption = "adviser,customer",
    as_json: JsonOption = False,
) -> None:
    """Transcribe one recording, personal data removed; nothing is stored."""
    roles = roles_of(channels)
    sound = open_sound(file)
    laboratory = Laboratory(read_settings())
    with one_line_progress(file.name) as progress:
        transcript = laboratory.hearing.hear(sound, roles_for(sound, roles), language.language, progress)
    if as_json:
        print(json.dumps(transcript_document(transcript), ensure_ascii=False))
    else:
        _show(transcript)


def _show(transcript: Transcript) -> None:
    console = Console(highlight=False)
    for segment in transcript.segments:
        style = "bold" if segment.role.value == "adviser" else ""
        console.print(f"{clock(segment.start_ms):>7}  {segment.role.value:<9} {segment.text}", style=style, markup=False)
    console.print(f"{len(transcript.segments)} segments, {len(transcript.redactions)} removals, {transcript.model}")
