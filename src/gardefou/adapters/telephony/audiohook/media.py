"""Which of the forms of sound that a client offers is taken, and which call it is."""

from collections.abc import Sequence

from gardefou.adapters.telephony.audiohook.fault import Code, Fault
from gardefou.adapters.telephony.audiohook.happenings import CallAsked
from gardefou.adapters.telephony.audiohook.messages import Offer, OpenParameters
from gardefou.kernel.transcript import Language, Role

LINE_RATE = 8_000
SPEAKERS = {"external": Role.CUSTOMER, "internal": Role.ADVISER}


def chosen(offers: Sequence[Offer]) -> Offer:
    """The first with both speakers apart, or else the first with one of them; raises Fault."""
    usable = [each for each in offers if _is_usable(each)]
    if not usable:
        raise Fault(Code.UNKNOWN_MEDIA, "no sound is offered as PCMU with 8000 samples a second")
    return max(usable, key=lambda each: len(each.channels))


def call_asked(asked: OpenParameters, taken: Offer) -> CallAsked:
    """The call that a client asks to send in the form that is taken."""
    speakers = tuple(SPEAKERS[each] for each in taken.channels)
    spoken = (asked.language or "").lower().split("-")[0]
    language = Language(spoken) if spoken in set(Language) else None
    return CallAsked(asked.conversation, speakers, language, asked.custom.adviser, asked.custom.site)


def _is_usable(offer: Offer) -> bool:
    """Whether it is PCMU of telephone lines, of one channel or two different ones."""
    known = [each for each in SPEAKERS if each in offer.channels]
    shape = offer.type, offer.format, offer.rate
    return shape == ("audio", "PCMU", LINE_RATE) and 0 < len(known) == len(offer.channels)
