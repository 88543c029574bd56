"""`gardefou ingest`: recordings and a table of what is known of them come in."""

import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from gardefou.adapters.documents.call_notices import NoticedCall, read_call_notices
from gardefou.adapters.documents.sound_files import SoundFiles
from gardefou.adapters.folder.complete_files import found
from gardefou.adapters.folder.sound_pieces import pieces
from gardefou.bootstrap.installation import Installation, administration_of, clock, process
from gardefou.bootstrap.settings import read_settings
from gardefou.entrypoints.cli.progress import CountProgress
from gardefou.governance.actors import ProcessName
from gardefou.intake.model import Arrival, Received
from gardefou.intake.ports import Reception
from gardefou.kernel.call import CallStatus
from gardefou.kernel.errors import InputRefused, Refused, RoomFull

ROOM_PAUSE_S = 5.0


def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Recordings, or folders of them.")],
    metadata: Annotated[Path, typer.Option("--metadata", help="CSV with a row for each recording.")],
) -> None:
    """Take recordings in: each is drawn, and what is not drawn is not kept; the same call twice is kept once."""
    calls = read_call_notices(metadata, SoundFiles(paths), clock(), _tell)
    with Installation(read_settings()) as installation:
        reception = installation.receiving(installation.gate("worker"), process(ProcessName.INTAKE))
        arrivals, refused = _received(calls, reception, metadata)
        waiting = _without_worker(installation)
    told = ", ".join(f"{arrival.replace('_', ' ')}: {arrivals[arrival]}" for arrival in Arrival)
    print(f"{told}, refused: {refused}")
    if waiting:
        _tell(f"calls waiting to be heard: {waiting}; no worker is at work: run gardefou worker within the hour")
    if refused:
        sys.exit(1)


def _without_worker(installation: Installation) -> int:
    """How many calls wait although nobody works."""
    with administration_of(installation) as administration:
        standing = administration.standing(installation.settings.stalled_after_s)
    return 0 if standing.workers else standing.calls.get(CallStatus.DRAWN, 0)


def _received(calls: Sequence[NoticedCall], reception: Reception, metadata: Path) -> tuple[Counter[Arrival], int]:
    arrivals: Counter[Arrival] = Counter()
    refused = 0
    with CountProgress("calls", len(calls)) as progress:
        for call in calls:
            try:
                arrivals[_one(call, reception, progress).arrival] += 1
            except (InputRefused, Refused) as error:
                refused += 1
                progress.tell(f"{metadata}: line {call.line}: {error}")
            progress.step()
    return arrivals, refused


def _one(call: NoticedCall, reception: Reception, progress: CountProgress) -> Received:
    """Hand a call over, waiting as long as too much sound waits to be heard."""
    waiting = False
    while True:
        try:
            return reception.receive(call.notice, pieces(found(call.sound)))
        except RoomFull:
            if not waiting:
                progress.tell("waiting until some of the calls that are here were heard; is gardefou worker running?")
            waiting = True
            time.sleep(ROOM_PAUSE_S)


def _tell(line: str) -> None:
    print(f"gardefou: {line}", file=sys.stderr)
