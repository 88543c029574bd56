"""`gardefou status`: how calls, queues, disk and keys stand."""

import json
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from gardefou.adapters.postgres.administration import LISTED_PARKED
from gardefou.adapters.postgres.state import database_state
from gardefou.bootstrap.installation import Installation, administration_of
from gardefou.bootstrap.settings import read_settings
from gardefou.entrypoints.cli.options import JsonOption
from gardefou.entrypoints.cli.wording import clock
from gardefou.kernel.call import CallStatus

SHOWN_PARKED = 5
EVERY_PARKED = 100_000


class CallState(StrEnum):
    """How a call stands, as people ask for it: its status, unless it waits for somebody to act.

    Analysed calls are done once their reason is known: their site's charter provides for no evaluation.
    """

    DRAWN = CallStatus.DRAWN.value
    HEARD = CallStatus.HEARD.value
    MEASURED = CallStatus.MEASURED.value
    CLASSIFIED = CallStatus.CLASSIFIED.value
    ANALYSED = "analysed"
    EVALUATED = CallStatus.EVALUATED.value
    OFFERED = CallStatus.OFFERED.value
    PARKED = "parked"
    LOST = "lost"


def status(
    as_json: JsonOption = False,
    parked: Annotated[bool, typer.Option("--parked", help="Every parked call with its reason.")] = False,
) -> None:
    """Show how many calls are where, what waits, what is parked and why, and what disk and keys hold; no content."""
    with Installation(read_settings(), connections=2) as installation:
        document = _document(installation, EVERY_PARKED if parked else LISTED_PARKED)
    if as_json:
        print(json.dumps(document, ensure_ascii=False, default=_plain))
    else:
        _show(document, parked)


def moment(at: datetime, timespec: str = "minutes") -> str:
    """A time in this machine's zone, with its offset: 2026-11-20 10:00 +01:00."""
    text = at.astimezone().isoformat(" ", timespec)
    return f"{text[:-6]} {text[-6:]}"


def counted(number: int, one: str, several: str) -> str:
    """How many there are, in words that agree: 1 sound, 2 sounds."""
    return f"{number} {one if number == 1 else several}"


def _document(installation: Installation, most_parked: int) -> dict[str, Any]:
    with administration_of(installation) as administration:
        standing = administration.standing(installation.settings.stalled_after_s, most_parked)
    usage = installation.sounds.usage()
    return {
        "installation": "simulated" if installation.simulated else "real",
        "data_directory": str(installation.settings.data_directory),
        "vault_key": installation.ring.current.id,
        "database": asdict(database_state(installation.pool("owner"))),
        "calls": {state.value: standing.calls.get(state, 0) for state in CallState},
        "not_drawn": standing.not_drawn,
        "waiting_ms": standing.waiting_ms,
        "workers": standing.workers,
        "queues": standing.queues,
        "hearing": standing.hearing,
        "parked": standing.parked,
        "vault": {compartment.value: asdict(each) for compartment, each in usage.items()},
    }


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _show(document: dict[str, Any], all_parked: bool) -> None:
    console = Console(highlight=False)
    console.print(f"[bold]{document['installation']} installation[/bold]  {escape(document['data_directory'])}")
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for name, value in _lines(document):
        table.add_row(name, escape(value))
    console.print(table)
    listed = document["parked"] if all_parked else document["parked"][:SHOWN_PARKED]
    for call in listed:
        when = moment(call["parked_at"])
        reason = f"{call['id']}  parked at {call['status']} since {when}: {call['parked_reason']}"
        console.print(reason, style="yellow", markup=False, soft_wrap=True)
    more = document["calls"]["parked"] - len(listed)
    if more > 0:
        console.print(f"and {more} more" + ("" if all_parked else "; gardefou status --parked"))
    if listed:
        console.print("take up again: gardefou call retry ID, or --all")


def _lines(document: dict[str, Any]) -> list[tuple[str, str]]:
    database = document["database"]
    counts = ", ".join(f"{state} {number}" for state, number in document["calls"].items() if number) or "none"
    queues = "; ".join(
        f"{each['queue']}: {each['waiting']} waiting, {each['under_way']} under way" for each in document["queues"]
    )
    vault = document["vault"]
    size = sum(each["object_bytes"] for each in vault.values())
    objects = sum(each["objects"] for each in vault.values())
    keys = sum(each["keys"] for each in vault.values())
    free = next(iter(vault.values()))["free_bytes"]
    pages = database["damaged_pages"]
    damaged = f", {counted(pages, 'damaged page', 'damaged pages')}" if pages else ""
    workers = document["workers"]
    at_work = f"{counted(workers, 'process', 'processes')} at work"
    held = f"{counted(objects, 'object', 'objects')}, {_size(size)}, {counted(keys, 'key of a call', 'keys of calls')}"
    waiting = document["waiting_ms"]
    return [
        ("calls", f"{counts}; not drawn {document['not_drawn']}"),
        ("waiting", f"{clock(waiting)} of sound to be heard" if waiting else "nothing"),
        ("queues", queues or "empty"),
        *(("hearing" if number == 0 else "", _heard(each)) for number, each in enumerate(document["hearing"])),
        ("workers", at_work if workers else "none at work: run gardefou worker"),
        ("database", f"PostgreSQL {database['version']}, {_size(database['size_bytes'])}{damaged}"),
        ("vault", f"{held}, {_size(free)} free on disk"),
        ("vault key", document["vault_key"]),
    ]


def _heard(call: dict[str, Any]) -> str:
    return f"{call['id']}  {call['share']}% heard, for {clock(call['heard_for_ms'])}"


def _size(number: float) -> str:
    for unit in ("bytes", "kB", "MB", "GB"):
        if number < 1000:
            return f"{number:.0f} {unit}"
        number /= 1000
    return f"{number:.1f} TB"
