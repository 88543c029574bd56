"""`gardefou retention`: what is overdue goes, and its bytes with it."""

import sys

from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.retention import retention_run
from gardefou.bootstrap.settings import read_settings
from gardefou.entrypoints.cli.groups import group
from gardefou.flows.retention_run import RetentionReport
from gardefou.kernel.errors import StoreUnavailable

retention = group("What is kept, for how long, and that it goes.")


@retention.callback()
def about() -> None:
    """What is kept, for how long, and that it goes."""


@retention.command("run")
def run() -> None:
    """Do now what is done every night: destroy what is overdue, and write every table anew without it."""
    with Installation(read_settings(), connections=3) as installation:
        done = retention_run(installation).run(
            lambda line: print(f"gardefou: {line}", file=sys.stderr), everything=True
        )
    if done is None:
        raise StoreUnavailable("the nightly run", "is under way in another process; wait for it")
    _show(done)


def _show(done: RetentionReport) -> None:
    swept = done.swept
    print(
        f"recordings destroyed by date: {swept.recordings}; calls: {swept.calls}; sound not heard in time: {swept.lost}"
    )
    print(f"erasures finished: {swept.erased + done.finished}; files that processes had left: {done.files}")
    print(f"backups that open no more: {done.backup_keys}; tables written anew: {len(done.maintained.tables)}")
    print(f"entries of the log older than a year: {done.dropped.entries}; old requests: {done.dropped.requests}")
    for line in done.maintained.left:
        print(f"left: {line}")
    for line in done.failed:
        print(f"gardefou: {line}", file=sys.stderr)
    print("no search index is kept in this version, so none had to be cleared")
