"""The sound of one session: frames become samples, and what is missing is counted."""

from gardefou.adapters.telephony.audiohook.fault import Code, Fault
from gardefou.adapters.telephony.audiohook.happenings import Happening, Heard, Lost
from gardefou.adapters.telephony.audiohook.media import LINE_RATE
from gardefou.adapters.telephony.audiohook.reading import MOST_BYTES
from gardefou.adapters.telephony.pace import AHEAD_S, Pace
from gardefou.adapters.telephony.pcmu import decoded
from gardefou.adapters.telephony.resampling import Doubling
from gardefou.kernel.sound import milliseconds

GAP_MS = 3_000
"""So much has to be missing by the client's own position before it is taken as lost."""


class Line:
    """Keeps what the next frame needs, and how far the call is."""

    def __init__(self, channels: int, pace: Pace, now: float) -> None:
        self._channels = channels
        self._double = Doubling(channels)
        self._pace = pace
        self._began = now
        self._samples = 0
        self._lost_ms = 0

    @property
    def position_ms(self) -> int:
        """How much of the call has come, with what was lost of it."""
        return milliseconds(self._samples) + self._lost_ms

    def sound(self, frame: bytes) -> list[Happening]:
        """A frame; raises Fault or TooFast."""
        if len(frame) > MOST_BYTES:
            raise Fault(Code.TOO_LARGE, f"a frame of sound may have {MOST_BYTES} bytes")
        if len(frame) % self._channels:
            raise Fault(Code.MALFORMED, "a frame of sound ends within a sample")
        self._pace.sound(len(frame) / self._channels / LINE_RATE)
        samples = self._double(decoded(frame, self._channels))
        self._samples += samples.shape[1]
        return [Heard(samples)] if samples.size else []

    def lost(self, lost_ms: int, now: float, *, is_told: bool = True) -> list[Happening]:
        """Sound never came; raises Fault where that cannot be."""
        if self.position_ms + lost_ms > (now - self._began + AHEAD_S) * 1000:
            raise Fault(Code.MALFORMED, "more sound is said to be lost than time has passed")
        self._lost_ms += lost_ms
        return [Lost(lost_ms, is_told)] if lost_ms else []

    def at(self, position_ms: int, now: float) -> list[Happening]:
        """The client says how far it is; raises Fault where that cannot be."""
        missing = position_ms - self.position_ms
        return self.lost(missing, now, is_told=False) if missing >= GAP_MS else []
