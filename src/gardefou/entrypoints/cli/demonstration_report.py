"""What the demonstration shows: every simulated call, read through the gate, as text and as pages."""

import shutil
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from gardefou.adapters.media.peaks import peaks
from gardefou.adapters.media.sound import open_sound
from gardefou.adapters.report.model import PEAKS_PER_SECOND, Report, ReportedCall
from gardefou.adapters.report.write import write_report
from gardefou.analysis.model import OTHER
from gardefou.bootstrap.installation import Installation, administration_of, process
from gardefou.bootstrap.laboratory import Laboratory
from gardefou.bootstrap.samples import SampleCall, sample_calls
from gardefou.entrypoints.cli.evaluation_text import show_evaluation
from gardefou.entrypoints.cli.wording import console_for_text
from gardefou.evaluation.model import StoredDraft
from gardefou.flows.laboratory_call import EvaluatedCall
from gardefou.flows.recorded_call import FIRST_VERSION
from gardefou.governance.actions import Action, Verb
from gardefou.governance.actors import ProcessName
from gardefou.governance.subjects import KeptCall
from gardefou.kernel.call import CallStatus
from gardefou.kernel.errors import InputRefused, SettingWrong
from gardefou.kernel.measures import Reason
from gardefou.kernel.transcript import Language


class DemonstrationReport:
    """Reads the calls that were evaluated; their sounds are copied in clear, which the gate allows if simulated."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._taxonomy = Laboratory(installation.settings).taxonomy
        self._console = console_for_text()

    def write(self, calls: Sequence[str], folder: Path, *, quiet: bool) -> tuple[Path, int]:
        """Write the report, print each evaluation unless `quiet`, and say how many calls there are.

        Raises SettingWrong when the folder cannot be written, InputRefused when no call was evaluated.
        """
        identifiers = self._offered()
        samples = [sample for sample in sample_calls() if sample.id in calls and sample.id in identifiers]
        if not samples:
            raise InputRefused("the demonstration", "none of its calls was evaluated; see gardefou status --parked")
        with tempfile.TemporaryDirectory(prefix="gardefou-") as sounds:
            read = [(each, *self._read(identifiers[each.id], Path(sounds) / f"{each.id}.ogg")) for each in samples]
            for sample, call, draft in () if quiet else read:
                self._console.print(f"[bold]{sample.title}[/bold]  ({sample.id}, simulated)")
                show_evaluation(self._console, call, draft.scorecard, self._taxonomy)
            shown = [self._reported(sample, call, Path(sounds) / f"{sample.id}.ogg") for sample, call, _ in read]
            draft = read[0][2]
            models = (shown[0].transcript.model, draft.model)
            report = Report(tuple(shown), draft.scorecard, datetime.now(UTC).astimezone(), models, simulated=True)
            try:
                return write_report(report, folder), len(shown)
            except OSError as error:
                cause = f"the report cannot be written ({error.strerror})"
                raise SettingWrong(f"GARDEFOU_DATA_DIRECTORY: {cause}") from None

    def _offered(self) -> dict[str, UUID]:
        with administration_of(self._installation) as administration:
            return {row["external_id"]: row["id"] for row in administration.calls(CallStatus.OFFERED, 1000)}

    def _read(self, call: UUID, copy: Path) -> tuple[EvaluatedCall, StoredDraft]:
        """A call with its draft; the sound that people may hear is copied."""
        actor = process(ProcessName.DEMONSTRATION)
        sounds = self._installation.sounds
        with self._installation.gate("worker").transaction(actor, Action(Verb.SHOW_SIMULATED), KeptCall(call)) as tx:
            record = tx.calls.get(call)
            transcript = tx.transcripts.get(call, FIRST_VERSION)
            measures = tx.measures.get(call, FIRST_VERSION)
            draft = tx.evaluations.latest(call, FIRST_VERSION)
            with sounds.open_silenced(call, record.sound_name or "") as sound, copy.open("wb") as file:
                shutil.copyfileobj(sound, file)
        return EvaluatedCall(transcript, measures, record.reason, draft.evaluation), draft

    def _reported(self, sample: SampleCall, call: EvaluatedCall, sound: Path) -> ReportedCall:
        reason = call.reason or Reason(OTHER, 0.0)
        return ReportedCall(
            id=sample.id,
            title=sample.title,
            language=Language(call.transcript.language),
            transcript=call.transcript,
            measures=call.measures,
            reason=reason,
            reason_label=self._taxonomy.label(reason.id),
            evaluation=call.evaluation,
            sound=sound,
            peaks=tuple(tuple(channel) for channel in peaks(open_sound(sound), PEAKS_PER_SECOND)),
        )
