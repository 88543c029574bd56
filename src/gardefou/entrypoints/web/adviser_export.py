"""All that is kept about an adviser, as one archive that is made while it is sent: nothing of it touches a disk."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import RawIOBase
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from starlette.responses import Response, StreamingResponse

from gardefou.adapters.pages.own_log import Entry
from gardefou.adapters.pages.rendering import render
from gardefou.adapters.pages.wording import wording
from gardefou.adapters.postgres.content import as_document
from gardefou.adapters.postgres.sealing import Recordings
from gardefou.adapters.report.language import message
from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.bootstrap.installation import Installation
from gardefou.entrypoints.web.adviser_file import AdviserFile, AdviserFiles
from gardefou.entrypoints.web.visit import Visit
from gardefou.flows.reviewed_call import CallReading, ReviewedCall
from gardefou.governance.actions import Action, Verb
from gardefou.governance.actors import Person
from gardefou.governance.subjects import KeptCall
from gardefou.kernel.errors import ContentAltered, ContentErased, InputRefused, Refused

MOST_SOUND_BYTES = 200_000_000
READ_ME = {"fr": "LISEZMOI.txt", "en": "README.txt"}
TITLE = message("Ce qui est gardé sur vous dans gardefou")
DATA = message(
    "data.json : vos appels (%(n)s), avec leur texte, leurs mesures, leur brouillon, vos réponses et les décisions ; "
    "et le journal."
)
PAGE = message("index.html : la même chose, à lire dans un navigateur.")
SOUNDS = message("sounds : les enregistrements (%(n)s), en Ogg Opus.")
NO_ROOM = message(
    "Les enregistrements dépassent ensemble 200 Mo et ne sont pas joints : écoutez-les sur leurs pages, ou demandez-"
    "les à la personne déléguée à la protection des données."
)
WITHHELD = message(
    "Appels dont le contenu n'a pas pu être joint : %(n)s. data.json nomme la clause de chacun, sous « withheld »."
)
GONE = message("Effacé pendant la préparation : %(name)s")
KEEP_SAFE = message("Ce fichier n'est pas chiffré : rangez-le où personne d'autre ne le lit.")
HEADERS = {"Cache-Control": "no-store, private", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True, slots=True)
class _Sound:
    """A sound that goes into the archive."""

    call: UUID
    name: str
    recordings: Recordings
    size: int


@dataclass(frozen=True, slots=True)
class _Collected:
    """What the archive will hold."""

    document: dict[str, Any]
    sounds: list[_Sound]
    withheld: int
    log: tuple[Entry, ...]

    @property
    def has_room(self) -> bool:
        """Whether the sounds are few enough to be sent along."""
        return sum(each.size for each in self.sounds) <= MOST_SOUND_BYTES


class ExportPage:
    """Gives an adviser a copy of all that is kept about them."""

    def __init__(self, installation: Installation, files: AdviserFiles) -> None:
        self._gate = installation.gate("web")
        self._reading = CallReading(self._gate, PublicHolidays())
        self._files = files

    def export(self, visit: Visit) -> Response:
        """The archive: data.json, the same as a page, a text that says what is in it, and the sounds."""
        file = self._files.read(visit)
        collected = self._collected(visit, file)
        day = file.ground.today.isoformat()
        named = {"Content-Disposition": f'attachment; filename="gardefou-{day}.zip"'}
        return StreamingResponse(_archive(visit, collected), 200, {**HEADERS, **named}, "application/zip")

    def _collected(self, visit: Visit, file: AdviserFile) -> _Collected:
        calls, sounds, withheld = [], [], 0
        for line in file.lines:
            document = {"call": as_document(line.call), "stage": line.stage}
            try:
                if line.can_be_opened:
                    document |= _call(self._reading.read(visit.person, line.call.id))
            except (Refused, InputRefused, ContentErased) as why:
                document["withheld"] = why.clause if isinstance(why, Refused) else "erased"
                withheld += 1
            sound = self._sound(visit.person, line.call.id) if line.has_sound and line.can_be_opened else None
            if sound:
                document["sound"] = _path(sound)
                sounds.append(sound)
            calls.append(document)
        return _Collected(_document(visit, file, calls), sounds, withheld, file.log.entries)

    def _sound(self, person: Person, call: UUID) -> _Sound | None:
        try:
            with self._gate.transaction(person, Action(Verb.LISTEN), KeptCall(call)) as tx:
                name, recordings = tx.calls.get(call).sound_name, tx.recordings(call)
            if name is None:
                return None
            with recordings.open_silenced(call, name) as reader:
                return _Sound(call, name, recordings, reader.size)
        except (Refused, InputRefused, ContentErased):
            return None


def _document(visit: Visit, file: AdviserFile, calls: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "made_at": file.ground.now.astimezone(UTC).isoformat(),
        "profile": {
            "number": visit.number,
            "name": visit.name,
            "site": visit.site,
            "team": visit.team,
            "roles": [role.value for role in visit.roles],
            "language": visit.language,
        },
        "refuses_recording_since": as_document(file.refuses_since) if file.refuses_since else None,
        "experiment": [as_document(each) for each in file.took_part],
        "absences": [as_document(each) for each in file.absences],
        "draws": [as_document(each) for each in file.draws],
        "calls": calls,
        "log": [as_document(each) for each in file.log.entries],
        "log_is_whole": file.log.is_whole,
    }


def _call(read: ReviewedCall) -> dict[str, Any]:
    return {
        "transcript": as_document(read.transcript),
        "measures": as_document(read.measures),
        "draft": as_document(read.draft.evaluation),
        "draft_model": read.draft.model,
        "scorecard": read.scorecard.model_dump(mode="json"),
        "review": as_document(read.review),
        "self_evaluation": as_document(read.self_evaluation) if read.self_evaluation else None,
        "statements": [as_document(each) for each in read.statements],
        "decisions": [as_document(each) for each in read.decisions],
        "void": sorted(read.voided),
        "parties": as_document(read.parties),
    }


def _path(sound: _Sound) -> str:
    return f"sounds/{sound.call}.ogg"


@dataclass
class _Pipe(RawIOBase):
    """Takes what the archive's writer writes, to be sent piece by piece."""

    waiting: bytearray = field(default_factory=bytearray)

    def writable(self) -> bool:
        return True

    def write(self, content: Any, /) -> int:
        self.waiting += content
        return len(content)

    def taken(self) -> bytes:
        """What was written since the last time."""
        piece = bytes(self.waiting)
        self.waiting.clear()
        return piece


