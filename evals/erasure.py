"""Measure how long erasing takes, by call, and what a backup and its restoration take.

Run: python -m evals.erasure
"""

import shutil
import time
from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from tests.installations import SITE, simulated_installation
from tests.spec.scene import Scene

from evals.machine import heading
from gardefou.adapters.vault.compartment import Compartment
from gardefou.bootstrap.backups import make_backup
from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.restoring import restore_backup
from gardefou.bootstrap.retention import retention_run
from gardefou.bootstrap.settings import Settings
from gardefou.flows.erasure import Erasure
from gardefou.flows.requests import Requests
from gardefou.governance.roles import PersonRole

CALLS, ERASED = 400, 200
SOUND = bytes(700_000)
"""A call of six minutes at 16 kbit/s."""
Result = TypeVar("Result")


def timed(work: Callable[[], Result]) -> tuple[Result, float]:
    """What something gives, and the seconds that it takes."""
    started = time.perf_counter()
    done = work()
    return done, time.perf_counter() - started


def filled(scene: Scene) -> list[UUID]:
    """Calls that went through every step, with a sound each; half of them are one customer's."""
    calls = []
    for index in range(CALLS):
        reference = {"customer_reference": "one"} if index < ERASED else {}
        calls.append(scene.offered(SITE, f"call {index}", adviser="1001", **reference))
        with scene.installation.sounds._disk.writer(calls[-1], Compartment.SOUND, "call-1") as writer:
            writer.write(SOUND)
    return calls


def main() -> None:
    """Print what each takes."""
    print(heading("python -m evals.erasure"))
    with simulated_installation() as made:
        aside = made.directory.parent / "aside"
        with Installation(made.settings) as installation:
            scene = Scene(installation, made.directory)
            officer = scene.hire("dpo", SITE, PersonRole.DATA_PROTECTION_OFFICER)
            filled(scene)
            backup, seconds = timed(lambda: make_backup(installation, aside, lambda line: None))
            size = backup.object_bytes / 1e6
            print(f"backup of {CALLS} calls, {size:.0f} MB of sound, {backup.rows} rows   {seconds:6.1f} s")
            requests = Requests(installation.gate("web"), installation.secrets.customer)
            found = requests.calls_of(officer, SITE, requests.whom("", "one"))
            erasure = Erasure(installation.gate("web"), installation.sounds, installation.tombstones)
            (gone, _), seconds = timed(lambda: erasure.all_for_subject(officer, [each.id for each in found]))
            print(
                f"erasing calls of one customer, rows, keys and sound   {seconds / gone * 1000:6.1f} s per 1,000 calls"
            )
            _, seconds = timed(lambda: retention_run(installation).run(everything=True))
            print(f"nightly run after {gone} erasures, every table anew   {seconds:6.1f} s")
        target, keys = aside / "restored", made.directory / "keys"
        done, seconds = timed(
            lambda: restore_backup(
                Settings(data_directory=target), backup.folder, keys, keys / "tombstones", lambda line: None
            )
        )
        print(f"restoring it, {done.erased} calls erased again   {seconds:6.1f} s")
        shutil.rmtree(aside)


if __name__ == "__main__":
    main()
