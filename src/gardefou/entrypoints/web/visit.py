"""One request for a page: who asks, in which language, and the way to answer."""

from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import ImmutableMultiDict, QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from gardefou.adapters.postgres.accounts import SignedIn
from gardefou.entrypoints.web.form import Form, Upload
from gardefou.entrypoints.web.frame import Frame
from gardefou.entrypoints.web.navigation import entries
from gardefou.governance.actors import Person
from gardefou.governance.charter import Charter
from gardefou.governance.roles import REVIEWERS, PersonRole

TOLD_OF_WORKERS = REVIEWERS | {PersonRole.ADMINISTRATOR}
NOTHING_AROUND = MappingProxyType({"entries": (), "charter": None, "is_worker_down": False})


class Guest:
    """A request of somebody who is not known yet."""

    def __init__(self, request: Request, frame: Frame, language: str, theme: str, csrf: str) -> None:
        self.request = request
        self.frame = frame
        self.language = language
        self.theme = theme
        self.csrf = csrf
        self.sent = Form()

    zone = "UTC"
    is_known = False

    @property
    def return_path(self) -> str:
        """Where a change of language or theme leads back to: a form that was sent has no page of its own."""
        return self.path if self.request.method in {"GET", "HEAD"} else "/"

    @property
    def path(self) -> str:
        """The page that was asked for, with its query."""
        url = urlsplit(str(self.request.url))
        return url.path + (f"?{url.query}" if url.query else "")

    @property
    def query(self) -> QueryParams:
        """What follows the question mark."""
        return self.request.query_params

    @property
    def is_from_elsewhere(self) -> bool:
        """Whether a page of another site had the browser ask for this."""
        return self.request.headers.get("sec-fetch-site") == "cross-site"

    @property
    def form(self) -> ImmutableMultiDict[str, str]:
        """The fields of the form that was sent: its size, its origin and its token were checked."""
        return self.sent.fields

    @property
    def upload(self) -> Upload | None:
        """The file of the form's field `file`, where the route takes one."""
        return self.sent.uploads.get("file")

    @property
    def is_secure(self) -> bool:
        """Whether pages are served over https."""
        return self.frame.origin.is_secure

    def render(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """The answer made of a template."""
        around = {"visit": self, "simulated": self.frame.simulated, **NOTHING_AROUND}
        return HTMLResponse(self.frame.render(self.language, template, {**around, **values}), status)

    def go(self, path: str) -> RedirectResponse:
        """Have the browser ask for another page of ours, as after every form that was taken."""
        return RedirectResponse(path, 303)


class Visit(Guest):
    """A request of a person who is signed in."""

    is_known = True

    def __init__(
        self, request: Request, frame: Frame, signed_in: SignedIn, language: str, theme: str, csrf: str
    ) -> None:
        super().__init__(request, frame, language, theme, csrf)
        self._signed_in = signed_in

    @property
    def person(self) -> Person:
        """Who asks, for the gate."""
        return self._signed_in.person

    @property
    def roles(self) -> list[PersonRole]:
        """What they are, in the order that pages name it."""
        return [role for role in PersonRole if role in self.person.roles]

    @property
    def number(self) -> str:
        """Their number in the company."""
        return self._signed_in.number

    @property
    def name(self) -> str:
        """Their name."""
        return self._signed_in.name

    @property
    def site(self) -> str:
        """The code of their site."""
        return self._signed_in.site

    @property
    def zone(self) -> str:  # type: ignore[override]
        """The time zone of their site, which dates are written in."""
        return self._signed_in.zone

    @property
    def team(self) -> str | None:
        """Their team."""
        return self._signed_in.team

    @property
    def charter(self) -> Charter | None:
        """The charter in force at their site."""
        return self.frame.charter(self._signed_in.charter)

    @property
    def workers(self) -> int:
        """How many processes hear and evaluate calls now."""
        return self.frame.workers()

    def render(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """The answer made of a template, with the navigation of the person's roles around it."""
        around = {
            "entries": entries(self.person.roles, self.request.url.path, self.frame.tasks(self.person)),
            "charter": self.charter,
            "is_worker_down": bool(TOLD_OF_WORKERS & self.person.roles) and not self.workers,
        }
        return super().render(template, status, **{**around, **values})
