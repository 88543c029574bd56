"""Takes jobs of one queue and runs them, several at once."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from procrastinate import App
from procrastinate.jobs import DeleteJobCondition

from gardefou.adapters.queue.connector import CrashOnlyConnector, leave_without_database
from gardefou.kernel.errors import StoreUnavailable

Run = Callable[[str, UUID], None]
"""Does a step of a call."""

POLLING_S = 2.0
HEARTBEATS_PER_STALL = 5


@dataclass(frozen=True, slots=True)
class Queue:
    """What a process takes: jobs named `steps` of one queue, `together` at most at once."""

    name: str
    steps: tuple[str, ...]
    together: int


def consume(dsn: str, queue: Queue, run: Run, stalled_after_s: float, stop_when_idle: bool = False) -> None:
    """Take and run jobs until the process is asked to stop, or none is left when `stop_when_idle`.

    A step is never repeated here: what has to be done again was enqueued in the transaction that found it out.
    """
    asyncio.run(_consume(dsn, queue, run, stalled_after_s, stop_when_idle))


async def _consume(dsn: str, queue: Queue, run: Run, stalled_after_s: float, stop_when_idle: bool) -> None:
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    connector = CrashOnlyConnector(
        conninfo=dsn,
        kwargs={"options": "-c search_path=jobs,pg_catalog"},
        min_size=1,
        max_size=3 + queue.together,
        timeout=30,
    )
    app = App(connector=connector)
    for step in queue.steps:
        _add_task(app, queue.name, step, run)
    async with app.open_async():
        await app.run_worker_async(
            queues=[queue.name],
            concurrency=queue.together,
            wait=not stop_when_idle,
            fetch_job_polling_interval=POLLING_S,
            delete_jobs=DeleteJobCondition.ALWAYS,
            update_heartbeat_interval=stalled_after_s / HEARTBEATS_PER_STALL,
            stalled_worker_timeout=stalled_after_s,
            install_signal_handlers=True,
        )


def _add_task(app: App, queue: str, step: str, run: Run) -> None:
    @app.task(name=step, queue=queue)
    def work(call: str) -> None:
        try:
            run(step, UUID(call))
        except StoreUnavailable:
            leave_without_database()
