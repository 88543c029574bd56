"""The flow of a drawn call: hear -> measure -> classify -> evaluate -> offer, each step a job of its own.

A step reads what it needs in one transaction, works outside of any, and writes its result, the call's next status and
the next job in another. Done twice, it has one effect.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TypeVar
from uuid import UUID, uuid4

from gardefou.analysis.rules import measure
from gardefou.evaluation.model import Scorecard
from gardefou.flows.drafting import FIRST_VERSION, ModelNotSigned, draft, read_evaluable, read_grid
from gardefou.flows.human_review import offer
from gardefou.flows.ports import Engines, Gate, SharesHeard, SoundVault
from gardefou.flows.repositories import Transaction
from gardefou.flows.shadow_run import ShadowRun
from gardefou.flows.share_heard import ShareHeard
from gardefou.governance.actions import Action, Verb, operation
from gardefou.governance.actors import Actor, Process
from gardefou.governance.clauses.s1_purpose import WHATEVER_IS_LISTED
from gardefou.governance.clauses.s14_right_to_be_forgotten import is_freeze
from gardefou.governance.clauses.s17_consultation import is_lack
from gardefou.governance.purposes import LISTED
from gardefou.governance.subjects import KeptCall
from gardefou.governance.terms.places import Feature
from gardefou.kernel.call import CallRecord, CallStatus, OriginalAudio
from gardefou.kernel.errors import ContentErased, GardefouError, InputRefused, Refused, StoreUnavailable
from gardefou.kernel.progress import Progress
from gardefou.kernel.transcript import Transcript
from gardefou.review.ports import Calendar

Input = TypeVar("Input")

MOST_FAILURES = 3
"""A step that failed so often is parked; one that was only interrupted, however often, has not failed."""

EVALUATE = "evaluate"
SIGNED_AGAIN = timedelta(hours=1)
"""How often a call that waits for a signed model looks whether there is one."""

HEARD_AGAIN, RECORDED_AGAIN = timedelta(minutes=5), timedelta(hours=1)
"""How often a call that waits for a record looks whether there is one, while its sound waits to be heard and later."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: from a status to the next."""

    name: str
    verb: Verb
    before: CallStatus
    after: CallStatus

    @property
    def action(self) -> Action:
        """What is asked of the gate; what every purpose needs serves whichever the charter lists."""
        return Action(self.verb, LISTED) if self.verb in WHATEVER_IS_LISTED else Action(self.verb)


STEPS = (
    Step("hear", Verb.HEAR, CallStatus.DRAWN, CallStatus.HEARD),
    Step("measure", Verb.MEASURE, CallStatus.HEARD, CallStatus.MEASURED),
    Step("classify", Verb.CLASSIFY, CallStatus.MEASURED, CallStatus.CLASSIFIED),
    Step(EVALUATE, Verb.EVALUATE, CallStatus.CLASSIFIED, CallStatus.EVALUATED),
    Step("offer", Verb.OFFER, CallStatus.EVALUATED, CallStatus.OFFERED),
)
SHADOW = "shadow"
"""The job that runs what is proposed at the site over a call; the call does not wait for it."""
NEXT = {step.name: following.name for step, following in pairwise(STEPS)}
STEP_AFTER = {step.before: step.name for step in STEPS}
"""The step that a call of some status waits for."""

Write = Callable[[Transaction], None]
"""What a step writes, in the transaction that ends it."""


