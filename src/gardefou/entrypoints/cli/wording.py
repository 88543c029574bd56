"""How the command line writes times and verdicts."""

from gardefou.kernel.verdict import Verdict

VERDICTS = {
    Verdict.MET: ("●", "met", "green"),
    Verdict.NOT_MET: ("■", "not met", "red"),
    Verdict.NOT_APPLICABLE: ("–", "not applicable", "dim"),
    Verdict.CANNOT_TELL: ("◆", "cannot tell", "yellow"),
}


def clock(milliseconds: int) -> str:
    """Minutes and seconds: 1:07."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"{minutes}:{seconds:02d}"
