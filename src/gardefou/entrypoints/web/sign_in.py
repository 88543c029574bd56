"""Signing in and out: the same work and the same words whatever was wrong, and few attempts."""

import hmac
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv6Address, ip_address

import anyio
from anyio import to_thread
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from gardefou.adapters.passwords import LONGEST, Passwords
from gardefou.adapters.postgres.accounts import Account, Attempts, SignInTable
from gardefou.adapters.postgres.pool import Pool, database_failures
from gardefou.adapters.postgres.records import Records
from gardefou.entrypoints.web.faults import TooMany
from gardefou.entrypoints.web.local_path import local_path
from gardefou.entrypoints.web.page_router import Handler, Pages
from gardefou.entrypoints.web.preferences import change_preferences
from gardefou.entrypoints.web.visit import Guest
from gardefou.governance.actors import Person

AT_ONCE = 4
"""How many passwords are compared at the same time: each takes 64 MiB."""
MOST_WAITING = 200
LONGEST_LOGIN = 254


class Outcome(StrEnum):
    """What became of an attempt."""

    LET_IN = "let in"
    WRONG = "wrong"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class _Checked:
    outcome: Outcome
    account: Account | None = None


class Door:
    """Compares passwords, and counts attempts in vain where every process sees them."""

    def __init__(self, pool: Pool, key: bytes, passwords: Passwords, attempts: Attempts | None = None) -> None:
        self._pool = pool
        self._key = key
        self._passwords = passwords
        self._attempts = attempts or Attempts()

    def check(self, login: str, password: str, address: str) -> _Checked:
        """Who this is; a closed door takes the same work as a wrong password.

        Raises StoreUnavailable.
        """
        hashed = self._hash(login)
        with database_failures(), self._pool.connection() as connection:
            table = SignInTable(Records(connection))
            is_open = table.begin(hashed, self._hash(_network(address)), self._attempts)
            account = table.account(login) if is_open else None
        fits = self._passwords.fits(password, account.password_hash if account else None)
        if not is_open:
            return _Checked(Outcome.CLOSED)
        if account is None or not fits:
            return _Checked(Outcome.WRONG)
        self._welcome(hashed, account, password)
        return _Checked(Outcome.LET_IN, account)

    def _welcome(self, hashed: bytes, account: Account, password: str) -> None:
        renewed = self._passwords.hash(password) if self._passwords.is_dated(account.password_hash) else None
        with database_failures(), self._pool.connection() as connection:
            table = SignInTable(Records(connection))
            table.forget_failures(hashed)
            if renewed:
                table.rehash(account, renewed)

    def _hash(self, text: str) -> bytes:
        return hmac.digest(self._key, text.casefold().encode(), "sha256")


class SignInPages:
    """The pages of people who are not signed in."""

    def __init__(self, pages: Pages, door: Door) -> None:
        self._pages = pages
        self._door = door
        self._slots = anyio.CapacityLimiter(AT_ONCE)

    def handlers(self) -> Mapping[str, Handler]:
        """Each by its route."""
        return {
            "sign_in": self.show,
            "send_sign_in": self.sign_in,
            "sign_out": self.sign_out,
            "preferences": change_preferences,
        }

    def show(self, visit: Guest) -> Response:
        """The form, or the home page of whoever is signed in."""
        if self._pages.visit(visit.request):
            return visit.go("/")
        return _form(visit, local_path(visit.query.get("next")))

    async def sign_in(self, visit: Guest) -> Response:
        """Open a session, always a new one, and go to the page that was asked for."""
        goes_to = local_path(visit.form.get("next"))
        login, password = _login(visit.form.get("login", "")), visit.form.get("password", "")
        if not login or not password or len(login) > LONGEST_LOGIN or len(password) > LONGEST:
            return await run_in_threadpool(_form, visit, goes_to, login[:LONGEST_LOGIN], Outcome.WRONG)
        if self._slots.statistics().tasks_waiting >= MOST_WAITING:
            raise TooMany
        address = _address(visit.request)
        checked = await to_thread.run_sync(self._door.check, login, password, address, limiter=self._slots)
        if checked.account is None:
            return await run_in_threadpool(_form, visit, goes_to, login, checked.outcome)
        return await run_in_threadpool(self._let_in, visit, goes_to, checked.account)

    def sign_out(self, visit: Guest) -> Response:
        """End the session, wherever its cookie may still be."""
        token = self._pages.sessions.token(visit.request)
        if token:
            self._pages.sessions.close(token)
        answer = visit.go("/sign-in?out=1")
        self._pages.sessions.take_back(answer)
        return answer

    def _let_in(self, visit: Guest, goes_to: str, account: Account) -> Response:
        sessions = self._pages.sessions
        answer = visit.go(goes_to)
        sessions.give(answer, sessions.open(Person(account.person, frozenset()), sessions.token(visit.request)))
        return answer


def _form(visit: Guest, goes_to: str, login: str = "", outcome: Outcome | None = None) -> Response:
    status = {None: 200, Outcome.WRONG: 422, Outcome.CLOSED: 429}[outcome]
    is_out = "out" in visit.query
    return visit.render("sign_in.html", status, goes_to=goes_to, login=login, outcome=outcome, is_out=is_out)


def _login(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _network(address: str) -> str:
    """What counts as one address, however it is written: of IPv6, the network that one connection is given."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return address
    return str(known.ipv4_mapped) if known.ipv4_mapped else known.exploded[:19]
