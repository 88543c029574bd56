"""Recognisers of personal data in French and English, written or dictated: one file per kind, each explains itself."""

from collections.abc import Callable, Iterator, Sequence

from gardefou.hearing.recognisers.card_details import find_card_details
from gardefou.hearing.recognisers.checksums import require_checksums
from gardefou.hearing.recognisers.digits import find_digits
from gardefou.hearing.recognisers.echo import find_echoes
from gardefou.hearing.recognisers.email import find_emails
from gardefou.hearing.recognisers.iban import find_ibans
from gardefou.hearing.recognisers.personal import PersonalKind, PersonalSpan, in_order
from gardefou.hearing.recognisers.reading import Reading

Recogniser = Callable[[Reading, Sequence[PersonalSpan]], Iterator[PersonalSpan]]

RECOGNISERS: tuple[Recogniser, ...] = (find_emails, find_ibans, find_digits)
"""In order of precedence: each leaves alone what an earlier one found; digits tell telephones, cards and the rest."""

__all__ = ["RECOGNISERS", "PersonalKind", "PersonalSpan", "Recogniser", "recognise"]


def recognise(text: str, asked: Sequence[int] = (), near: Sequence[tuple[int, int]] = ()) -> tuple[PersonalSpan, ...]:
    """What all recognisers find, in order.

    At each offset in `asked` the text answers a question about a card; `near` are stretches after the other's number.

    Raises PartMissing when the extra `redaction` is not installed.
    """
    require_checksums()
    reading = Reading(text)
    found: list[PersonalSpan] = []
    for recogniser in RECOGNISERS:
        found = in_order((*found, *recogniser(reading, tuple(found))))
    found = in_order((*found, *find_card_details(reading, found, asked)))
    return tuple(in_order((*found, *find_echoes(reading, found, near))))
