"""A call as text: its state for whoever runs the machine, its content for whom the charter names."""

from uuid import UUID

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from gardefou.bootstrap.installation import Installation, administration_of, operator
from gardefou.bootstrap.laboratory import Laboratory
from gardefou.entrypoints.cli.evaluation_text import show_evaluation
from gardefou.entrypoints.cli.status import counted, moment
from gardefou.entrypoints.cli.wording import clock
from gardefou.evaluation.model import Scorecard
from gardefou.flows.laboratory_call import EvaluatedCall
from gardefou.flows.recorded_call import FIRST_VERSION, waits_for
from gardefou.governance.actions import Action, Verb, operation
from gardefou.governance.actors import Person
from gardefou.governance.subjects import KeptCall
from gardefou.kernel.call import CallRecord, OriginalAudio
from gardefou.kernel.errors import Refused

AS_IT_CAME = {
    OriginalAudio.QUARANTINE: "the sound as it came is destroyed once heard",
    OriginalAudio.NEVER: "the sound as it came was in memory only",
    OriginalAudio.KEEP: "the sound as it came is kept without card data",
}


def show_state(console: Console, installation: Installation, call: UUID) -> None:
    """Print how far a call has come, its dates, and its history; no content."""
    gate = installation.gate("owner")
    with gate.transaction(operator(), operation(Verb.READ_STATE), KeptCall(call)) as tx:
        record = tx.calls.get(call)
        history = tx.administration.history(call)
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for name, value in _lines(record):
        table.add_row(name, escape(value))
    console.print(table)
    console.print("who did what", style="bold")
    for entry in history:
        refused = f"  refused by {entry['refused_by']}" if entry["refused_by"] else ""
        at = moment(entry["at"], "seconds")
        line = f"  {at}  {entry['actor_kind']} {entry['actor']}  {entry['verb']}{refused}"
        console.print(line, markup=False, soft_wrap=True)


def show_as(console: Console, installation: Installation, call: UUID, number: str) -> None:
    """Print what a person may see of a call.

    Raises Refused when the charter does not give it to them, or the calls are not simulated: there a person logs in.
    """
    if not installation.simulated:
        raise Refused("S10", "content is read on the pages, by people who have logged in", None)
    with administration_of(installation) as administration:
        identifier, roles = administration.person(number)
    person = Person(identifier, roles)
    gate = installation.gate("web")
    with gate.transaction(person, Action(Verb.READ_EVALUATION), KeptCall(call)) as tx:
        record = tx.calls.get(call)
        transcript = tx.transcripts.get(call, FIRST_VERSION)
        draft = tx.evaluations.latest(call, FIRST_VERSION)
        measures = tx.measures.get(call, FIRST_VERSION)
    evaluated = EvaluatedCall(transcript, measures, record.reason, draft.evaluation)
    _show_content(console, installation, evaluated, draft.scorecard)


def _show_content(console: Console, installation: Installation, call: EvaluatedCall, scorecard: Scorecard) -> None:
    for segment in call.transcript.segments:
        style = "bold" if segment.role.value == "adviser" else ""
        line = f"{clock(segment.start_ms):>7}  {segment.role.value:<9} {segment.text}"
        console.print(line, style=style, markup=False)
    for each in call.transcript.unheard:
        console.print(f"{clock(each.start_ms):>7}  not transcribed until {clock(each.end_ms)}", markup=False)
    show_evaluation(console, call, scorecard, Laboratory(installation.settings).taxonomy)


def _lines(record: CallRecord) -> list[tuple[str, str]]:
    step = waits_for(record)
    if record.lost_at:
        state = f"lost at {moment(record.lost_at)}: its sound is gone; send it again"
    elif record.parked_at:
        state = f"parked before the step {step}: {record.parked_reason}"
    else:
        state = f"{record.status}, waits for the step {step}" if step else record.status.value
    return [
        ("call", f"{record.id}{'  (simulated)' if record.simulated else ''}"),
        ("known as", f"{record.key.external_id} from {record.key.source}, site {record.key.site}"),
        ("state", state),
        ("failures", f"{record.failures} at this step, {counted(record.attempts, 'attempt', 'attempts')}"),
        ("started", f"{moment(record.started_at)}, {clock(record.sound_ms)}, {', '.join(record.roles)}"),
        ("recording", _recording(record)),
        ("analyses", f"kept until {record.analyses_expire_at.astimezone():%Y-%m-%d}"),
    ]


def _recording(record: CallRecord) -> str:
    if record.recording_gone_at:
        return f"destroyed on {record.recording_gone_at.astimezone():%Y-%m-%d}"
    return f"kept until {record.recording_expires_at.astimezone():%Y-%m-%d}; {AS_IT_CAME[record.original_audio]}"
