"""People are imported: what a file says is compared with who is here, shown, and written down as a whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gardefou.intake.model import PersonNotice
from gardefou.kernel.errors import InputRefused


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
    source: object, file: Sequence[PersonNotice], here: Iterable[PersonNotice], sites: Iterable[str]
) -> PeopleChange:
    """Compare a file with who is here.

    Raises InputRefused naming every person whose site is not open.
    """
    known = {person.number: person for person in here}
    open_sites = set(sites)
    faults = [
        f"person {person.number}: there is no site {person.site} here; open it with gardefou site open"
        for person in file
        if person.site not in open_sites
    ]
    if faults:
        raise InputRefused(source, f"\n{source}: ".join(faults))
    new = tuple(person for person in file if person.number not in known)
    changed = tuple(person for person in file if person.number in known and known[person.number] != person)
    return PeopleChange(new, changed, len(file) - len(new) - len(changed))
