"""Who is beside the page: the session of the pages, at an address of ours, and what the gate says of it."""

from dataclasses import dataclass

from starlette.requests import HTTPConnection
from starlette.websockets import WebSocket

from gardefou.adapters.postgres.accounts import SignedIn, SignInTable
from gardefou.adapters.postgres.pool import database_failures
from gardefou.adapters.postgres.records import Records
from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.live import ROLE, Permission
from gardefou.entrypoints.live.browser import Visitor
from gardefou.entrypoints.web.origin import Origin
from gardefou.entrypoints.web.sessions import Sessions
from gardefou.flows.live_counters import LiveCounters
from gardefou.governance.actors import Person
from gardefou.kernel.errors import AccessRefused
from gardefou.kernel.transcript import Language

FROM_ELSEWHERE = "the connection does not come from the page of this address; open that page"
SIGNED_OUT = "nobody is signed in here; sign in on the pages, then come back"


@dataclass(frozen=True, slots=True)
class _Known(Visitor):
    """A visitor whose roles are known."""

    asker: Person


class PageDoor:
    """Lets people in from pages of ours, as long as they are signed in and the gate allows it."""

    def __init__(self, installation: Installation, origin: Origin, sessions: Sessions, counters: LiveCounters) -> None:
        self._origin = origin
        self._sessions = sessions
        self._permission = Permission(installation, counters)
        self._counters = counters

    def visitor(self, socket: WebSocket) -> Visitor:
        """Who opens a connection from a page of ours.

        Raises AccessRefused, StoreUnavailable.
        """
        if not self._origin.is_own(socket):
            raise AccessRefused(FROM_ELSEWHERE)
        known = self.signed_in(socket)
        if known is None:
            raise AccessRefused(SIGNED_OUT)
        language = Language(known.language)
        return _Known(known.person.id, known.number, known.site, language, known.person)

    def check(self, visitor: Visitor, *, is_practice: bool) -> None:
        """Raises Refused when assist is not open to them."""
        if not isinstance(visitor, _Known):
            raise AccessRefused(SIGNED_OUT)
        self._permission.check(visitor.asker, visitor.site, is_practice=is_practice)
        if not is_practice:
            self._counters.opened(visitor.site, visitor.person)

    def signed_in(self, connection: HTTPConnection) -> SignedIn | None:
        """Whose session a browser shows."""
        return self._sessions.signed_in(self._sessions.token(connection))


class SessionsRead(Sessions):
    """Sessions of the pages, read without a note that they are used: it would tell who uses live assist (S8)."""

    def signed_in(self, token: str | None) -> SignedIn | None:
        """Whose session it is.

        Raises StoreUnavailable.
        """
        if token is None:
            return None
        with database_failures(), self._pool.connection() as connection:
            return SignInTable(Records(connection)).read_session(token)


def sessions_of(installation: Installation, origin: Origin) -> Sessions:
    """The sessions of the pages, as this process reads them."""
    return SessionsRead(installation.pool(ROLE), installation.settings, origin.is_secure)
