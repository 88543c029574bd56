"""`gardefou serve`: the web server."""

import sys

import uvicorn

from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.settings import read_settings
from gardefou.entrypoints.web.application import web_application

CONNECTIONS = 12


def serve() -> None:
    """Serve POST /api/calls until it is stopped; a worker hears what comes in."""
    settings = read_settings()
    with Installation(settings, CONNECTIONS) as installation:
        kind = "simulated calls only" if installation.simulated else "real calls"
        print(f"gardefou: http://{settings.web_host}:{settings.web_port}  ({kind})", file=sys.stderr)
        uvicorn.run(
            web_application(installation),
            host=settings.web_host,
            port=settings.web_port,
            log_config=None,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=30,
        )
