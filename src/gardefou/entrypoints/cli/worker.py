"""`gardefou worker`: hears and evaluates what waits, until it is stopped."""

import sys

from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.settings import read_settings
from gardefou.bootstrap.worker import SettingsEngines
from gardefou.entrypoints.worker.watcher import Watcher


def worker() -> None:
    """Hear, measure, classify and evaluate the calls that wait; stop it with Ctrl-C or SIGTERM."""
    settings = read_settings()
    with Installation(settings) as installation:
        SettingsEngines(settings).check()
        installation.ring  # noqa: B018 -- a wrong key stops the start
        kind = "simulated calls only" if installation.simulated else "real calls"
        print(f"gardefou worker: {settings.speech_processes} for speech, 1 for the rest ({kind})", file=sys.stderr)
        Watcher(installation).run()