class RecordedCall:
    """Runs one step of one call; whatever goes wrong is counted, tried again later, and parked at last."""

    def __init__(
        self,
        gate: Gate,
        vault: SoundVault,
        engines: Engines,
        worker: Process,
        retry_after: timedelta,
        calendar: Calendar,
        shares: SharesHeard,
    ) -> None:
        self._gate = gate
        self._vault = vault
        self._engines = engines
        self._worker = worker
        self._retry_after = retry_after
        self._calendar = calendar
        self._shares = shares

    def run(self, name: str, call: UUID) -> None:
        """Do a step of a call that waits for it; nothing is done when it was done before.

        Raises StoreUnavailable when the database is gone: the job is then as if it had never begun.
        """
        if name == SHADOW:
            return self._run_in_shadow(call)
        step = next(step for step in STEPS if step.name == name)
        try:
            self._do(step, call)
        except StoreUnavailable:
            raise
        except ContentErased as error:
            self._lose(step, call, error)
        except ModelNotSigned:
            self._wait_in_shadow(call)
        except Refused as refused:
            if is_lack(refused):
                self._look_again(step, call)
            elif not (refused.may_pass or is_freeze(refused)):
                self._park(step, call, str(refused))  # else the sweep gives it another job once the site works again
        except Exception as error:
            self._fail(step, call, _told(error), place=0)

    def stopped_program(self, name: str, call: UUID, place: int) -> None:
        """Count a failure of a step that ended its process by a fault of its own, which it could not say itself.

        `place` counts the calls that were under way there: they are tried again at different times, so that the one at
        fault is found out.
        """
        step = next((step for step in STEPS if step.name == name), None)
        if step:
            self._fail(step, call, "stopped the program", place)

    def _run_in_shadow(self, call: UUID) -> None:
        try:
            ShadowRun(self._gate, self._engines, self._worker).run(call)
        except (Refused, InputRefused, ContentErased):
            return  # the site stands still, or the call is gone: gardefou rescore runs over what was left out

    def _wait_in_shadow(self, call: UUID) -> None:
        """Keep what a model says that nobody signed, and look again later whether both sides have."""
        with suppress(Refused, InputRefused, ContentErased):
            ShadowRun(self._gate, self._engines, self._worker).run_signed(call, EVALUATE, SIGNED_AGAIN)

    def _do(self, step: Step, call: UUID) -> None:
        match step.name:
            case "hear":
                self._hear(step, call)
            case "measure":
                self._measure(step, call)
            case "classify":
                self._classify(step, call)
            case "evaluate":
                self._evaluate(step, call)
            case _:
                self._end(step, call, lambda tx: offer(tx, call, self._calendar))

    def _hear(self, step: Step, call: UUID) -> None:
        record = self._begin(step, call, lambda tx: tx.calls.get(call))
        if record is None:
            return
        with ShareHeard(self._shares, call) as progress:
            self._hear_begun(step, call, record, progress)

    def _hear_begun(self, step: Step, call: UUID, record: CallRecord, progress: Progress) -> None:
        sound = self._vault.quarantined(call)
        transcript = self._engines.hear(sound, record.roles, record.language, progress)
        name = f"call-{uuid4()}"
        try:
            self._vault.write_silenced(call, sound, transcript.redactions, name)
            if record.original_audio is OriginalAudio.KEEP:
                self._vault.write_kept(call, sound, transcript.redactions, name)
            ended = self._end(step, call, lambda tx: _write_heard(tx, call, transcript, name))
        except StoreUnavailable:
            raise  # the commit may have been the last thing it did
        except BaseException:
            self._vault.remove_recording(call, name)
            raise
        if ended:
            end_quarantine(self._vault, call, name)
        else:
            self._vault.remove_recording(call, name)

    def _measure(self, step: Step, call: UUID) -> None:
        transcript = self._begin(step, call, lambda tx: tx.transcripts.get(call, FIRST_VERSION))
        if transcript is None:
            return
        measures = measure(transcript)
        self._end(step, call, lambda tx: tx.measures.add(call, FIRST_VERSION, measures))

    def _classify(self, step: Step, call: UUID) -> None:
        transcript = self._begin(step, call, lambda tx: tx.transcripts.get(call, FIRST_VERSION))
        if transcript is None:
            return
        reason = self._engines.classify(transcript)
        self._end(step, call, lambda tx: tx.calls.add_reason(call, reason))

    def _evaluate(self, step: Step, call: UUID) -> None:
        read = self._begin(step, call, lambda tx: (read_grid(tx, self._engines), read_evaluable(tx, call)))
        if read is None:
            return
        grid, evaluable = read
        drafted, model = draft(self._engines, grid, evaluable), self._engines.model

        def write(tx: Transaction) -> None:
            if tx.site.standing.scorecard != grid.signed:
                raise Refused("S12", "both sides have signed another scorecard meanwhile", tx.charter.title)
            tx.evaluations.add(call, FIRST_VERSION, grid.scorecard, model, drafted.draft)
            tx.evaluations.add_replies(call, evaluable.replies.new)
            if grid.on_trial:
                tx.evaluations.add_shadow(call, FIRST_VERSION, grid.signed.digest, model, drafted.on_trial)
            if self._has_shadows(tx, grid.scorecard):
                tx.jobs.enqueue(SHADOW, call)

        self._end(step, call, write)

    def _has_shadows(self, tx: Transaction, in_force: Scorecard) -> bool:
        return self._engines.scorecard.digest != in_force.digest or tx.scorecards.number_of_open_proposals() > 0

    def _begin(self, step: Step, call: UUID, read: Callable[[Transaction], Input]) -> Input | None:
        """Count an attempt and read what the step needs; None when the call does not wait for it."""
        with self._gate.transaction(self._worker, step.action, KeptCall(call)) as tx:
            if not _is_due(step, tx.calls.get(call)):
                return None
            tx.calls.begin(call)
            return read(tx)

    def _end(self, step: Step, call: UUID, write: Write) -> bool:
        """Write the result, the status and the next job down together; False when somebody was faster."""
        with self._gate.transaction(self._worker, step.action, KeptCall(call)) as tx:
            if not tx.calls.advance(call, step.before, step.after):
                return False
            write(tx)
            if step.name in NEXT and not _is_over(step.after, tx):
                tx.jobs.enqueue(NEXT[step.name], call)
        return True

    def _fail(self, step: Step, call: UUID, reason: str, place: int) -> None:
        def count(tx: Transaction, record: CallRecord) -> None:
            tx.calls.fail(call)
            failures = record.failures + 1
            if failures >= MOST_FAILURES:
                tx.calls.park(call, reason)
            else:
                tx.jobs.enqueue(step.name, call, tx.now + self._retry_after * (4 ** (failures - 1) + place))

        self._stop(step, call, count)

    def _look_again(self, step: Step, call: UUID) -> None:
        """Try later whether what is missing is on record; sound that was not heard yet does not wait long."""
        later = HEARD_AGAIN if step.before is CallStatus.DRAWN else RECORDED_AGAIN
        self._stop(step, call, lambda tx, _: tx.jobs.enqueue(step.name, call, tx.now + later))

    def _park(self, step: Step, call: UUID, reason: str) -> None:
        def park(tx: Transaction, record: CallRecord) -> None:
            if not _is_over(step.before, tx):
                tx.calls.park(call, reason)

        self._stop(step, call, park)

    def _stop(self, step: Step, call: UUID, write: Callable[[Transaction, CallRecord], None]) -> None:
        """Write down that a step did not succeed; nothing when the call waits for another one, or is gone."""
        try:
            with self._gate.transaction(self._worker, operation(Verb.PARK), KeptCall(call)) as tx:
                record = tx.calls.get(call)
                if _is_due(step, record):
                    write(tx, record)
        except InputRefused:
            return

    def _lose(self, step: Step, call: UUID, error: ContentErased) -> None:
        """A call whose sound is gone before it was heard is lost; later on, its content was erased on purpose."""
        if step.before is not CallStatus.DRAWN:
            self._park(step, call, str(error))
        elif lose(self._gate, self._worker, call):
            self._vault.destroy_recording(call)


