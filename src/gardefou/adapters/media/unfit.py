"""Why a file cannot be used, in words that fit after its name."""

from gardefou.kernel.errors import GardefouError


class Unfit(GardefouError):
    """The cause and the way out, without the name of the file."""


def cut_short(read_s: float, promised_s: float | None = None) -> Unfit:
    """Word that the end of the recording is missing; both lengths in seconds."""
    there = f"{read_s:.1f} s of {promised_s:.1f} s" if promised_s else f"{read_s:.1f} s"
    return Unfit(
        f"is cut short, only {there} can be read: nothing is evaluated on part of a call, send the whole file again"
    )


def damaged(after_s: float) -> Unfit:
    """Word that something in the recording is broken after so many seconds of sound."""
    return Unfit(
        f"is damaged after {after_s:.1f} s: nothing is evaluated on part of a call, send an intact copy of the file"
    )


def no_sound() -> Unfit:
    """Word that there is a sound file but nothing in it."""
    return Unfit("holds no sound (0 s): check that the recorder was running, then send the file again")


def broken_header() -> Unfit:
    """Word that the description at the start of the file makes no sense."""
    return Unfit("has a header that contradicts itself or stops half-way: export the recording again")


def too_long() -> Unfit:
    """Word that no call lasts as long."""
    return Unfit("claims more than 24 hours of sound, which no call lasts: export the call alone")


def too_much(promised_s: float) -> Unfit:
    """Word that the sound goes on after the end that the header gives."""
    return Unfit(f"holds more sound than the {promised_s:.1f} s its header says: export the recording again")
