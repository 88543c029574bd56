"""`gardefou transcribe`: a recording becomes redacted words with times."""

from pathlib import Path
from typing import Annotated

import typer

from gardefou.adapters.media.sound import open_sound
from gardefou.bootstrap.laboratory import Laboratory
from gardefou.bootstrap.laboratory_gate import check_laboratory
from gardefou.bootstrap.settings import read_settings
from gardefou.entrypoints.cli.documents import transcript_document
from gardefou.entrypoints.cli.inputs import process
from gardefou.entrypoints.cli.options import (
    ChannelsOption,
    JsonOption,
    LanguageChoice,
    LanguageOption,
    roles_for,
    roles_of,
)
from gardefou.entrypoints.cli.progress import one_line_progress
from gardefou.entrypoints.cli.wording import clock, console_for_text
from gardefou.kernel.transcript import Transcript


def transcribe(
    files: Annotated[list[Path], typer.Argument(help="Recordings: WAV, FLAC, MP3, Ogg or M4A, one or two channels.")],
    language: LanguageOption = LanguageChoice.AUTO,
    channels: ChannelsOption = "adviser,customer",
    as_json: JsonOption = False,
) -> None:
    """Transcribe recordings, personal data removed; nothing is stored."""
    roles = roles_of(channels)
    settings = read_settings()
    check_laboratory(settings)
    laboratory = Laboratory(settings)

    def heard(file: Path) -> Transcript:
        sound = open_sound(file)
        with one_line_progress(file.name) as progress:
            return laboratory.hearing.hear(sound, roles_for(sound, roles), language.language, progress)

    process(files, heard, transcript_document, _show, as_json)


def _show(file: Path, transcript: Transcript) -> None:
    console = console_for_text()
    console.print(str(file), style="bold", markup=False)
    for segment in transcript.segments:
        style = "bold" if segment.role.value == "adviser" else ""
        console.print(
            f"{clock(segment.start_ms):>7}  {segment.role.value:<9} {segment.text}", style=style, markup=False
        )
    console.print(f"{len(transcript.segments)} segments, {len(transcript.redactions)} removals, {transcript.model}")
