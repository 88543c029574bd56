"""How well a channel can be heard, as a person would put it."""

from enum import StrEnum

from gardefou.kernel.transcript import SoundQuality

QUIET_DB = -42.0
"""Speech below this level is hard to make out at a usual volume."""
INAUDIBLE_DB = -58.0
"""Speech below this level is a few steps of telephone coding, and little of it can be understood."""
NOISY_DB = 12.0
"""Speech that stands less above the noise loses words."""
DROWNED_DB = 1.0
"""Speech that stands less above the noise is drowned in it."""
MOST_CLIPPED = 0.01
"""More samples cut at full scale are heard as a crackle."""
UNHEARD = "unheard"
"""The kind of a removal of sound that could not be transcribed: nobody knows what is said there."""


class Audibility(StrEnum):
    """Whether words of a channel can be relied upon."""

    GOOD = "good"
    POOR = "poor"
    INAUDIBLE = "inaudible"


def audibility(quality: SoundQuality) -> Audibility:
    """The verdict on a channel; one on which nobody is heard may be dead, and is inaudible."""
    level, snr = quality.level_db, quality.snr_db
    if level is None or level < INAUDIBLE_DB or (snr is not None and snr < DROWNED_DB):
        return Audibility.INAUDIBLE
    if level < QUIET_DB or quality.clipped > MOST_CLIPPED or (snr is not None and snr < NOISY_DB):
        return Audibility.POOR
    return Audibility.GOOD
