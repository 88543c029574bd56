"""The calls of somebody who asks for their data: to freeze, to erase, to give a copy of."""

from collections.abc import Mapping
from contextlib import suppress
from uuid import UUID

from starlette.responses import Response

from gardefou.adapters.pages.officer_words import ALREADY, FROZEN, LIFTED, NOT_ASKED, NOT_SURE, TYPED, WHO_ASKS
from gardefou.adapters.pages.wording import wording
from gardefou.adapters.postgres.gate import PostgresGate
from gardefou.adapters.report.language import message
from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.bootstrap.installation import clock
from gardefou.entrypoints.web.officer_export import archive
from gardefou.entrypoints.web.page_router import Handler
from gardefou.entrypoints.web.register_form import day_of_form
from gardefou.entrypoints.web.visit import Visit
from gardefou.flows.erasure import Erasure
from gardefou.flows.freezing import Freezing
from gardefou.flows.requests import BeforeErasure, Requests
from gardefou.flows.subject_copy import SubjectCopies
from gardefou.governance.draw import day_of
from gardefou.governance.requests import AskedBy
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.subject import Whom

GONE = message("Appels effacés : %(gone)s. Gelés, donc gardés : %(frozen)s.")
FROZEN_CALLS = message("Appels gelés : %(frozen)s.")
NOTHING_BEFORE = BeforeErasure(is_asked=False, under_answer=frozenset())
HASH_DIGITS = 64
HEADERS = {"Cache-Control": "no-store, private", "X-Content-Type-Options": "nosniff"}


class SubjectPages:
    """One page on the calls of somebody, and its forms; what was typed of a customer goes no further than a hash."""

    def __init__(self, gate: PostgresGate, requests: Requests, erasure: Erasure) -> None:
        self._requests = requests
        self._erasure = erasure
        self._freezing = Freezing(gate, PublicHolidays())
        self._copies = SubjectCopies(gate)

    def handlers(self) -> Mapping[str, Handler]:
        """The pages by their names."""
        return {
            "subject": self.subject,
            "freeze_call": self.freeze,
            "lift_call": self.lift,
            "erase_call": self.erase,
            "erase_subject": self.erase_all,
            "freeze_subject": self.freeze_answered,
            "export_subject": self.export,
        }

    def subject(self, visit: Visit) -> Response:
        """The calls of an adviser or of a customer."""
        return self._page(visit)

    def freeze(self, visit: Visit, call: UUID) -> Response:
        """Freeze a call."""
        asked_by = visit.form.get("asked_by", "")
        if asked_by not in {each.value for each in AskedBy}:
            return self._page(visit, fault=WHO_ASKS)
        try:
            self._freezing.freeze(visit.person, call, AskedBy(asked_by))
        except InputRefused:
            return self._page(visit, fault=ALREADY)
        return self._page(visit, done=_say(visit, FROZEN))

    def lift(self, visit: Visit, call: UUID) -> Response:
        """Lift a freeze."""
        try:
            self._freezing.lift(visit.person, call)
        except InputRefused:
            return self._page(visit, fault=ALREADY)
        return self._page(visit, done=_say(visit, LIFTED))

    def erase(self, visit: Visit, call: UUID) -> Response:
        """Erase one call."""
        return self._erased(visit, [call])

    def erase_all(self, visit: Visit) -> Response:
        """Erase every call that is not frozen, where that was asked for."""
        whom, received_on = self._whom(visit), day_of_form(visit.form.get("received_on", ""))
        if whom is None or visit.form.get("sure") != "yes":
            return self._page(visit, fault=NOT_SURE)
        try:
            calls = self._requests.calls_to_erase(visit.person, visit.site, whom, received_on)
        except InputRefused:
            return self._page(visit, fault=NOT_ASKED)
        return self._erased(visit, calls)

    def freeze_answered(self, visit: Visit) -> Response:
        """Freeze the calls that somebody still answers, instead of erasing them."""
        whom = self._whom(visit)
        before = self._requests.before_erasure(visit.person, visit.site, whom) if whom else NOTHING_BEFORE
        asked_by = AskedBy.ADVISER if whom and whom.number else AskedBy.CUSTOMER
        frozen = 0
        for call in before.under_answer:
            with suppress(InputRefused):
                self._freezing.freeze(visit.person, call, asked_by)
                frozen += 1
        return self._page(visit, done=_say(visit, FROZEN_CALLS) % {"frozen": frozen})

    def export(self, visit: Visit) -> Response:
        """A copy of what is kept: for a customer, what they said too."""
        whom = self._whom(visit)
        if whom is None:
            return self._page(visit, fault=TYPED)
        calls = self._requests.calls_of(visit.person, visit.site, whom)
        copies = self._copies.of_customer(visit.person, calls) if whom.reference else self._copies.of_adviser(calls)
        named = {"Content-Disposition": 'attachment; filename="gardefou-copy.zip"'}
        return Response(archive(visit, copies), 200, {**HEADERS, **named}, "application/zip")

    def _erased(self, visit: Visit, calls: list[UUID]) -> Response:
        if visit.form.get("sure") != "yes":
            return self._page(visit, fault=NOT_SURE)
        gone, frozen = self._erasure.all_for_subject(visit.person, calls)
        return self._page(visit, done=_say(visit, GONE) % {"gone": gone, "frozen": frozen})

    def _page(self, visit: Visit, fault: str = "", done: str = "") -> Response:
        whom = self._whom(visit)
        if whom is None:
            fault = fault or TYPED
        calls = self._requests.calls_of(visit.person, visit.site, whom) if whom else ()
        return visit.render(
            "officer/subject.html",
            422 if fault else 200,
            calls=calls,
            before=self._requests.before_erasure(visit.person, visit.site, whom) if whom else NOTHING_BEFORE,
            today=day_of(clock(), visit.zone),
            of_number=whom.number or "" if whom else "",
            of_hash=whom.reference.hex() if whom and whom.reference else "",
            fault=fault,
            done=done,
        )

    def _whom(self, visit: Visit) -> Whom | None:
        """Who was typed, or found before; None where it is neither."""
        number, hashed = visit.form.get("of_number", ""), visit.form.get("of_hash", "")
        if len(hashed) == HASH_DIGITS and all(each in "0123456789abcdef" for each in hashed) and not number:
            return Whom(reference=bytes.fromhex(hashed))
        try:
            return self._requests.whom(number, visit.form.get("of_reference", ""))
        except InputRefused:
            return None


def _say(visit: Visit, text: str) -> str:
    return wording(visit.language).gettext(text)
