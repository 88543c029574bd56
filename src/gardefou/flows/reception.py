"""A call arrives: receive -> draw -> keep; nothing stays of a call that was not drawn but the draw (S5, S6)."""

import hmac
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from gardefou.flows.ports import Gate, SoundVault
from gardefou.flows.repositories import Transaction
from gardefou.flows.requests import customer_hash
from gardefou.governance.actions import Action, Verb
from gardefou.governance.actors import Actor
from gardefou.governance.draw import day_of, day_seed, is_drawn, key_hash, pseudonym, under_cap, week_of
from gardefou.governance.participation import may_be_drawn
from gardefou.governance.purposes import LISTED
from gardefou.governance.retention import expiry_dates
from gardefou.governance.subjects import ArrivingCall
from gardefou.intake.model import Adviser, Arrival, CallNotice, KnownCall, Received
from gardefou.intake.rules import checked
from gardefou.kernel.call import NewCall, OriginalAudio
from gardefou.kernel.errors import InputRefused, KnownOtherwise, Refused, RoomFull, StoreUnavailable
from gardefou.kernel.sound import Sound
from gardefou.kernel.transcript import Role

LEAST_BYTES_PER_MS = 1
"""A sound whose container does not say how long it is counts as if coded at 8 kbit/s: more is not to be expected."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """What makes hashes and draws the installation's own, 32 bytes each."""

    draw: bytes
    pseudonym: bytes
    sound: bytes
    customer: bytes


@dataclass(frozen=True, slots=True)
class _Sealed:
    """Sound that was written into quarantine under `id`."""

    id: UUID
    digest: bytes
    size: int


