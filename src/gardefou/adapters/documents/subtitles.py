"""Subtitles of a call as WebVTT and as SubRip (SRT)."""

from html import escape

from gardefou.hearing.cues import Cue, cues
from gardefou.kernel.transcript import Role, Transcript

NAMES = {
    "fr": {Role.ADVISER: "Conseiller", Role.CUSTOMER: "Client"},
    "en": {Role.ADVISER: "Adviser", Role.CUSTOMER: "Customer"},
}
_NOTES = {
    "fr": "Transcription automatique par {model}, que personne n’a relue.",
    "en": "Automatic transcription by {model}, which nobody has read over.",
}
_NO_TAGS = str.maketrans("<>", "‹›")
"""SubRip has no way to write these signs: players read them as tags."""


def webvtt(transcript: Transcript) -> str:
    """The subtitles with a voice for each speaker."""
    code = _code(transcript)
    note = escape(_NOTES[code].format(model=" ".join(transcript.model.split())), quote=False)
    blocks = [f"WEBVTT\n\nNOTE {note}"]
    for cue in cues(transcript):
        text = escape("\n".join(cue.lines), quote=False)
        blocks.append(f"{_times(cue, '.')}\n<v {NAMES[code][cue.role]}>{text}")
    return "\n\n".join(blocks) + "\n"


def subrip(transcript: Transcript) -> str:
    """The subtitles numbered, each turn with the name of its speaker."""
    blocks = [
        f"{number}\n{_times(cue, ',')}\n" + "\n".join(cue.lines).translate(_NO_TAGS)
        for number, cue in enumerate(cues(transcript, NAMES[_code(transcript)]), start=1)
    ]
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _code(transcript: Transcript) -> str:
    return "en" if transcript.language == "en" else "fr"


def _times(cue: Cue, point: str) -> str:
    return f"{_clock(cue.span.start_ms, point)} --> {_clock(cue.span.end_ms, point)}"


def _clock(milliseconds: int, point: str) -> str:
    seconds, thousandths = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{thousandths:03}"
