"""The simulated calls that come with gardefou."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from gardefou.bootstrap.resources import resource
from gardefou.governance.roles import PersonRole
from gardefou.intake.model import CallNotice, PersonNotice
from gardefou.kernel.call import CallKey, Direction

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


def sample_people() -> list[PersonNotice]:
    """The simulated advisers who took the sample calls; their names are invented."""
    names = {"D01": "Inès Colin", "D02": "Hugo Marchal", "D03": "Emma Reed"}
    return [
        PersonNotice(number, name, SITE, "simulated", frozenset({PersonRole.ADVISER})) for number, name in names.items()
    ]


def sample_notices(now: datetime) -> list[tuple[CallNotice, SampleCall]]:
    """What a telephone system would say of each sample call, had it been taken the day before `now`."""
    yesterday = now - timedelta(days=1)
    return [(_notice(call, yesterday + timedelta(minutes=10 * i)), call) for i, call in enumerate(sample_calls())]


def _notice(call: SampleCall, started_at: datetime) -> CallNotice:
    english = call.id.endswith("_en")
    others = [person.number for person in sample_people()[:2]]
    return CallNotice(
        key=CallKey(SITE, "samples", call.id),
        adviser="D03" if english else others[len(call.id) % 2],
        direction=Direction.INBOUND,
        started_at=started_at,
        simulated=True,
    )
