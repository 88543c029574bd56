"""What a browser remembers of its reader: language and theme."""

import re
from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response

from gardefou.adapters.pages.wording import LANGUAGES
from gardefou.adapters.pages.words import THEMES
from gardefou.entrypoints.web.local_path import local_path
from gardefou.entrypoints.web.visit import Guest

LANGUAGE, THEME = "gardefou-language", "gardefou-theme"
ASKED = re.compile(r"([a-z]{2,3})[\w-]*\s*(?:;\s*q=([01](?:\.\d*)?))?")
YEAR_S = 365 * 24 * 3600


def theme_of(request: Request) -> str:
    """The theme that was chosen, or the system's."""
    chosen = request.cookies.get(THEME, "")
    return chosen if chosen in THEMES else "auto"


def language_of(request: Request, of_person: str | None = None) -> str:
    """The language that was chosen here, else the person's own, else the browser's, else French."""
    wanted = [request.cookies.get(LANGUAGE), of_person, *_accepted(request)]
    return next((each for each in wanted if each in LANGUAGES), LANGUAGES[0])


def _accepted(request: Request) -> Iterator[str]:
    """The languages that a browser asks for, the most wanted first."""
    asked = ASKED.findall(request.headers.get("accept-language", "").lower())
    for code, _ in sorted(asked, key=lambda each: -float(each[1] or 1)):
        yield code


def change_preferences(visit: Guest) -> Response:
    """Remember a theme or a language, and go back to the page."""
    answer = visit.go(local_path(visit.form.get("next")))
    for field, cookie, known in (("theme", THEME, THEMES), ("language", LANGUAGE, LANGUAGES)):
        chosen = visit.form.get(field, "")
        if chosen in known:
            answer.set_cookie(
                cookie, chosen, max_age=YEAR_S, path="/", secure=visit.is_secure, httponly=True, samesite="lax"
            )
    return answer
