"""The pages of the data-protection officer: the register of requests, and what is done for those who ask."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from starlette.responses import Response

from gardefou.adapters.documents.objection_fields import named_call
from gardefou.adapters.pages.officer_words import DONE, KINDS, NAMES, NO_DAY, NOBODY, NOT_NOW, OUTCOMES, REASONS, TYPED
from gardefou.bootstrap.installation import Installation
from gardefou.entrypoints.web.officer_subject import SubjectPages
from gardefou.entrypoints.web.page_router import Handler
from gardefou.entrypoints.web.register_form import day_of_form
from gardefou.entrypoints.web.visit import Visit
from gardefou.flows.erasure import Erasure
from gardefou.flows.requests import Requests
from gardefou.governance.requests import Because, Outcome, RequestKind
from gardefou.kernel.call import CallKey
from gardefou.kernel.errors import InputRefused

ANSWERED_SHOWN = 50
Choice = TypeVar("Choice", bound=StrEnum)


def officer_pages(installation: Installation) -> Mapping[str, Handler]:
    """The pages of the data-protection officer."""
    gate = installation.gate("web")
    requests = Requests(gate, installation.secrets.customer)
    erasure = Erasure(gate, installation.sounds, installation.tombstones)
    register = RegisterPages(requests, erasure)
    return {**register.handlers(), **SubjectPages(gate, requests, erasure).handlers()}


class RegisterPages:
    """What waits for an answer, and the forms that change it."""

    def __init__(self, requests: Requests, erasure: Erasure) -> None:
        self._requests = requests
        self._erasure = erasure

    def handlers(self) -> Mapping[str, Handler]:
        """The pages by their names."""
        return {
            "requests": self.listed,
            "record_request": self.record,
            "extend_request": self.extend,
            "answer_request": self.answer,
            "object": self.object,
        }

    def listed(self, visit: Visit) -> Response:
        """The register: what is overdue stands first."""
        return self._page(visit, done=visit.query.get("done", ""))

    def record(self, visit: Visit) -> Response:
        """Write a request down."""
        kind = chosen(RequestKind, visit.form.get("kind", ""))
        try:
            whom = self._requests.whom(visit.form.get("number", ""), visit.form.get("reference", ""))
        except InputRefused:
            return self._page(visit, ("number", TYPED))
        received_on = day_of_form(visit.form.get("received_on", ""))
        if received_on is None or kind is None:
            return self._page(visit, ("received_on", NO_DAY))
        try:
            self._requests.record(visit.person, visit.site, kind, whom, received_on)
        except InputRefused:
            return self._page(visit, ("number", NOBODY))
        return visit.go("/requests?done=recorded")

    def extend(self, visit: Visit, asked: UUID) -> Response:
        """Take two months more."""
        because = chosen(Because, visit.form.get("because", ""))
        try:
            if because is None:
                raise InputRefused("because", "is missing")
            self._requests.extend(visit.person, visit.site, asked, because)
        except InputRefused:
            return self._page(visit, ("h-waiting", NOT_NOW))
        return visit.go("/requests?done=extended")

    def answer(self, visit: Visit, asked: UUID) -> Response:
        """Write an answer down."""
        outcome = chosen(Outcome, visit.form.get("outcome", ""))
        try:
            if outcome is None:
                raise InputRefused("outcome", "is missing")
            self._requests.answer(visit.person, visit.site, asked, outcome)
        except InputRefused:
            return self._page(visit, ("h-waiting", NOT_NOW))
        return visit.go("/requests?done=answered")

    def object(self, visit: Visit) -> Response:
        """Honour the objection of a customer to a call."""
        key = CallKey(visit.site, visit.form.get("source", "").strip(), visit.form.get("external_id", "").strip())
        try:
            objection = self._erasure.objected(visit.person, named_call("the call", key))
        except InputRefused:
            return self._page(visit, ("source", NAMES))
        what = "waits" if objection.waits else "erased" if objection.call else "noted"
        return visit.go(f"/requests?done=objection-{what}")

    def _page(self, visit: Visit, fault: tuple[str, str] | None = None, done: str = "") -> Response:
        found, today = self._requests.listed(visit.person, visit.site)
        return visit.render(
            "officer/requests.html",
            422 if fault else 200,
            waiting=[each for each in found if each.is_open],
            answered=[each for each in found if not each.is_open][:ANSWERED_SHOWN],
            today=today,
            kinds=KINDS,
            reasons=REASONS,
            outcomes=OUTCOMES,
            done=DONE.get(done),
            faults=[fault] if fault else [],
        )


def chosen(kind: type[Choice], text: str) -> Choice | None:
    """What was chosen in a form, None for anything else."""
    return kind(text) if text in {each.value for each in kind} else None
