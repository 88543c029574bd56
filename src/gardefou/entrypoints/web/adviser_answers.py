"""What an adviser sends: their own evaluation, comments, contests, and their answer as a whole."""

from dataclasses import replace
from uuid import UUID

from starlette.responses import Response

from gardefou.adapters.report.language import message
from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.bootstrap.installation import Installation, clock
from gardefou.entrypoints.web.adviser_call import (
    Filled,
    OwnCallPages,
    Said,
    has_answered,
    may_evaluate_oneself,
    verdict_of,
)
from gardefou.entrypoints.web.visit import Visit
from gardefou.flows.human_review import HumanReview
from gardefou.governance.actions import Action, Verb
from gardefou.governance.subjects import KeptCall
from gardefou.kernel.errors import InputRefused, Refused
from gardefou.kernel.review import Round
from gardefou.review.model import LONGEST_TEXT, Overtaken, StatementKind

EMPTY = message("Écrivez ce que vous avez à dire : le texte était vide.")
TOO_LONG = message("Ce texte est trop long : 4 000 caractères au plus. Rien n'en a été gardé.")
NO_VERDICT = message("Choisissez le verdict que vous demandez.")


class AnswerPages:
    """Takes an adviser's forms."""

    def __init__(self, installation: Installation, calls: OwnCallPages) -> None:
        self._gate = installation.gate("web")
        self._review = HumanReview(self._gate, PublicHolidays())
        self._calls = calls

    def self_evaluation(self, visit: Visit, call: UUID) -> Response:
        """Keep the adviser's own verdicts; then the draft is shown beside them."""
        before = self._calls.reading.before_draft(visit.person, call)
        if not may_evaluate_oneself(before):
            return visit.go(f"/calls/{call}")
        asked = [each.id for each in before.scorecard.criteria()]
        chosen = {each: visit.form.get(f"verdict-{each}", "") for each in asked}
        verdicts = {each: verdict for each in asked if (verdict := verdict_of(chosen[each]))}
        text = _lines(visit.form.get("text", ""))
        filled = Filled(chosen, text, frozenset(asked) - verdicts.keys(), _lacks(text) if text.strip() else "")
        if filled.missing or filled.lacks:
            return self._calls.fill_in(visit, call, before, 422, filled)
        self._review.evaluate_oneself(visit.person, call, verdicts, text.strip())
        return visit.go(f"/calls/{call}")

    def comment(self, visit: Visit, call: UUID) -> Response:
        """Keep what the adviser says of a verdict."""
        said = _said(visit, StatementKind.COMMENT)
        if said.lacks:
            return self._calls.show(visit, call, 422, said)
        if not self._is_said(visit, call, said):
            self._review.comment(visit.person, call, said.criterion, said.text)
        return _back(visit, call, said)

    def contest(self, visit: Visit, call: UUID) -> Response:
        """Keep that the adviser asks for another verdict."""
        said = _said(visit, StatementKind.CONTEST)
        wanted = verdict_of(said.wanted)
        if said.lacks or wanted is None:
            return self._calls.show(visit, call, 422, replace(said, lacks=said.lacks or NO_VERDICT))
        if not self._is_said(visit, call, said):
            self._review.contest(visit.person, call, said.criterion, said.text, wanted)
        return _back(visit, call, said)

    def answer(self, visit: Visit, call: UUID) -> Response:
        """End the adviser's window on their own word; sent twice, or too old, it shows how the call stands."""
        try:
            self._review.answer(visit.person, call, _round(visit))
        except Overtaken:
            return visit.go(f"/calls/{call}")
        except (Refused, InputRefused):
            if not has_answered(self._calls.reading.before_draft(visit.person, call), clock(), visit.zone):
                raise
        return visit.go(f"/calls/{call}")

    def _is_said(self, visit: Visit, call: UUID, said: Said) -> bool:
        """Whether the same form was taken a moment ago: a second click says nothing twice."""
        with self._gate.transaction(visit.person, Action(Verb.STATE), KeptCall(call)) as tx:
            about = [each for each in tx.reviews.statements(call) if each.criterion == said.criterion]
            if not about or about[-1].round is not tx.reviews.get(call).round:
                return False
            last = about[-1]
        return last.kind == said.kind and last.text == said.text.strip() and (last.wanted or "") == said.wanted


def _round(visit: Visit) -> Round | None:
    """The round that the page was about, None where the form does not say."""
    return {"1": Round.FIRST, "2": Round.SECOND}.get(visit.form.get("round", ""))


def _said(visit: Visit, kind: StatementKind) -> Said:
    criterion = visit.form.get("criterion", "")
    text = _lines(visit.form.get(f"{kind}-{criterion}", ""))
    wanted = visit.form.get("wanted", "") if kind is StatementKind.CONTEST else ""
    return Said(kind, criterion, text, wanted, _lacks(text))


def _lacks(text: str) -> str:
    if not text.strip():
        return EMPTY
    return TOO_LONG if len(text) > LONGEST_TEXT else ""


def _lines(text: str) -> str:
    """A text as it was typed: browsers send two signs for the end of a line."""
    return text.replace("\r\n", "\n")


def _back(visit: Visit, call: UUID, said: Said) -> Response:
    return visit.go(f"/calls/{call}#criterion-{said.criterion}")
