"""A worker's process whose engine answers what it heard once; without a queue, the watcher of such processes."""

import sys

from gardefou.adapters.media import encode
from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.settings import read_settings
from gardefou.entrypoints.worker.child import run
from gardefou.entrypoints.worker.watcher import Watcher
from tests.installations import RecordedEngines, worker_command

encode.OPTIONS["compression_level"] = "0"  # nobody listens: the same stretches are silent, three times faster

if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(run(sys.argv[1], RecordedEngines))
    with Installation(read_settings()) as installation:
        Watcher(installation, worker_command).run()
