"""Served pages of an installation, and browsers without a screen that sign in and send forms."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from unittest.mock import patch

import httpx
import uvicorn
from argon2 import PasswordHasher
from tests.installations import SITE

from gardefou.adapters import passwords
from gardefou.bootstrap.installation import Installation, administration_of
from gardefou.entrypoints.cli.server import server_config
from gardefou.entrypoints.web.application import web_application
from gardefou.governance.roles import PersonRole
from gardefou.intake.model import PersonNotice
from gardefou.kernel.transcript import Language

PASSWORD = "quatre mots bien choisis"
cheap_hasher = partial(PasswordHasher, time_cost=1, memory_cost=64, parallelism=1)
"""A hundredth of the work: people sign in hundreds of times, and few tests ask about passwords."""
HASH = cheap_hasher().hash(PASSWORD)
CSRF = re.compile(r'name="csrf" value="([^"]*)"')


@contextmanager
def served(installation: Installation) -> Iterator[str]:
    """A server of this installation's pages, and its address."""
    with patch.object(passwords, "PasswordHasher", cheap_hasher):
        application = web_application(installation)
    config = server_config(application, installation.settings)
    config.host, config.port = "127.0.0.1", 0
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = time.monotonic() + 20
    while not server.started:
        assert time.monotonic() < end and thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)


def employ(installation: Installation, number: str, *roles: PersonRole, **more: Any) -> None:
    """Write a person down and let them sign in."""
    values = {"site": SITE, "team": "A", "language": Language.FRENCH} | more
    name = values.pop("name", f"Personne {number}")
    with administration_of(installation) as administration:
        administration.put_people([PersonNotice(number, name, values.pop("site"), roles=frozenset(roles), **values)])
    give_password(installation, number)


def give_password(installation: Installation, number: str) -> None:
    """Let somebody sign in by PASSWORD."""
    with administration_of(installation) as administration:
        administration.accounts.put(administration.accounts.person(number).id, HASH)


def browser(url: str, **headers: str) -> httpx.Client:
    """A browser that nobody has signed in with; it follows no redirect by itself."""
    return httpx.Client(base_url=url, headers={"Sec-Fetch-Site": "same-origin", **headers}, timeout=30)


def sign_in(client: httpx.Client, login: str, password: str = PASSWORD, **fields: str) -> httpx.Response:
    """Send the form of the sign-in page."""
    return client.post("/sign-in", data={"login": login, "password": password, **fields})


def signed_in(url: str, number: str, **headers: str) -> httpx.Client:
    """A browser with a session of that person."""
    client = browser(url, **headers)
    answer = sign_in(client, number)
    assert answer.status_code == 303, answer.status_code
    return client


def csrf(client: httpx.Client) -> str:
    """What the forms of a session carry, as its pages show it."""
    found = CSRF.search(client.get("/charter").text)
    assert found
    return found[1]


def post(client: httpx.Client, path: str, **fields: Any) -> httpx.Response:
    """Send a form as a page of this session does."""
    return client.post(path, data={"csrf": csrf(client), **fields})