def _archive(visit: Visit, collected: _Collected) -> Iterator[bytes]:
    pipe = _Pipe()
    at = datetime.now(UTC)
    gone: list[str] = []
    with ZipFile(pipe, "w") as archive:
        data = json.dumps(collected.document, ensure_ascii=False, indent=2)
        archive.writestr(_entry("data.json", at), data, ZIP_DEFLATED)
        values = {"document": collected.document, "log": collected.log, "visit": visit, "dates": datetime}
        page = render(visit.language, "adviser/copy.html", **values)
        archive.writestr(_entry("index.html", at), page, ZIP_DEFLATED)
        yield pipe.taken()
        for sound in collected.sounds if collected.has_room else []:
            content = _bytes(sound)
            if content is None:
                gone.append(_path(sound))
            else:
                archive.writestr(_entry(_path(sound), at), content, ZIP_STORED)
            yield pipe.taken()
        archive.writestr(_entry(READ_ME[visit.language], at), _read_me(visit, collected, gone), ZIP_DEFLATED)
    yield pipe.taken()


def _bytes(sound: _Sound) -> bytes | None:
    """A sound, whole; None when it was erased since the archive was begun."""
    try:
        with sound.recordings.open_silenced(sound.call, sound.name) as reader:
            return reader.read()
    except (ContentErased, ContentAltered):
        return None


def _entry(name: str, at: datetime) -> ZipInfo:
    return ZipInfo(name, (at.year, at.month, at.day, at.hour, at.minute, at.second))


def _read_me(visit: Visit, collected: _Collected, gone: list[str]) -> str:
    say = wording(visit.language).gettext
    said = [
        say(TITLE),
        "",
        say(PAGE),
        say(DATA) % {"n": len(collected.document["calls"])},
        say(SOUNDS) % {"n": len(collected.sounds) - len(gone)} if collected.has_room else say(NO_ROOM),
    ]
    if collected.withheld:
        said.append(say(WITHHELD) % {"n": collected.withheld})
    said += [say(GONE) % {"name": name} for name in gone]
    return "\n".join([*said, "", say(KEEP_SAFE), ""])
