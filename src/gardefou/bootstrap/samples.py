"""The simulated calls that come with gardefou."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from gardefou.bootstrap.resources import resource
from gardefou.governance.roles import PersonRole
from gardefou.intake.model import CallNotice, PersonNotice
from gardefou.kernel.call import CallKey, Direction
from gardefou.kernel.transcript import Language
from gardefou.kernel.verdict import Verdict

SITE = "demo"
ZONE = "Europe/Paris"


@dataclass(frozen=True, slots=True)
class SampleCall:
    """A simulated call; `labels` is the path of what people say is true of it."""

    id: str
    title: str
    part: str
    sound: Path
    labels: Path


def sample_calls() -> list[SampleCall]:
    """Every sample call, in order of its id."""
    calls = []
    for labels in sorted(resource("samples/labels").glob("*.json")):
        document = json.loads(labels.read_text(encoding="utf-8"))
        sound = resource(f"samples/audio/{document['id']}.ogg")
        calls.append(SampleCall(document["id"], document["title"], document["part"], sound, labels))
    return calls


PEOPLE = {
    "D01": ("Inès Colin", PersonRole.ADVISER),
    "D02": ("Hugo Marchal", PersonRole.ADVISER),
    "D03": ("Emma Reed", PersonRole.ADVISER),
    "Q01": ("Camille Roux", PersonRole.QUALITY_ANALYST),
    "Q02": ("Nadia Benali", PersonRole.QUALITY_ANALYST),
    "Q03": ("Solène Garnier", PersonRole.REVIEWER),
    "M01": ("Paul Lemaire", PersonRole.MANAGER),
    "R01": ("Sylvie Marchetti", PersonRole.REPRESENTATIVE),
    "S01": ("Hélène Vasseur", PersonRole.EMPLOYER_SIGNATORY),
    "P01": ("Anne Vidal", PersonRole.DATA_PROTECTION_OFFICER),
    "A01": ("Karim Haddad", PersonRole.ADMINISTRATOR),
}
ENGLISH_SPEAKER = "D03"


def sample_people() -> list[PersonNotice]:
    """The simulated people of the demonstration, one or more for each role; their names are invented."""
    return [_person(number, name, role) for number, (name, role) in PEOPLE.items()]


def _person(number: str, name: str, role: PersonRole) -> PersonNotice:
    team = "Équipe 1" if role in {PersonRole.ADVISER, PersonRole.MANAGER} else None
    language = Language.ENGLISH if number == ENGLISH_SPEAKER else Language.FRENCH
    return PersonNotice(number, name, SITE, team, frozenset({role}), language=language)


def true_verdicts(call: SampleCall) -> dict[str, Verdict]:
    """What people say is true of a sample call, by criterion."""
    document = json.loads(call.labels.read_text(encoding="utf-8"))
    return {criterion: Verdict(each["verdict"]) for criterion, each in document["verdicts"].items()}


def sample_notices(now: datetime) -> list[tuple[CallNotice, SampleCall]]:
    """What a telephone system would say of each sample call, had it been taken the day before `now`."""
    yesterday = now - timedelta(days=1)
    return [(_notice(call, yesterday + timedelta(minutes=10 * i)), call) for i, call in enumerate(sample_calls())]


def _notice(call: SampleCall, started_at: datetime) -> CallNotice:
    english = call.id.endswith("_en")
    return CallNotice(
        key=CallKey(SITE, "samples", call.id),
        adviser=ENGLISH_SPEAKER if english else ("D01", "D02")[len(call.id) % 2],
        direction=Direction.INBOUND,
        started_at=started_at,
        simulated=True,
    )
