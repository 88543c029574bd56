"""What `gardefou charter check` finds in charters, one by one and beside each other."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

from gardefou.adapters.documents.yaml_document import read_yaml
from gardefou.adapters.signing.ed25519 import is_usable_public_key
from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.governance.charter import Charter
from gardefou.governance.hindrances import Hindrance, both_name, hindrances, remarks
from gardefou.governance.terms.parties import Side
from gardefou.intake.rules import shown
from gardefou.kernel.errors import InputRefused

OF_LAW = re.compile(
    r": (retention\.\w+_days|experiment\.days): Input should be less|: draw: rate must not be more"
    r"|: purposes\.\d+: Input should be '"
)
"""Faults that come of a bound that the law sets."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One file: its charter when it can be read, and each fault in a line."""

    file: Path
    charter: Charter | None
    faults: list[str] = field(default_factory=list)

    @property
    def lacking(self) -> dict[str, list[str]]:
        """Who has no key yet, side by side."""
        parties = self.charter.parties if self.charter else None
        return {side.value: list(parties.of(side).lacking) for side in Side if parties and parties.of(side).lacking}

    @property
    def document(self) -> dict[str, Any]:
        """The same for programs."""
        found = self.charter
        if found is None:
            return {"file": str(self.file), "faults": self.faults}
        return {
            "file": str(self.file),
            "faults": self.faults,
            "version": found.version,
            "digest": found.digest,
            "simulated": found.simulated,
            "sites": sorted(found.sites),
            "lacking_keys": self.lacking,
            "remarks": [f"{each.field}: {each.cause}" for each in remarks(found)],
        }


def checked(files: Sequence[Path], today: date, site: str | None = None) -> list[Checked]:
    """All findings; what is wrong between two charters stands at the later one."""
    found = [_checked(file, today) for file in dict.fromkeys(files)]
    for one, other in combinations(found, 2):
        if one.charter and other.charter:
            other.faults.extend(
                f"{other.file}: sites.{name}: stands in {one.file} for the same days; only one may name it (S17)"
                for name in both_name(one.charter, other.charter)
            )
    readable = [each for each in found if each.charter]
    if site is not None and readable and not any(each.charter and site in each.charter.sites for each in readable):
        last = readable[-1]
        last.faults.append(f"{last.file}: sites: does not name {shown(site)}; add it, or that site stays closed (S17)")
    return found


def _checked(file: Path, today: date) -> Checked:
    try:
        charter = read_yaml(file, Charter)
    except InputRefused as refused:
        lift = "; no signature can allow it" if OF_LAW.search(refused.cause) else ""
        return Checked(file, None, [f"{refused}{lift}"])
    return Checked(file, charter, [f"{file}: {each.field}: {each.cause}" for each in _hindrances(charter, today)])


def _hindrances(charter: Charter, today: date) -> Iterator[Hindrance]:
    yield from hindrances(charter, today, is_usable_public_key)
    try:
        PublicHolidays().worked_days(charter.review.holidays)
    except InputRefused as refused:
        yield Hindrance(refused.source, refused.cause)
