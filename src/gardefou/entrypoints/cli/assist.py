"""`gardefou assist`: the live process."""

import sys
from collections.abc import Callable

import uvicorn

from gardefou.bootstrap.assistance import Assistance
from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.settings import Settings, read_settings
from gardefou.entrypoints.cli.server import Announced, listening_at
from gardefou.entrypoints.live.application import live_application
from gardefou.kernel.errors import PartMissing

CONNECTIONS = 12
LARGEST_MESSAGE = 1 << 20
PING_S = 20.0
LEAVE_S = 5


def assist() -> None:
    """Help advisers while their calls go on, until it is stopped: nothing that is heard is stored."""
    with Installation(read_settings(), CONNECTIONS) as installation, Assistance(installation.settings) as assistance:
        installation.ring  # noqa: B018 -- a wrong key stops the start
        kind = "simulated calls only" if installation.simulated else "real calls"
        serve_live(
            installation,
            assistance,
            lambda address: print(f"gardefou assist: {address}/live/  ({kind})", file=sys.stderr),
        )


def serve_live(installation: Installation, assistance: Assistance, announce: Callable[[str], None]) -> None:
    """Serve the page and telephony until it is asked to stop; calls that go on are told, and forgotten.

    Raises SettingWrong when the port cannot be had, PartMissing without WebSockets.
    """
    settings = installation.settings
    listening = listening_at(settings.live_host, settings.live_port, "GARDEFOU_LIVE_PORT")
    try:
        Announced(live_config(live_application(installation, assistance), settings), announce).run([listening])
    finally:
        listening.close()


def live_config(application: object, settings: Settings) -> uvicorn.Config:
    """How connections are taken: small messages, and a sign of life now and then."""
    try:
        import websockets  # noqa: F401 -- uvicorn refuses WebSockets without a word where it is missing
    except ImportError:
        raise PartMissing("live assist", "speech") from None
    return uvicorn.Config(
        application,  # type: ignore[arg-type]
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        ws_max_size=LARGEST_MESSAGE,
        ws_ping_interval=PING_S,
        ws_ping_timeout=PING_S,
        proxy_headers=settings.trusted_proxy is not None,
        forwarded_allow_ips=settings.trusted_proxy or "",
        timeout_graceful_shutdown=LEAVE_S,
    )
