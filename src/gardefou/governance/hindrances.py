"""What keeps a charter that can be read from being signed, or from opening a site (S1, S10, S32)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from gardefou.governance.acts import IsKey
from gardefou.governance.charter import Charter
from gardefou.governance.purposes import Purpose
from gardefou.governance.seen import holds_unseen
from gardefou.governance.terms.parties import Side
from gardefou.governance.terms.places import Feature
from gardefou.governance.terms.rules_of_people import Alerts

NO_KEY = "is no key that anybody can sign with; copy it again from gardefou key show (S32)"


@dataclass(frozen=True, slots=True)
class Hindrance:
    """What is wrong with a field, and what can be done."""

    field: str
    cause: str


def hindrances(charter: Charter, today: date, is_key: IsKey) -> tuple[Hindrance, ...]:
    """Everything that has to be mended first; keys that are still missing are `charter.parties.lacking`."""
    return (
        *_of_time(charter, today),
        *_of_purposes(charter),
        *_of_keys(charter, is_key),
        *_of_texts("", charter.document),
    )


def remarks(charter: Charter) -> tuple[Hindrance, ...]:
    """What may be meant, and that whoever negotiates should know."""
    return (*_of_parties(charter), *_of_experiment(charter))


def both_name(one: Charter, other: Charter) -> tuple[str, ...]:
    """The sites that two charters name for the same days."""
    is_apart = one.valid_until < other.valid_from or other.valid_until < one.valid_from
    return () if is_apart else tuple(sorted(one.sites.keys() & other.sites.keys()))


def _of_time(charter: Charter, today: date) -> Iterator[Hindrance]:
    if today > charter.valid_until:
        yield Hindrance("valid_until", "is past; a charter that has expired opens no site (S32)")


def _of_purposes(charter: Charter) -> Iterator[Hindrance]:
    evaluates = any(Feature.EVALUATION in place.features for place in charter.sites.values())
    if evaluates and Purpose.QUALITY not in charter.purposes:
        yield Hindrance("purposes", "must name quality where calls are evaluated (S1)")
    if charter.alerts is Alerts.REVIEWED and not charter.review.released_to_managers:
        yield Hindrance(
            "alerts", "reviewed needs review.released_to_managers; else an alert shows what managers may not see (S10)"
        )


def _of_keys(charter: Charter, is_key: IsKey) -> Iterator[Hindrance]:
    for side in Side:
        party = charter.parties.of(side)
        for number, each in enumerate(party.signatories):
            if each.key and not is_key(each.key):
                yield Hindrance(f"parties.{side}.signatories.{number}.key", NO_KEY)
        if party.recovery and not is_key(party.recovery.key):
            yield Hindrance(f"parties.{side}.recovery.key", NO_KEY)


def _of_texts(path: str, value: Any) -> Iterator[Hindrance]:
    """Signs that nobody sees: two texts that look alike could differ in what is signed."""
    match value:
        case str() if holds_unseen(value):
            yield Hindrance(path, "holds a sign that cannot be seen; everybody must see what they sign (S32)")
        case Mapping():
            for name, each in value.items():
                yield from _of_texts(f"{path}.{name}" if path else name, each)
        case Sequence() if not isinstance(value, str):
            for number, each in enumerate(value):
                yield from _of_texts(f"{path}.{number}", each)


def _of_parties(charter: Charter) -> Iterator[Hindrance]:
    for side in Side:
        party = charter.parties.of(side)
        if charter.suspension.signatures > party.required:
            yield Hindrance(
                "suspension.signatures",
                f"is more than {side} require to sign; as many as they require suffice to stop (S18)",
            )
        if party.recovery is None:
            yield Hindrance(
                f"parties.{side}.recovery",
                "is not given; without it, nobody can name signatories once too many keys are lost (S32)",
            )


def _of_experiment(charter: Charter) -> Iterator[Hindrance]:
    terms = charter.experiment
    if terms and terms.starts_on + timedelta(days=terms.days - 1) > charter.valid_until:
        yield Hindrance("experiment.days", "goes on after valid_until; the charter's last day is the last (S19, S32)")
