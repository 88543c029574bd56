"""What the pages of a call share, whoever reads it: its values for the templates, and its sound."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from gardefou.adapters.media.passage import passage
from gardefou.adapters.pages.call_page import CallPage, citation
from gardefou.adapters.postgres.gate import PostgresGate
from gardefou.adapters.postgres.sealing import Recordings
from gardefou.adapters.report.standing import Decision, VerdictState, Void
from gardefou.analysis.model import Taxonomy
from gardefou.entrypoints.web.sound import passage_answer, sound_answer
from gardefou.entrypoints.web.visit import Visit
from gardefou.flows.recorded_call import FIRST_VERSION
from gardefou.flows.reviewed_call import CallBeforeDraft, ReviewedCall
from gardefou.governance.actions import Action, Verb
from gardefou.governance.actors import Person
from gardefou.governance.subjects import KeptCall
from gardefou.kernel.call import CallRecord
from gardefou.kernel.errors import ContentErased
from gardefou.kernel.review import Round
from gardefou.kernel.span import Span
from gardefou.review.model import Parties
from gardefou.review.rules import Standing


def call_page(
    read: CallBeforeDraft,
    peaks: tuple[bytes, ...],
    taxonomy: Taxonomy,
    zone: str,
    sound_url: str,
    *,
    passages: Mapping[int, str] | None = None,
    heard: Collection[int] = (),
    with_verdicts: bool = True,
) -> CallPage:
    """A call for its page; verdicts stand as people decided them, as far as whoever reads may see it."""
    states = _states(read, ZoneInfo(zone)) if isinstance(read, ReviewedCall) else {}
    reason = read.record.reason
    return CallPage(
        started_at=read.record.started_at.astimezone(ZoneInfo(zone)),
        transcript=read.transcript,
        measures=read.measures,
        reason=reason,
        reason_label=taxonomy.label(reason.id) if reason else None,
        scorecard=read.scorecard,
        evaluation=read.draft.evaluation,
        models=(read.transcript.model, read.draft.model),
        peaks=peaks,
        sound_url=sound_url,
        passages=dict(passages or {}),
        heard=frozenset(heard),
        states=states,
        with_verdicts=with_verdicts,
    )


def has_sound(record: CallRecord, now: datetime) -> bool:
    """Whether the recording of a call is still to be heard."""
    return record.sound_name is not None and record.recording_gone_at is None and now < record.recording_expires_at


def _states(read: ReviewedCall, zone: ZoneInfo) -> dict[str, VerdictState]:
    fell_at = (read.review.ended_at or read.record.status_at).astimezone(zone)
    return {name: _state(each, read.parties, zone, fell_at) for name, each in read.standings.items()}


def _state(standing: Standing, parties: Parties, zone: ZoneInfo, fell_at: datetime) -> VerdictState:
    names = {Round.FIRST: parties.reviewer or "", Round.SECOND: parties.second_reviewer or ""}
    decisions = tuple(
        Decision(each.after, names[each.round], each.made_at.astimezone(zone), each.reason)
        for each in standing.decisions
    )
    return VerdictState(decisions, Void(fell_at) if standing.is_void else None)


class CallSound:
    """The sound of calls, each request decided by the gate and written down."""

    def __init__(self, gate: PostgresGate) -> None:
        self._gate = gate

    def peaks(self, person: Person, call: UUID) -> tuple[bytes, ...]:
        """How loud a call is, one row of bytes for each channel."""
        name, recordings = self._recording(person, call, Verb.READ_TRANSCRIPT)
        return recordings.peaks(call, name).lanes

    async def whole(self, visit: Visit, call: UUID) -> Response:
        """The sound of a call, or the part of it that the request asks for."""
        name, recordings = await run_in_threadpool(self._recording, visit.person, call, Verb.LISTEN)
        return await sound_answer(visit.request, partial(recordings.open_silenced, call, name), name)

    async def passage(self, visit: Visit, call: UUID, number: int) -> Response:
        """A piece of evidence alone; once it has gone out to its end, that is written down for a decision (S3)."""
        span = await run_in_threadpool(self._evidence, visit.person, call, number)
        name, recordings = await run_in_threadpool(self._recording, visit.person, call, Verb.LISTEN)

        def made() -> bytes:
            return passage(recordings.silenced(call, name), span.start_ms, span.end_ms)

        return await passage_answer(made, partial(self._served, visit.person, call, span))

    def _recording(self, person: Person, call: UUID, verb: Verb) -> tuple[str, Recordings]:
        with self._gate.transaction(person, Action(verb), KeptCall(call)) as tx:
            name = tx.calls.get(call).sound_name
            if name is None:
                raise ContentErased(f"call {call}: its sound is gone")
            return name, tx.recordings(call)

    def _evidence(self, person: Person, call: UUID, number: int) -> Span:
        with self._gate.transaction(person, Action(Verb.READ_EVALUATION), KeptCall(call)) as tx:
            return citation(tx.evaluations.latest(call, FIRST_VERSION).evaluation, number).span

    def _served(self, person: Person, call: UUID, span: Span) -> None:
        with self._gate.transaction(person, Action(Verb.LISTEN), KeptCall(call)) as tx:
            tx.reviews.add_serving(call, person.id, span)
