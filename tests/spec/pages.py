"""Pages as people get them: every route that a role may open, filled with what is there."""

import re
from collections.abc import Mapping

import httpx

from gardefou.entrypoints.web.access import ROUTES
from gardefou.governance.roles import PersonRole

PLACE = re.compile(r"\{(\w+)(?::\w+)?\}")
ONCE = re.compile(rb'(name="csrf" value=")[^"]*')


def paths(role: PersonRole, objects: Mapping[str, str]) -> dict[str, str]:
    """The address of every page that a role may open, by the name of its route.

    `objects` has what a part of an address stands for, by its name, or by that of the route where it is another.
    Raises KeyError when something new is not there: a test of all pages has to say what to open.
    """
    found = {}
    for name, route in ROUTES.items():
        if route.method == "GET" and role in route.roles:
            found[name] = PLACE.sub(lambda place, route=name: objects.get(route) or objects[place[1]], route.path)
    return found


def opened(client: httpx.Client, addresses: Mapping[str, str]) -> dict[str, tuple[int, bytes]]:
    """What each address answers, but for what keeps one session's forms apart from another's."""
    answers = {name: client.get(path) for name, path in addresses.items()}
    return {name: (answer.status_code, ONCE.sub(rb"\1", answer.content)) for name, answer in answers.items()}