class Receiving:
    """Takes calls in for one sender; `room_ms` is how much sound may wait to be heard."""

    def __init__(self, gate: Gate, vault: SoundVault, secrets: Secrets, sender: Actor, room_ms: int) -> None:
        self._gate = gate
        self._vault = vault
        self._secrets = secrets
        self._sender = sender
        self._room_ms = room_ms

    def receive(
        self, notice: CallNotice, sound: Iterator[bytes], began: Callable[[UUID], None] | None = None
    ) -> Received:
        """What became of the call whose sound comes in pieces; `sound` is not read when the call is not kept.

        `began` is told the id under which sound is about to be kept, and is not called for a call that is here already.
        Raises Refused naming a clause, InputRefused when the site, the adviser or the sound is not fit, KnownOtherwise
        when the call is known with another sound, and RoomFull while too much sound waits.
        """
        arriving = ArrivingCall(self._gate.new_id(), notice.key, notice.started_at, notice.simulated)
        with self._gate.transaction(self._sender, Action(Verb.RECEIVE, LISTED), arriving) as tx:
            checked(notice, tx.now)
            adviser = _adviser(tx, notice)
            known = tx.calls.known(notice.key)
            if known is None and not self._draw(tx, notice, adviser):
                return Received(Arrival.NOT_DRAWN, None)
            if known is None or known.lost:
                self._check_room(tx)
            original_audio = tx.charter.original_audio
        if known and not known.lost:
            return self._same(notice, known, self._digest(sound))
        if began:
            began(arriving.id)
        try:
            sealed = self._seal(arriving.id, sound, original_audio)
            if known and known.sound_digest != sealed.digest:
                raise _otherwise(notice)
            return self._keep(notice, replace(arriving, drawn=True), sealed, known)
        except StoreUnavailable:
            raise  # the commit may have been the last thing it did; the sweep removes what belongs to no call
        except BaseException:
            self._vault.destroy_quarantined(arriving.id)
            raise

    def may_go_on(self, notice: CallNotice) -> bool:
        """Whether a call whose sound still comes may be received; the question is written down nowhere.

        It may not where a clause refuses it, and where its adviser stands aside; neither is told from the other.
        Raises StoreUnavailable.
        """
        arriving = ArrivingCall(self._gate.new_id(), notice.key, notice.started_at, notice.simulated)
        try:
            with self._gate.again(self._sender, Action(Verb.RECEIVE, LISTED), arriving) as tx:
                return not self._stands_aside(tx, _adviser(tx, notice))
        except (Refused, InputRefused):
            return False

    def destroy(self, call: UUID) -> None:
        """Make the sound of a call as it came unreadable, then remove it."""
        self._vault.destroy_quarantined(call)

    def _check_room(self, tx: Transaction) -> None:
        if tx.calls.waiting_ms() > self._room_ms:
            raise RoomFull("too much sound waits to be heard: keep the call and send it again in some minutes")

    def _draw(self, tx: Transaction, notice: CallNotice, adviser: Adviser) -> bool:
        """Whether the call is listened to; an outcome that lets it go is written down at once, and is final."""
        if self._is_let_go(tx, notice):
            return False
        if self._stands_aside(tx, adviser):
            self._record_draw(tx, notice, drawn=False)
            return False
        day = day_of(notice.started_at, tx.site.zone)
        seed = day_seed(self._secrets.draw, notice.key.site, day)
        drawn = is_drawn(seed, notice.key, tx.charter.draw)
        if drawn:
            week = week_of(notice.started_at, tx.site.zone)
            drawn = under_cap(tx.calls.drawn_in_week(adviser.id, week), tx.charter.draw)
        if not drawn:
            self._record_draw(tx, notice, drawn=False)
        return drawn

    def _stands_aside(self, tx: Transaction, adviser: Adviser) -> bool:
        """Whether no call of an adviser is kept: they refuse it, take no part, or were not trained (S8, S19, S27)."""
        if tx.people.refuses_recording(adviser.id):
            return True
        is_simulated = tx.site.records is None  # nobody is trained for simulated calls, and nobody takes part
        return not is_simulated and not may_be_drawn(tx.charter, tx.people.on_record(adviser.id))

    def _is_let_go(self, tx: Transaction, notice: CallNotice) -> bool:
        """Whether its draw, an erasure or a customer decided before that the call is not kept (S14, S33)."""
        if tx.draws.outcome(key_hash(notice.key)) is not False:
            return False
        self._record_draw(tx, notice, drawn=False)
        return True

    def _record_draw(self, tx: Transaction, notice: CallNotice, *, drawn: bool) -> None:
        known_as = pseudonym(self._secrets.pseudonym, notice.adviser)
        tx.draws.add(key_hash(notice.key), day_of(notice.started_at, tx.site.zone), known_as, drawn)

    def _seal(self, call: UUID, sound: Iterator[bytes], original_audio: OriginalAudio) -> _Sealed:
        digest = hmac.new(self._secrets.sound, digestmod="sha256")
        size = 0
        with self._vault.quarantine(call, original_audio) as file:
            for piece in sound:
                digest.update(piece)
                size += len(piece)
                file.write(piece)
        return _Sealed(call, digest.digest(), size)

    def _digest(self, sound: Iterator[bytes]) -> bytes:
        digest = hmac.new(self._secrets.sound, digestmod="sha256")
        for piece in sound:
            digest.update(piece)
        return digest.digest()

    def _keep(self, notice: CallNotice, arriving: ArrivingCall, sealed: _Sealed, lost: KnownCall | None) -> Received:
        sound = self._opened(notice, sealed.id)
        roles = _roles(notice, sound)
        with self._gate.transaction(self._sender, Action(Verb.KEEP, LISTED), arriving) as tx:
            self._check_room(tx)
            if lost:
                tx.calls.forget_lost(lost.id)
            adviser = _adviser(tx, notice)
            if lost:
                goes = self._is_let_go(tx, notice) or self._stands_aside(tx, adviser)
            else:
                goes = not self._draw(tx, notice, adviser)
            if goes:
                kept = None
            else:
                self._record_draw(tx, notice, drawn=True)
                kept = tx.calls.keep(self._new_call(tx, notice, adviser, sealed, roles, _length_ms(sound, sealed.size)))
                if kept:
                    tx.jobs.enqueue("hear", sealed.id)
            known = tx.calls.known(notice.key)
        if kept:
            return Received(Arrival.KEPT, sealed.id)
        self._vault.destroy_quarantined(sealed.id)
        if kept is None or known is None:
            return Received(Arrival.NOT_DRAWN, None)
        return self._same(notice, known, sealed.digest)

    def _opened(self, notice: CallNotice, call: UUID) -> Sound:
        try:
            return self._vault.quarantined(call)
        except InputRefused as refused:
            raise InputRefused(f"call {notice.key.external_id}", refused.cause) from None

    def _same(self, notice: CallNotice, known: KnownCall, digest: bytes) -> Received:
        if not hmac.compare_digest(known.sound_digest, digest):
            raise _otherwise(notice)
        return Received(Arrival.ALREADY_HERE, known.id)

    def _new_call(
        self,
        tx: Transaction,
        notice: CallNotice,
        adviser: Adviser,
        sealed: _Sealed,
        roles: tuple[Role, ...],
        sound_ms: int,
    ) -> NewCall:
        reference = notice.customer_reference
        expiry = expiry_dates(notice.started_at, tx.charter.retention)
        return NewCall(
            id=sealed.id,
            key=notice.key,
            adviser=adviser.id,
            team=notice.team or adviser.team,
            direction=notice.direction,
            started_at=notice.started_at,
            week=week_of(notice.started_at, tx.site.zone),
            roles=roles,
            language=notice.language,
            customer_reference=customer_hash(self._secrets.customer, reference) if reference else None,
            sound_digest=sealed.digest,
            sound_ms=sound_ms,
            original_audio=tx.charter.original_audio,
            simulated=notice.simulated,
            received_at=tx.now,
            recording_expires_at=expiry.recording,
            analyses_expire_at=expiry.analyses,
        )


def _adviser(tx: Transaction, notice: CallNotice) -> Adviser:
    adviser = tx.people.adviser(notice.adviser)
    if adviser is None:
        cause = f"nobody at site {notice.key.site} takes calls under this number; import people"
        raise InputRefused(f"adviser {notice.adviser}", cause)
    return adviser


def _otherwise(notice: CallNotice) -> KnownOtherwise:
    return KnownOtherwise(
        f"call {notice.key.external_id}", "is known with another sound; give the other call an id of its own"
    )


def _length_ms(sound: Sound, size: int) -> int:
    return sound.properties.duration_ms or size // LEAST_BYTES_PER_MS


def _roles(notice: CallNotice, sound: Sound) -> tuple[Role, ...]:
    """Who speaks on each channel of the sound, or who share the only one."""
    channels = sound.properties.channels
    if channels > len(notice.roles):
        cause = f"has {channels} channels and {len(notice.roles)} role: name both"
        raise InputRefused(f"call {notice.key.external_id}", cause)
    return notice.roles
