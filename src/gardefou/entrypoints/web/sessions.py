"""Sessions: a random token in a cookie, its hash in the database, and a form token made from it."""

import hmac
from base64 import urlsafe_b64encode
from secrets import token_urlsafe

from starlette.requests import HTTPConnection
from starlette.responses import Response

from gardefou.adapters.postgres.accounts import SignedIn, SignInTable
from gardefou.adapters.postgres.pool import Pool, database_failures
from gardefou.adapters.postgres.records import Records
from gardefou.bootstrap.settings import Settings
from gardefou.governance.actors import Person

LONGEST_TOKEN = 100


def csrf_of(token: str | None) -> str:
    """What the forms of a session carry; nobody who lacks its token can make it."""
    if token is None:
        return ""
    return urlsafe_b64encode(hmac.digest(token.encode(), b"form", "sha256")).decode().rstrip("=")


class Sessions:
    """Who is signed in; each request asks the database, so that whatever ends a session ends it at once."""

    def __init__(self, pool: Pool, settings: Settings, is_secure: bool) -> None:
        self._pool = pool
        self._idle_s = settings.session_idle_minutes * 60
        self._lasts_s = settings.session_hours * 3600
        self._is_secure = is_secure
        self.cookie = "__Host-gardefou" if is_secure else "gardefou"

    def token(self, request: HTTPConnection) -> str | None:
        """The token that a request shows."""
        token = request.cookies.get(self.cookie, "")
        return token if 0 < len(token) <= LONGEST_TOKEN and token.isascii() and token.isprintable() else None

    def signed_in(self, token: str | None) -> SignedIn | None:
        """Whose session it is.

        Raises StoreUnavailable.
        """
        if token is None:
            return None
        with database_failures(), self._pool.connection() as connection:
            return SignInTable(Records(connection)).signed_in(token, self._idle_s)

    def open(self, person: Person, former: str | None) -> str:
        """A new session's token; the one that the browser showed before ends."""
        token = token_urlsafe(32)
        with database_failures(), self._pool.connection() as connection, connection.transaction():
            table = SignInTable(Records(connection))
            if former:
                table.close_session(former)
            table.open_session(person.id, token, self._lasts_s)
        return token

    def close(self, token: str) -> None:
        """End a session."""
        with database_failures(), self._pool.connection() as connection:
            SignInTable(Records(connection)).close_session(token)

    def give(self, response: Response, token: str) -> None:
        """Have the browser keep a token until it is closed."""
        response.set_cookie(self.cookie, token, path="/", secure=self._is_secure, httponly=True, samesite="lax")

    def take_back(self, response: Response) -> None:
        """Have the browser forget it."""
        response.delete_cookie(self.cookie, path="/", secure=self._is_secure, httponly=True, samesite="lax")
