"""The one door to pages: session, role, origin and form are checked here before any handler sees a request."""

import logging
from collections.abc import Callable, Mapping
from inspect import iscoroutinefunction
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gardefou.adapters.postgres.accounts import SignedIn
from gardefou.entrypoints.web.access import ROUTES, Route
from gardefou.entrypoints.web.faults import FormFromElsewhere, LinkFromElsewhere, NotForRole, NotHere, fault_page
from gardefou.entrypoints.web.form import read_form
from gardefou.entrypoints.web.frame import Frame
from gardefou.entrypoints.web.preferences import language_of, theme_of
from gardefou.entrypoints.web.sessions import Sessions, csrf_of
from gardefou.entrypoints.web.visit import Guest, Visit
from gardefou.kernel.errors import GardefouError

Handler = Callable[..., Any]
"""Takes a visit and what the path names; a coroutine runs in the event loop, any other in a thread."""
LOG = logging.getLogger(__name__)
WITHOUT_TOKEN = frozenset({"send_sign_in"})
"""Forms of people who have no session yet: where they were sent from is checked alone."""


class Pages:
    """Turns requests into visits, and answers them."""

    def __init__(self, frame: Frame, sessions: Sessions) -> None:
        self.frame = frame
        self.sessions = sessions

    def guest(self, request: Request) -> Guest:
        """A request of whoever it may be."""
        csrf = csrf_of(self.sessions.token(request))
        return Guest(request, self.frame, language_of(request), theme_of(request), csrf)

    def visit(self, request: Request) -> Visit | None:
        """A request of a person who is signed in, None when nobody is.

        Raises StoreUnavailable.
        """
        token = self.sessions.token(request)
        signed_in = self.sessions.signed_in(token)
        return self._visit(request, signed_in, csrf_of(token)) if signed_in else None

    async def missing(self, request: Request, error: Exception) -> Response:
        """The answer to a path that no route has."""
        return await run_in_threadpool(self._missing, request)

    async def answer(self, route: Route, handler: Handler, request: Request) -> Response:
        """Check a request for a route, have it handled, and say what failed."""
        visit = self.guest(request)
        try:
            if request.method == "POST" and not self.frame.origin.sent(request):
                raise FormFromElsewhere
            if route.is_noted and visit.is_from_elsewhere:
                raise LinkFromElsewhere
            if not route.is_public:
                known = await run_in_threadpool(self.visit, request)
                if known is None:
                    return _to_sign_in(visit)
                visit = known
                _check_role(route, known)
            if request.method == "POST":
                visit.sent = await read_form(request, route.largest_form, route.takes_upload)
                self._check_token(route, visit)
            if iscoroutinefunction(handler):
                return await handler(visit, **request.path_params)
            return await run_in_threadpool(handler, visit, **request.path_params)
        except Exception as error:
            return await run_in_threadpool(_failed, visit, self.guest(request), error)

    def _visit(self, request: Request, signed_in: SignedIn, csrf: str) -> Visit:
        return Visit(request, self.frame, signed_in, language_of(request, signed_in.language), theme_of(request), csrf)

    def _check_token(self, route: Route, visit: Guest) -> None:
        """A form of a browser with a session carries its token."""
        if route.name in WITHOUT_TOKEN or (route.is_public and not visit.csrf):
            return
        if not visit.sent.carries(visit.csrf):
            raise FormFromElsewhere

    def _missing(self, request: Request) -> Response:
        guest = self.guest(request)
        try:
            visit = self.visit(request) or guest
        except GardefouError:
            visit = guest
        return _failed(visit, guest, NotHere())


def page_router(pages: Pages, *handlers: Mapping[str, Handler]) -> APIRouter:
    """The routes of the table that have a handler.

    Raises LookupError for a handler without a route, and for a route with two.
    """
    router = APIRouter()
    taken: set[str] = set()
    for name, handler in (each for mapping in handlers for each in mapping.items()):
        if name not in ROUTES or name in taken:
            raise LookupError(f"{name}: {'has two handlers' if name in taken else 'is in no table of routes'}")
        taken.add(name)
        route = ROUTES[name]
        router.add_route(route.path, _endpoint(pages, route, handler), methods=[route.method], name=name)
    return router


def _endpoint(pages: Pages, route: Route, handler: Handler) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        return await pages.answer(route, handler, request)

    return endpoint


def _check_role(route: Route, visit: Visit) -> None:
    if not route.roles & visit.person.roles:
        LOG.warning("person %s asked for the page %s, which is of other roles (S10)", visit.person.id, route.name)
        raise NotForRole(route)


def _to_sign_in(visit: Guest) -> Response:
    """Have somebody sign in first, and come back if it was a page."""
    wanted = visit.path if visit.request.method in {"GET", "HEAD"} else "/"
    return RedirectResponse("/sign-in" if wanted == "/" else f"/sign-in?next={quote(wanted, safe='')}", 303)


def _failed(visit: Guest, guest: Guest, error: Exception) -> Response:
    """The page of a failure; without its surroundings when these fail too."""
    try:
        return fault_page(visit, error)
    except GardefouError:
        return fault_page(guest, error)
