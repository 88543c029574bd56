"""How well each channel can be heard, in words for the page."""

from dataclasses import dataclass

from gardefou.adapters.report.language import message
from gardefou.kernel import audibility
from gardefou.kernel.audibility import Audibility
from gardefou.kernel.transcript import Role, SoundQuality, Transcript

CLIPPED_A_LITTLE = 0.001
FAIRLY_NOISY_DB = 20.0

VERDICTS = {
    Audibility.GOOD: message("Bon"),
    Audibility.POOR: message("Mauvais"),
    Audibility.INAUDIBLE: message("Inaudible"),
}


@dataclass(frozen=True, slots=True)
class HeardChannel:
    """One channel: who speaks there, its figures, and the words for them."""

    roles: tuple[Role, ...]
    quality: SoundQuality

    @property
    def audibility(self) -> Audibility:
        """The verdict."""
        return audibility.audibility(self.quality)

    @property
    def verdict(self) -> str:
        """The verdict in a word."""
        return VERDICTS[self.audibility]

    @property
    def is_poor(self) -> bool:
        """Whether a reader has to be warned."""
        return self.audibility is not Audibility.GOOD

    @property
    def is_silent(self) -> bool:
        """Whether nobody is heard."""
        return self.quality.level_db is None

    @property
    def level(self) -> str:
        """How loud speech is."""
        level = self.quality.level_db
        if level is None or level < audibility.INAUDIBLE_DB:
            return message("presque muet")
        return message("faible") if level < audibility.QUIET_DB else message("normal")

    @property
    def clipping(self) -> str:
        """Whether it is cut at full scale."""
        if self.quality.clipped > audibility.MOST_CLIPPED:
            return message("forte")
        return message("légère") if self.quality.clipped > CLIPPED_A_LITTLE else message("aucune")

    @property
    def noise(self) -> str:
        """How loud noise is beside it."""
        snr = self.quality.snr_db
        if snr is not None and snr < audibility.DROWNED_DB:
            return message("couvre la voix")
        if snr is not None and snr < audibility.NOISY_DB:
            return message("fort")
        return message("sensible") if snr is not None and snr < FAIRLY_NOISY_DB else message("faible")


def heard_channels(transcript: Transcript) -> tuple[HeardChannel, ...]:
    """The channels that were measured, in order."""
    ordered = sorted(transcript.quality, key=lambda each: each.channel)
    return tuple(HeardChannel(transcript.roles_on(each.channel), each) for each in ordered)