def lose(gate: Gate, actor: Actor, call: UUID) -> bool:
    """Count a call whose sound is gone as lost; False when it was heard, lost before, or is gone itself."""
    try:
        with gate.transaction(actor, operation(Verb.LOSE), KeptCall(call)) as tx:
            return tx.calls.lose(call)
    except InputRefused:
        return False


def end_quarantine(vault: SoundVault, call: UUID, sound_name: str | None) -> None:
    """Remove what interrupted attempts at hearing have left; as long as the sound as it came is here, this is to do."""
    vault.remove_recordings_but(call, sound_name)
    vault.destroy_quarantined(call)


def retry(gate: Gate, actor: Actor, call: UUID) -> None:
    """Take a parked call up again at the step where it stopped.

    Raises InputRefused when it is not parked.
    """
    with gate.transaction(actor, operation(Verb.RETRY), KeptCall(call)) as tx:
        record = tx.calls.get(call)
        if not tx.calls.retry(call):
            raise InputRefused(f"call {call}", "is not parked; gardefou status --parked names those that are")
        if step := waits_for(record):
            tx.jobs.enqueue(step, call)


def waits_for(record: CallRecord) -> str | None:
    """The step that a call waits for, None when it went through all of them."""
    return STEP_AFTER.get(record.status)


def _is_over(before: CallStatus, tx: Transaction) -> bool:
    """Whether nothing comes after a status: a site without evaluation keeps transcript and reason alone (S30)."""
    with suppress(LookupError):  # no charter, so nothing is known of what comes
        return before is CallStatus.CLASSIFIED and Feature.EVALUATION not in tx.charter.features(tx.site.code)
    return False


def _is_due(step: Step, record: CallRecord) -> bool:
    return record.status is step.before and not record.waits


def _write_heard(tx: Transaction, call: UUID, transcript: Transcript, sound_name: str) -> None:
    tx.transcripts.add(call, FIRST_VERSION, transcript)
    tx.calls.name_sound(call, sound_name)


def _told(error: Exception) -> str:
    """What may be written down of a failure: a foreseen one words itself, another one may quote content."""
    if isinstance(error, GardefouError):
        return f"{error.code}: {error}"
    return f"unforeseen: {type(error).__name__}"
