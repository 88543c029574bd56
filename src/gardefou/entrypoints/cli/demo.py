"""`gardefou demo`: the simulated sample calls, heard, evaluated and shown."""

import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from gardefou.adapters.media.peaks import peaks
from gardefou.adapters.media.sound import open_sound
from gardefou.adapters.report.model import PEAKS_PER_SECOND, Report, ReportedCall
from gardefou.adapters.report.write import write_report
from gardefou.analysis.model import OTHER
from gardefou.bootstrap.laboratory import Laboratory
from gardefou.bootstrap.resources import resource
from gardefou.bootstrap.samples import SampleCall, sample_calls
from gardefou.bootstrap.settings import read_settings
from gardefou.entrypoints.cli.evaluation_text import show_evaluation
from gardefou.entrypoints.cli.progress import CallsProgress
from gardefou.entrypoints.cli.wording import console_for_text
from gardefou.evaluation.model import Scorecard
from gardefou.kernel.errors import InputRefused, SettingWrong
from gardefou.kernel.measures import Reason
from gardefou.kernel.transcript import Language, Role

ROLES = (Role.ADVISER, Role.CUSTOMER)


def demo(
    only: Annotated[list[str] | None, typer.Option("--only", help="The id of a sample call; may be repeated.")] = None,
) -> None:
    """Hear and evaluate the simulated sample calls, print each evaluation, and write var/report/index.html."""
    calls = [call for call in sample_calls() if not only or call.id in only]
    if unknown := set(only or ()) - {call.id for call in calls}:
        raise typer.BadParameter(f"no sample call has that id: {', '.join(sorted(unknown))}", param_hint="--only")
    settings = read_settings()
    laboratory = Laboratory(settings)
    scorecard = laboratory.scorecard(resource("scorecards/customer_relation.yaml"))
    with tempfile.TemporaryDirectory(prefix="gardefou-") as folder, CallsProgress(len(calls)) as progress:
        processed = _Processing(laboratory, scorecard, Path(folder), progress).all(calls)
        models = (laboratory.engine.name, laboratory.embeddings.name)
        report = Report(tuple(processed), scorecard, datetime.now(UTC).astimezone(), models, simulated=True)
        try:
            page = write_report(report, settings.data_directory / "report")
        except OSError as error:
            raise SettingWrong(f"GARDEFOU_DATA_DIRECTORY: the report cannot be written ({error.strerror})") from None
    print(f"{len(processed)} simulated calls; report: {page}")
    if len(processed) < len(calls):
        sys.exit(1)


class _Processing:
    """One call after the other: heard, evaluated, printed, and made ready for the report."""

    def __init__(self, laboratory: Laboratory, scorecard: Scorecard, folder: Path, progress: CallsProgress) -> None:
        self._flow = laboratory.call_flow(scorecard)
        self._taxonomy = laboratory.taxonomy
        self._scorecard = scorecard
        self._folder = folder
        self._progress = progress
        self._console = console_for_text()

    def all(self, calls: Sequence[SampleCall]) -> list[ReportedCall]:
        """What became of each call; one that is refused gives a line on stderr and the rest go on."""
        processed = []
        for call in calls:
            self._progress.begin(call.id)
            try:
                processed.append(self._one(call))
            except InputRefused as error:
                print(f"gardefou: {error}", file=sys.stderr)
            self._progress.end()
        return processed

    def _one(self, call: SampleCall) -> ReportedCall:
        silenced = self._folder / f"{call.id}.ogg"
        sound = open_sound(call.sound)
        evaluated = self._flow.from_sound(sound, ROLES, None, self._progress.step, silenced)
        self._console.print(f"[bold]{call.title}[/bold]  ({call.id}, simulated)")
        show_evaluation(self._console, evaluated, self._scorecard, self._taxonomy)
        drawn = tuple(tuple(channel) for channel in peaks(open_sound(silenced), PEAKS_PER_SECOND))
        reason = evaluated.reason or Reason(OTHER, 0.0)
        return ReportedCall(
            id=call.id,
            title=call.title,
            language=Language(evaluated.transcript.language),
            transcript=evaluated.transcript,
            measures=evaluated.measures,
            reason=reason,
            reason_label=self._taxonomy.label(reason.id),
            evaluation=evaluated.evaluation,
            sound=silenced,
            peaks=drawn,
        )
