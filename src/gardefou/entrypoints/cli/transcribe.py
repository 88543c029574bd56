"""`gardefou transcribe`: a recording becomes redacted words with times."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from gardefou.adapters.media.sound import open_sound
from gardefou.bootstrap.laboratory import Laboratory
from gardefou.bootstrap.laboratory_gate import check_laboratory
from gardefou.bootstrap.settings import read_settings
from gardefou.entrypoints.cli.documents import transcript_document
from gardefou.entrypoints.cli.inputs import process
from gardefou.entrypoints.cli.new_file import write_new
from gardefou.entrypoints.cli.options import (
    ChannelsOption,
    JsonOption,
    LanguageChoice,
    LanguageOption,
    roles_for,
    roles_of,
)
from gardefou.entrypoints.cli.progress import one_line_progress
from gardefou.entrypoints.cli.transcript_formats import TranscriptFormat, chosen, rendered, targets, text_lines
from gardefou.entrypoints.cli.wording import clock, console_for_text
from gardefou.kernel.audibility import Audibility, audibility
from gardefou.kernel.transcript import Transcript


def transcribe(
    files: Annotated[list[Path], typer.Argument(help="Recordings: WAV, FLAC, MP3, Ogg or M4A, one or two channels.")],
    language: LanguageOption = LanguageChoice.AUTO,
    channels: ChannelsOption = "adviser,customer",
    as_json: JsonOption = False,
    wanted: Annotated[TranscriptFormat | None, typer.Option("--format", help="Text, JSON, or subtitles.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", help="A new file, or a folder with one file for each recording.")
    ] = None,
    glossary: Annotated[
        Path | None, typer.Option(help="Names of products and offers, as YAML; instead of GARDEFOU_GLOSSARY.")
    ] = None,
) -> None:
    """Transcribe recordings, personal data removed; what is not written to --output is stored nowhere."""
    roles = roles_of(channels)
    written = chosen(wanted, as_json)
    places = targets(files, output, written)
    settings = read_settings()
    if glossary:
        settings = settings.model_copy(update={"glossary": glossary})
    check_laboratory(settings)
    laboratory = Laboratory(settings)
    laboratory.check_files()

    def heard(file: Path) -> Transcript:
        sound = open_sound(file)
        with one_line_progress(file.name) as progress:
            transcript = laboratory.hearing.hear(sound, roles_for(sound, roles), language.language, progress)
        if places:
            write_new(places[file], rendered(transcript, written))
        return transcript

    def show(file: Path, transcript: Transcript) -> None:
        if places:
            print(f"{file}: {places[file]}")
        elif written is TranscriptFormat.TEXT:
            _show(file, transcript)
        else:
            print(rendered(transcript, written), end="")

    process(files, heard, transcript_document, show, written is TranscriptFormat.JSON and not places)


def _show(file: Path, transcript: Transcript) -> None:
    console = console_for_text()
    console.print(str(file), style="bold", markup=False)
    for line in text_lines(transcript):
        style = "bold" if "  adviser " in line[:18] else ""
        console.print(line, style=style, markup=False, soft_wrap=True)
    removals = f"{len(transcript.redactions)} removals"
    lost = f"{len(transcript.unheard)} passages not transcribed, " if transcript.unheard else ""
    console.print(f"{len(transcript.segments)} segments, {removals}, {lost}{transcript.model}", soft_wrap=True)
    if transcript.is_estimated:
        console.print("speakers estimated" if len(transcript.roles) > 1 else "one voice told apart, or none surely")
    for line in poorly_heard(transcript):
        console.print(line, style="yellow", markup=False, soft_wrap=True)


def poorly_heard(transcript: Transcript) -> Iterator[str]:
    """What kept words from being heard well: channels of poor sound, and passages that could not be transcribed."""
    for quality in transcript.quality:
        verdict = audibility(quality)
        if verdict is not Audibility.GOOD:
            level = "nobody heard" if quality.level_db is None else f"level {quality.level_db:.0f} dB"
            noise = "" if quality.snr_db is None else f", {quality.snr_db:.0f} dB above the noise"
            yield f"channel {quality.channel + 1} {verdict.value}: {level}{noise}, {quality.clipped:.1%} clipped"
    for each in transcript.unheard:
        yield f"not transcribed: channel {each.channel + 1}, {clock(each.start_ms)} to {clock(each.end_ms)}"
