"""Measure how fast every page is served, and what it weighs, with 50 teams, 500 advisers and 20,000 calls.

Each page is asked for over one connection, one request after the other, by a browser without a screen; the server is
the real one, in a process of its own. Statements to the database are counted in a server of this process afterwards.

Run: python -m evals.pages [requests] [directory]    (50 requests of each page; a directory is filled, or used as it is)
"""

import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any
from uuid import UUID

import httpx
import psycopg
from tests.installations import SimulatedInstallation, simulated_charter
from tests.integration.web.browsing import served

from evals.large_installation import PASSWORD, Cast, filled
from evals.machine import heading
from gardefou.entrypoints.web.access import ROUTES, Route
from gardefou.governance.roles import PersonRole

REQUESTS = 50
ASSET = re.compile(r'(?:href|src)="(/assets/[^"]+)"')
FONT = re.compile(r'url\("?(fonts/[^")]+latin\.woff2)')
SETTINGS: dict[str, Any] = {"web_port": 0, "stalled_after_s": 30, "sweep_every_s": 3600}


@dataclass(frozen=True, slots=True)
class Asked:
    """One page as one role asks for it."""

    route: Route
    role: PersonRole
    path: str


@dataclass(frozen=True, slots=True)
class Found:
    """What asking for it gave: milliseconds, bytes as they go over the wire, and statements to the database."""

    asked: Asked
    status: int
    times_ms: tuple[float, ...]
    page_bytes: int
    first_load_bytes: int
    statements: int | None = None


def main(requests: int, directory: str | None) -> None:
    """Measure in an installation that is removed afterwards, unless a directory is named."""
    print(heading(f"python -m evals.pages {requests}"))
    with ExitStack() as closing:
        folder = directory or closing.enter_context(tempfile.TemporaryDirectory(prefix="gardefou-pages-"))
        made, cast = _installation(Path(folder))
        with _server(made) as url:
            clients = {role: _signed_in(url, number) for role, number in cast.numbers.items()}
            found = [_measured(clients[asked.role], asked, requests) for asked in _pages(cast)]
        counted = _statements(made, cast)
    _print(found, counted)


