"""What `gardefou transcribe` writes: text, JSON or subtitles, on stdout or into files."""

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path

import typer

from gardefou.adapters.documents.subtitles import subrip, webvtt
from gardefou.entrypoints.cli.documents import transcript_document
from gardefou.entrypoints.cli.new_file import check_new
from gardefou.entrypoints.cli.wording import clock
from gardefou.hearing.turns import Turn, turns_of
from gardefou.hearing.written import written_text
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.transcript import Transcript


class TranscriptFormat(StrEnum):
    """How a transcript is written."""

    TEXT = "text"
    JSON = "json"
    VTT = "vtt"
    SRT = "srt"

    @property
    def ending(self) -> str:
        """The ending of its files."""
        return ".txt" if self is TranscriptFormat.TEXT else f".{self.value}"


def chosen(wanted: TranscriptFormat | None, as_json: bool) -> TranscriptFormat:
    """The format that two options name.

    Raises typer.BadParameter when they name two.
    """
    if as_json and wanted not in (None, TranscriptFormat.JSON):
        raise typer.BadParameter("--json asks for another format; give one of them", param_hint="--format")
    return TranscriptFormat.JSON if as_json else wanted or TranscriptFormat.TEXT


def rendered(transcript: Transcript, wanted: TranscriptFormat) -> str:
    """The transcript as the whole text of a file."""
    match wanted:
        case TranscriptFormat.JSON:
            return json.dumps(transcript_document(transcript), ensure_ascii=False) + "\n"
        case TranscriptFormat.VTT:
            return webvtt(transcript)
        case TranscriptFormat.SRT:
            return subrip(transcript)
        case TranscriptFormat.TEXT:
            return "".join(f"{line}\n" for line in text_lines(transcript))


def text_lines(transcript: Transcript) -> list[str]:
    """One line for each turn: when, who, what; ~ stands before a word said while the other speaks on."""
    return [_line(turn, transcript.language) for turn in turns_of(transcript.segments)]


def targets(files: Sequence[Path], output: Path | None, wanted: TranscriptFormat) -> Mapping[Path, Path]:
    """The new file for each recording, none where all goes to stdout.

    Raises typer.BadParameter when one file would take several recordings, InputRefused when a file is there already
    or its folder is not.
    """
    if output is None:
        if len(files) > 1 and wanted in (TranscriptFormat.VTT, TranscriptFormat.SRT):
            raise typer.BadParameter("several recordings need --output with a folder", param_hint="--format")
        return {}
    if len(files) > 1 and not output.is_dir():
        raise typer.BadParameter(f"{output} is no folder; several recordings need one", param_hint="--output")
    if not output.is_dir() and not output.parent.is_dir():
        raise InputRefused(output, f"there is no folder {output.parent}; make it first")
    places = {file: output / f"{file.stem}{wanted.ending}" if output.is_dir() else output for file in files}
    if len(set(places.values())) < len(places):
        raise typer.BadParameter("two recordings have the same name; write them one by one", param_hint="--output")
    for place in places.values():
        check_new(place)
    return places


def _line(turn: Turn, language: str) -> str:
    words = [word for each in turn.segments for word in each.words_or_whole]
    mark = "~ " if turn.is_aside else ""
    return f"{clock(turn.span.start_ms):>7}  {turn.role.value:<9} {mark}{written_text(words, language)}"
