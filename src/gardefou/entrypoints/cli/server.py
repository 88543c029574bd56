"""Runs the web server of an installation until it is asked to stop."""

import socket
from collections.abc import Callable, Mapping

import uvicorn
from fastapi import FastAPI

from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.settings import Settings
from gardefou.entrypoints.web.application import web_application
from gardefou.entrypoints.worker.sweeper import start_sweeper
from gardefou.kernel.errors import SettingWrong

CONNECTIONS = 12
WAITING_CONNECTIONS = 1024


class Announced(uvicorn.Server):
    """Tells its address once it can be reached."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[str], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say where."""
        await super().startup(sockets)
        if self.started:
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            self._announce(f"http://{f'[{host}]' if ':' in host else host}:{port}")


def run_server(
    installation: Installation, announce: Callable[[str], None], environment: Mapping[str, str] | None = None
) -> None:
    """Serve pages and the programming interface; a process of its own sweeps, started with that environment.

    Raises SettingWrong when the port cannot be had.
    """
    application = web_application(installation)
    settings = installation.settings
    listening = listening_at(settings.web_host, settings.web_port, "GARDEFOU_WEB_PORT")
    config = server_config(application, settings)
    sweeper = start_sweeper(environment)
    try:
        Announced(config, announce).run([listening])
    finally:
        listening.close()
        if sweeper.stdin:
            sweeper.stdin.close()
        sweeper.wait()


def server_config(application: FastAPI, settings: Settings) -> uvicorn.Config:
    """How requests are taken: whoever connects is who asks, unless a proxy that the settings name says who does."""
    return uvicorn.Config(
        application,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=settings.trusted_proxy is not None,
        forwarded_allow_ips=settings.trusted_proxy or "",
        timeout_graceful_shutdown=30,
    )


def listening_at(host: str, port: int, setting: str) -> socket.socket:
    """A socket that listens there.

    Raises SettingWrong naming the setting.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # named, so that asyncio sends small answers at once: it leaves sockets of an unnamed protocol as they are
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(WAITING_CONNECTIONS)
    except OSError as error:
        listening.close()
        cause = f"{host}:{port} cannot be listened on ({error.strerror}); name another with {setting}"
        raise SettingWrong(f"{setting}: {cause}") from None
    return listening
