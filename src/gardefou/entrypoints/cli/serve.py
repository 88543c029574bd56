"""`gardefou serve`: the web server."""

import sys
from socket import socket

import uvicorn

from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.settings import read_settings
from gardefou.entrypoints.web.application import web_application
from gardefou.entrypoints.worker.sweeper import start_sweeper

CONNECTIONS = 12


class _Announced(uvicorn.Server):
    """Tells its address once it can be reached."""

    def __init__(self, config: uvicorn.Config, kind: str) -> None:
        super().__init__(config)
        self._kind = kind

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Listen, then say where."""
        await super().startup(sockets)
        if self.started:
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            print(f"gardefou: http://{host}:{port}  ({self._kind})", file=sys.stderr, flush=True)


def serve() -> None:
    """Serve POST /api/calls until it is stopped; a worker hears what comes in."""
    settings = read_settings()
    with Installation(settings, CONNECTIONS) as installation:
        kind = "simulated calls only" if installation.simulated else "real calls"
        config = uvicorn.Config(
            web_application(installation),
            host=settings.web_host,
            port=settings.web_port,
            log_config=None,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=30,
        )
        sweeper = start_sweeper()
        try:
            _Announced(config, kind).run()
        finally:
            if sweeper.stdin:
                sweeper.stdin.close()
            sweeper.wait()
