"""How much sound a file says it holds, checked as far as that goes without decoding."""

from typing import BinaryIO

from gardefou.adapters.media import stream
from gardefou.adapters.media.containers import adts, boxes, gsm, mpeg, ogg, wave
from gardefou.adapters.media.containers.container import Container
from gardefou.adapters.media.unfit import cut_short

CHECKS = {
    Container.WAVE: wave.promised,
    Container.OGG: ogg.promised,
    Container.MPEG: mpeg.promised,
    Container.ADTS: adts.promised,
    Container.GSM: gsm.promised,
}

TOLERANCE_S = {
    Container.WAVE: 0.02,
    Container.FLAC: 0.02,
    Container.OGG: 0.1,
    Container.MPEG: 0.3,
    Container.ADTS: 0.3,
    Container.BOXES: 0.3,
    Container.GSM: 0.02,
}
"""How much less than promised may be decoded: what encoders add at both ends is not always written down."""


def promised(file: BinaryIO, size: int, kind: Container, start: int) -> float | None:
    """Return the seconds of sound that the file should give, None when it does not say.

    Raises Unfit when they are visibly not all there.
    """
    if check := CHECKS.get(kind):
        return check(file, size, start)
    whole = kind is not Container.BOXES or boxes.is_whole(file, size, start)
    said, present = stream.said_and_present(file, kind)
    if not whole or (said is not None and present < said - TOLERANCE_S[kind]):
        raise cut_short(present, said)
    return said
