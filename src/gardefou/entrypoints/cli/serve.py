"""`gardefou serve`: the web server."""

import sys

from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.settings import read_settings
from gardefou.entrypoints.cli.server import CONNECTIONS, run_server


def serve() -> None:
    """Serve the pages and POST /api/calls until it is stopped; a worker hears what comes in."""
    with Installation(read_settings(), CONNECTIONS) as installation:
        kind = "simulated calls only" if installation.simulated else "real calls"
        run_server(installation, lambda address: print(f"gardefou: {address}  ({kind})", file=sys.stderr, flush=True))
