"""What is counted of live calls, for those who look after it; nobody is in it."""

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from gardefou.entrypoints.live.sign_in import PageDoor
from gardefou.flows.live_counters import LiveCounters
from gardefou.governance.roles import PersonRole
from gardefou.kernel.errors import StoreUnavailable

READERS = frozenset({PersonRole.ADMINISTRATOR, PersonRole.REPRESENTATIVE, PersonRole.DATA_PROTECTION_OFFICER})


def metrics_of(door: PageDoor, counters: LiveCounters) -> Callable[[Request], Awaitable[Response]]:
    """The page of counters of the reader's own site, in the form that Prometheus reads."""

    async def metrics(request: Request) -> Response:
        try:
            known = await run_in_threadpool(door.signed_in, request)
        except StoreUnavailable as error:
            return PlainTextResponse(error.code, 503)
        if known is None or not READERS & known.person.roles:
            return PlainTextResponse("administrators, representatives and the data-protection officer read this", 403)
        return PlainTextResponse("".join(f"{line}\n" for line in counters.lines(known.site)))

    return metrics
