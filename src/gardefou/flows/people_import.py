"""People are imported: what a file says is compared with who is here, shown, and written down as a whole."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gardefou.governance.roles import REVIEWERS, PersonRole
from gardefou.intake.model import PersonNotice
from gardefou.kernel.errors import InputRefused

READERS = REVIEWERS | {PersonRole.MANAGER}
"""Roles that read content of others, which whoever keeps the system running does not (S10)."""
APART = frozenset({PersonRole.REPRESENTATIVE, PersonRole.EMPLOYER_SIGNATORY, PersonRole.ADMINISTRATOR})
"""Nobody sits on both sides of the table, or on one and keeps the system running (S10)."""


@dataclass(frozen=True, slots=True)
class PeopleChange:
    """What an import would do; nobody who is not in the file is touched."""

    new: tuple[PersonNotice, ...]
    changed: tuple[PersonNotice, ...]
    unchanged: int

    @property
    def to_write(self) -> list[PersonNotice]:
        """Everybody new or changed."""
        return [*self.new, *self.changed]


def people_change(
    source: object,
    file: Sequence[PersonNotice],
    here: Iterable[PersonNotice],
    sites: Iterable[str],
    importer: str | None = None,
) -> PeopleChange:
    """Compare a file with who is here; `importer` is the number of whoever imports it, None on the machine itself.

    Raises InputRefused naming every person whose site is not open, whose roles do not go together, or who would
    change what they may see themselves.
    """
    known = {person.number: person for person in here}
    open_sites = set(sites)
    faults = [
        f"person {person.number}: {cause}"
        for person in file
        for cause in _causes(person, open_sites, known.get(person.number) if person.number == importer else None)
    ]
    if faults:
        raise InputRefused(source, f"\n{source}: ".join(faults))
    new = tuple(person for person in file if person.number not in known)
    changed = tuple(person for person in file if person.number in known and known[person.number] != person)
    return PeopleChange(new, changed, len(file) - len(new) - len(changed))


def _causes(person: PersonNotice, open_sites: set[str], importer: PersonNotice | None) -> Iterator[str]:
    """Why a person cannot be written down so; `importer` is who they are now, if they import the file themselves."""
    if person.site not in open_sites:
        yield f"there is no site {person.site} here; open it with gardefou site open"
    if PersonRole.ADMINISTRATOR in person.roles and person.roles & READERS:
        cause = "whoever administers reads no content (S10): leave out administrator, or"
        yield f"{cause} quality_analyst, reviewer and manager"
    if len(person.roles & APART) > 1:
        cause = "nobody sits on both sides, or on one and administers (S10): leave one of"
        yield f"{cause} representative, employer_signatory and administrator"
    if {PersonRole.REPRESENTATIVE, PersonRole.MANAGER} <= person.roles:
        yield "whoever represents the staff leads no team (S10): leave out representative or manager"
    if importer and _place(importer) != _place(person):
        yield "nobody changes their own roles, site or team (S10); have another administrator import them"


def _place(person: PersonNotice) -> tuple[object, ...]:
    return person.roles, person.site, person.team
