"""The stretches of a call that a reader finds no words for: pauses, and what could not be transcribed."""

from gardefou.adapters.report.turns import Pause, PauseKind
from gardefou.adapters.report.waveform import pauses
from gardefou.kernel.audibility import UNHEARD
from gardefou.kernel.measures import Measures
from gardefou.kernel.transcript import Transcript


def gaps(transcript: Transcript, measures: Measures) -> tuple[Pause, ...]:
    """All of them, in order of time."""
    return tuple(sorted((*pauses(measures), *_unheard(transcript)), key=lambda gap: gap.span))


def _unheard(transcript: Transcript) -> list[Pause]:
    silenced = [each for each in transcript.redactions if each.kind == UNHEARD]
    found = []
    for each in transcript.unheard:
        is_silent = any(one.channel == each.channel and one.span.contains(each.span) for one in silenced)
        kind = PauseKind.SILENCED if is_silent else PauseKind.UNHEARD
        found.append(Pause(kind, each.span, roles=transcript.roles_on(each.channel)))
    return found
