"""How the command line writes times and verdicts."""

from rich.console import Console

from gardefou.kernel.verdict import Verdict

WIDTH_WITHOUT_TERMINAL = 200

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


def console_for_text() -> Console:
    """A console as wide as the terminal, or wide enough for whole sentences where there is none."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=WIDTH_WITHOUT_TERMINAL)
