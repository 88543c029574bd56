"""Style, scripts and fonts, which browsers keep: their address changes with their content."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from gardefou.adapters.pages.served_files import digest, served_files

YEAR_S = 365 * 24 * 3600


async def send_asset(request: Request) -> Response:
    """One file, compressed for whoever reads that."""
    file = served_files().get(request.path_params["name"])
    if file is None or request.path_params["digest"] != digest():
        return PlainTextResponse("there is no such file here", 404)
    headers = {"Cache-Control": f"public, max-age={YEAR_S}, immutable", "Vary": "Accept-Encoding"}
    if file.compressed and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(file.compressed, 200, {**headers, "Content-Encoding": "gzip"}, file.media_type)
    return Response(file.content, 200, headers, file.media_type)


def asset_route() -> Route:
    """Where they are."""
    return Route("/assets/{digest}/{name:path}", send_asset, methods=["GET"], name="asset")
