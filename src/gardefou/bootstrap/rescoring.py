"""Wiring of a scorecard over many transcripts at once: files, or kept calls in shadow."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from gardefou.adapters.documents.transcript_file import read_transcript
from gardefou.bootstrap.installation import Installation, clock, process
from gardefou.bootstrap.laboratory import Laboratory
from gardefou.bootstrap.processes import spread
from gardefou.bootstrap.settings import Settings
from gardefou.bootstrap.worker import MakesEngines, SettingsEngines
from gardefou.evaluation.model import Scorecard
from gardefou.flows.laboratory_call import EvaluatedCall, LaboratoryCall
from gardefou.flows.shadow_run import ShadowRun
from gardefou.governance.actors import ProcessName
from gardefou.kernel.errors import GardefouError, InputRefused

Each = TypeVar("Each")

PIECE = 20
"""Calls or files that a process takes at a time."""

_flows: list[LaboratoryCall] = []
_runs: list[Callable[[UUID], None]] = []


@dataclass(frozen=True, slots=True)
class Rescored:
    """A file, with what was made of it, or why it was refused."""

    file: Path
    call: EvaluatedCall | None
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class RanOver:
    """How many calls a process has run over; `refused` tells once what the charter or the store said of the others."""

    calls: int
    refused: tuple[str, ...]


def rescore_files(
    settings: Settings, scorecard: Scorecard, files: Iterator[Path], processes: int
) -> Iterator[Rescored]:
    """Evaluate transcripts, each told as soon as its lot is done; nothing is kept."""
    Laboratory(settings).analysing(scorecard)  # what is wrong with it is told here, once
    for lot in spread(_lots(files), _rescore, processes, _make_flow, (settings, scorecard)):
        yield from lot


def _make_flow(settings: Settings, scorecard: Scorecard) -> None:
    _flows.append(Laboratory(settings).call_flow(scorecard))


def _rescore(files: list[Path]) -> list[Rescored]:
    return [_rescored(file) for file in files]


def _rescored(file: Path) -> Rescored:
    try:
        return Rescored(file, _flows[0].from_transcript(read_transcript(file)))
    except InputRefused as refused:
        return Rescored(file, None, str(refused))
    except Exception as error:  # one of very many must not end all; its words stay out
        return Rescored(file, None, f"{file}: could not be evaluated ({type(error).__name__})")


def run_over_kept(
    settings: Settings,
    site: str,
    proposal: tuple[str, Scorecard],
    processes: int,
    make_engines: MakesEngines = SettingsEngines,
) -> Iterator[RanOver]:
    """Run a proposed scorecard over the calls of a site on which it has not run."""
    with Installation(settings, connections=1) as installation:
        calls = _without_shadow(installation, site, proposal[0])
        yield from spread(_lots(calls), _run_over, processes, _make_run, (settings, proposal, make_engines))


def number_to_run_over(installation: Installation, site: str, digest: str) -> int:
    """How many calls of a site a proposed scorecard has not run on."""
    return installation.lookout().number_without_shadow(site, digest, clock())


def _without_shadow(installation: Installation, site: str, digest: str) -> Iterator[UUID]:
    lookout, after = installation.lookout(), UUID(int=0)
    while found := lookout.without_shadow(site, digest, after, 1000, clock()):
        yield from found
        after = found[-1]


def _make_run(settings: Settings, proposal: tuple[str, Scorecard], make_engines: MakesEngines) -> None:
    installation = Installation(settings, connections=1).__enter__()  # open as long as the process
    worker = process(ProcessName.WORKER)
    run = ShadowRun(installation.gate("worker"), make_engines(settings), worker)
    _runs.append(lambda call: run.run_one(call, *proposal))


def _run_over(calls: list[UUID]) -> RanOver:
    refused: list[str] = []
    for call in calls:
        try:
            _runs[0](call)
        except GardefouError as error:
            refused.append(str(error))
    return RanOver(len(calls) - len(refused), tuple(refused))


def _lots(each: Iterator[Each]) -> Iterator[list[Each]]:
    lot: list[Each] = []
    for one in each:
        lot.append(one)
        if len(lot) == PIECE:
            yield lot
            lot = []
    if lot:
        yield lot
