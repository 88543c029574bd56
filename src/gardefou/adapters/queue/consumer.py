"""Takes jobs of one queue and runs them, several at once."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from uuid import UUID

from procrastinate import App
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import DeleteJobCondition

from gardefou.adapters.postgres.pool import Revive, reviving_async
from gardefou.adapters.queue.connector import CrashOnlyConnector, leave_if_lost, leave_without_database
from gardefou.kernel.errors import StoreUnavailable

Run = Callable[[str, UUID], None]
"""Does a step of a call."""

POLLING_S = 2.0
HEARTBEATS_PER_STALL = 5
IDLE_LOOK_S = 0.02
SPARE_THREADS = 2
"""What the loop itself may need threads for, beside a thread for each job."""
WAITING = """
SELECT count(*) AS number FROM procrastinate_jobs
WHERE queue_name = %(queue)s AND status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())
"""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Queue:
    """What a process takes: jobs named `steps` of one queue, `together` at most at once."""

    name: str
    steps: tuple[str, ...]
    together: int


@dataclass(frozen=True, slots=True)
class Source:
    """Where jobs are: the database's address, how to have it started again, and when a worker counts as dead."""

    dsn: str
    revive: Revive
    stalled_after_s: float


def consume(source: Source, queue: Queue, run: Run, stop_when_idle: bool = False) -> None:
    """Take and run jobs until the process is asked to stop, or none is left when `stop_when_idle`.

    A step is never repeated here: what has to be done again was enqueued in the transaction that found it out.
    """
    try:
        asyncio.run(_consume(source, queue, run, stop_when_idle))
    except ConnectorException as error:
        leave_if_lost(error)
        raise


async def _consume(source: Source, queue: Queue, run: Run, stop_when_idle: bool) -> None:
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    threads = ThreadPoolExecutor(queue.together + SPARE_THREADS, "job")
    asyncio.get_running_loop().set_default_executor(threads)
    connector = CrashOnlyConnector(
        conninfo=source.dsn,
        connection_class=reviving_async(source.revive),
        kwargs={"options": "-c search_path=jobs,pg_catalog"},
        min_size=1,
        max_size=3 + queue.together,
        timeout=30,
    )
    app = App(connector=connector)
    for step in queue.steps:
        _add_task(app, queue.name, step, run)
    async with app.open_async():
        await _work(app, queue, source.stalled_after_s, wait=not stop_when_idle)
        while stop_when_idle and await _waiting(connector, queue):
            await asyncio.sleep(IDLE_LOOK_S)
            await _work(app, queue, source.stalled_after_s, wait=False)


async def _work(app: App, queue: Queue, stalled_after_s: float, wait: bool) -> None:
    await app.run_worker_async(
        queues=[queue.name],
        concurrency=queue.together,
        wait=wait,
        fetch_job_polling_interval=POLLING_S,
        delete_jobs=DeleteJobCondition.ALWAYS,
        update_heartbeat_interval=stalled_after_s / HEARTBEATS_PER_STALL,
        stalled_worker_timeout=stalled_after_s,
        install_signal_handlers=True,
    )


async def _waiting(connector: CrashOnlyConnector, queue: Queue) -> bool:
    """Whether jobs wait: those under way may have put some there after the worker looked for the last time."""
    row = await connector.execute_query_one_async(WAITING, queue=queue.name)
    return bool(row["number"])


def _add_task(app: App, queue: str, step: str, run: Run) -> None:
    @app.task(name=step, queue=queue)
    def work(call: str) -> None:
        try:
            run(step, UUID(call))
        except StoreUnavailable:
            leave_without_database()
        except Exception as error:  # procrastinate would log its words, and those of what it came from
            logger.error("step %s of call %s ended with %s", step, call, type(error).__name__)
