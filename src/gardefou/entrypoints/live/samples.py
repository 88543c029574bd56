"""The sound of sample calls, for whoever practises with them: they are simulated, and come with gardefou."""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from gardefou.entrypoints.live.sign_in import PageDoor
from gardefou.kernel.errors import StoreUnavailable

PATH = "/live/samples/{sample}"


def sample_address(sample: str) -> str:
    """Where the page finds the sound of a sample call."""
    return PATH.format(sample=sample)


def sample_sounds(door: PageDoor, samples: Mapping[str, Path]) -> Callable[[Request], Awaitable[Response]]:
    """Gives a sample call's sound to whoever is signed in."""

    async def sound(request: Request) -> Response:
        try:
            known = await run_in_threadpool(door.signed_in, request)
        except StoreUnavailable as error:
            return PlainTextResponse(error.code, 503)
        path = samples.get(request.path_params["sample"])
        if known is None or path is None:
            return PlainTextResponse("no such sample call, or nobody is signed in", 404)
        return FileResponse(path, media_type="audio/ogg")

    return sound