def _installation(folder: Path) -> tuple[SimulatedInstallation, Cast]:
    """The one in a folder, filled when there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    noted = folder / "cast.json"
    if noted.exists():
        known = json.loads(noted.read_text())
        numbers = {PersonRole(role): number for role, number in known.pop("numbers").items()}
        return SimulatedInstallation(folder / "data", simulated_charter(), **SETTINGS), Cast(
            numbers, **{name: UUID(value) for name, value in known.items()}
        )
    made, cast = filled(folder / "data", **SETTINGS)
    noted.write_text(json.dumps(asdict(cast), default=str))
    return made, cast


@contextmanager
def _server(made: SimulatedInstallation) -> Iterator[str]:
    """`gardefou serve` in a process of its own, and its address."""
    command = [sys.executable, "-m", "gardefou.entrypoints.cli.main", "serve"]
    with tempfile.TemporaryFile("w+") as told, subprocess.Popen(command, env=made.environment, stderr=told) as server:
        try:
            yield _address(server, told)
        finally:
            server.terminate()


def _address(server: "subprocess.Popen[bytes]", told: IO[str]) -> str:
    """Where the server says that it is."""
    while server.poll() is None:
        told.seek(0)
        if found := re.search(r"http://\S+", told.read()):
            return found[0]
        time.sleep(0.05)
    raise RuntimeError("the server did not start")


def _pages(cast: Cast) -> list[Asked]:
    """Every GET page of the table that shows something, with an object whose content opens."""
    calls = {
        "call": cast.own_call,
        "self_evaluation": cast.fresh_call,
        "review": cast.review,
        "released_call": cast.released,
    }
    asked = []
    for route in ROUTES.values():
        role = next((role for role in cast.numbers if role in route.roles), None)
        if route.method != "GET" or role is None or route.name == "home" or route.name.endswith(("sound", "passage")):
            continue
        path = route.path.replace("{call:uuid}", str(calls.get(route.name, "")))
        asked.append(Asked(route, role, path))
    return asked


def _signed_in(url: str, number: str) -> httpx.Client:
    client = httpx.Client(
        base_url=url, headers={"Sec-Fetch-Site": "same-origin", "Accept-Encoding": "gzip"}, timeout=120
    )
    answer = client.post("/sign-in", data={"login": number, "password": PASSWORD})
    if answer.status_code != 303:
        raise RuntimeError(f"{number} could not sign in: {answer.status_code}")
    return client


def _with_digest(client: httpx.Client, asked: Asked) -> str:
    """The path, with the digest of a scorecard that the list of scorecards names."""
    if "{digest}" not in asked.path:
        return asked.path
    found = re.search(r"/scorecards/([0-9a-f]+)", client.get("/scorecards").text)
    return asked.path.replace("{digest}", found[1] if found else "none")


def _measured(client: httpx.Client, asked: Asked, requests: int) -> Found:
    path = _with_digest(client, asked)
    first = client.get(path)
    times = []
    for _ in range(requests if first.status_code == 200 else 0):
        start = time.perf_counter()
        client.get(path)
        times.append((time.perf_counter() - start) * 1000)
    return Found(asked, first.status_code, tuple(times), _sent(first), _sent(first) + _assets(client, first))


def _sent(answer: httpx.Response) -> int:
    """The bytes of an answer as they went over the wire."""
    return answer.num_bytes_downloaded


def _assets(client: httpx.Client, page: httpx.Response) -> int:
    """The bytes of what a browser loads with a page: styles, scripts, and the two fonts of French and English."""
    paths = sorted(set(ASSET.findall(page.text)))
    styles = [path for path in paths if path.endswith("look.css")]
    for style in styles:
        folder = style.rpartition("/")[0]
        paths += [f"{folder}/{font}" for font in sorted(set(FONT.findall(client.get(style).text)))]
    return sum(_sent(client.get(path)) for path in sorted(set(paths)))


def _statements(made: SimulatedInstallation, cast: Cast) -> dict[str, int]:
    """How many statements each page sends, counted at its second request."""
    counts = {}
    with made.opened() as installation, _counted() as count, served(installation) as url:
        clients = {role: _signed_in(url, number) for role, number in cast.numbers.items()}
        for asked in _pages(cast):
            client = clients[asked.role]
            path = _with_digest(client, asked)
            client.get(path)
            count.clear()
            client.get(path)
            counts[asked.route.name] = len(count)
    return counts


@contextmanager
def _counted() -> Iterator[list[str]]:
    """Every statement that this process sends to a database meanwhile."""
    sent: list[str] = []
    original = psycopg.Cursor.execute

    def execute(cursor: "psycopg.Cursor[Any]", statement: Any, *more: Any, **options: Any) -> "psycopg.Cursor[Any]":
        sent.append(str(statement))
        return original(cursor, statement, *more, **options)

    psycopg.Cursor.execute = execute  # type: ignore[method-assign,assignment]
    try:
        yield sent
    finally:
        psycopg.Cursor.execute = original  # type: ignore[method-assign]


def _print(found: list[Found], statements: dict[str, int]) -> None:
    print(
        f"{'page':18}{'role':17}{'answer':>7}{'p50 ms':>9}{'p95 ms':>9}{'page B':>10}{'first load B':>14}"
        f"{'statements':>12}"
    )
    for each in sorted(found, key=lambda one: -statistics.median(one.times_ms or (0,))):
        times = sorted(each.times_ms)
        p50 = f"{statistics.median(times):9.1f}" if times else f"{'-':>9}"
        p95 = f"{times[int(len(times) * 0.95) - 1]:9.1f}" if times else f"{'-':>9}"
        name = each.asked.route.name
        print(
            f"{name:18}{each.asked.role:17}{each.status:7}{p50}{p95}{each.page_bytes:10,}{each.first_load_bytes:14,}"
            f"{statements.get(name, 0):12}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else REQUESTS, sys.argv[2] if len(sys.argv) > 2 else None)
