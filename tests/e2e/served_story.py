"""An installation with simulated people and calls in every state, served: what pages in a real browser are proven on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from uuid import UUID

from tests.installations import ADVISERS, SimulatedInstallation, pieces, simulated_charter, simulated_installation
from tests.installations import SITE as EMPTY_SITE
from tests.integration.web.browsing import HASH, served

from gardefou.adapters.media import encode
from gardefou.bootstrap.installation import Installation, administration_of, clock, process
from gardefou.bootstrap.samples import PEOPLE, SITE, ZONE, sample_calls, sample_notices, sample_people
from gardefou.entrypoints.cli.demonstration_story import DemonstrationStory
from gardefou.governance.actors import Person, ProcessName
from gardefou.governance.roles import PersonRole
from gardefou.intake.model import CallNotice, PersonNotice
from gardefou.kernel.call import CallKey, CallStatus, Direction

ROOM = 10
"""How many more advisers the team has, one short call each: figures want a group."""
SHORT = "card_by_link"
EMPTY = {
    PersonRole.QUALITY_ANALYST: "9001",
    PersonRole.MANAGER: "9002",
    PersonRole.REPRESENTATIVE: "9003",
    PersonRole.DATA_PROTECTION_OFFICER: "9004",
    PersonRole.ADMINISTRATOR: "9005",
}
"""Who works at a site without calls; its advisers are those of every simulated installation."""


@dataclass(frozen=True)
class Served:
    """The installation, where it is served, and its calls."""

    made: SimulatedInstallation
    installation: Installation
    url: str

    @cached_property
    def calls(self) -> dict[str, UUID]:
        """The calls of the samples by the id of the sample."""
        with administration_of(self.installation) as administration:
            return {row["external_id"]: row["id"] for row in administration.calls(CallStatus.OFFERED, 1000)}

    def person(self, number: str) -> Person:
        """Somebody, for the gate."""
        with administration_of(self.installation) as administration:
            return Person(*administration.person(number))

    def again(self, sample: str, adviser: str, source: str) -> UUID:
        """One more call with the sound of a sample, ready to be read."""
        call = _receive(self.installation, sample, adviser, source)
        self.made.work_off(self.installation)
        return call


@contextmanager
def served_story(*, room: int = ROOM) -> Iterator[Served]:
    """The demonstration's people and calls after their story, a larger team, and a site where nothing happened yet."""
    charter = simulated_charter(erasure_by_adviser=True, review={"released_to_managers": True})
    with simulated_installation(charter) as made, made.opened() as installation:
        with administration_of(installation) as administration:
            administration.open_site(SITE, ZONE, charter)
            administration.put_people([*sample_people(), *_room(room), *_people_without_calls()])
            for number in (*PEOPLE, *ADVISERS, *EMPTY.values()):
                administration.accounts.put(administration.accounts.person(number).id, HASH)
        _take_in(installation, room)
        made.work_off(installation)
        DemonstrationStory(installation).play()
        with served(installation) as url:
            yield Served(made, installation, url)


def _take_in(installation: Installation, room: int) -> None:
    encode.OPTIONS["compression_level"] = "0"
    reception = installation.receiving(installation.gate("worker"), process(ProcessName.INTAKE))
    for notice, sample in sample_notices(clock()):
        reception.receive(notice, pieces(sample.sound))
    for each in range(room):
        _receive(installation, SHORT, _number(each), f"room-{each}")


def _receive(installation: Installation, sample: str, adviser: str, source: str) -> UUID:
    found = next(each for each in sample_calls() if each.id == sample)
    notice = CallNotice(
        key=CallKey(SITE, source, f"{source}-{sample}"),
        adviser=adviser,
        direction=Direction.INBOUND,
        started_at=clock() - timedelta(hours=3),
        simulated=True,
    )
    received = installation.receiving(installation.gate("worker"), process(ProcessName.INTAKE)).receive(
        notice, pieces(found.sound)
    )
    assert received.call
    return received.call


def _number(each: int) -> str:
    return f"E{each + 1:02}"


def _room(size: int) -> list[PersonNotice]:
    adviser = frozenset({PersonRole.ADVISER})
    return [PersonNotice(_number(each), f"Personne {each + 1}", SITE, "simulated", adviser) for each in range(size)]


def _people_without_calls() -> list[PersonNotice]:
    return [
        PersonNotice(number, f"Personne {number}", EMPTY_SITE, "A" if role is PersonRole.MANAGER else None, frozenset({role}))
        for role, number in EMPTY.items()
    ]
