"""A site's registers: how each clause stands that reads them, what is on record, questions, and who was trained."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from starlette.responses import Response

from gardefou.adapters.pages import register_words
from gardefou.adapters.pages.charter_words import FEATURES
from gardefou.adapters.pages.register_words import Fault
from gardefou.bootstrap.installation import Installation
from gardefou.entrypoints.web.faults import NotHere
from gardefou.entrypoints.web.page_router import Handler
from gardefou.entrypoints.web.register_form import day_of_form, entry_of, training_of
from gardefou.entrypoints.web.visit import Visit
from gardefou.flows.registers import LONGEST_ANSWER, LONGEST_QUESTION, RegisterKeeping
from gardefou.flows.trainings import TrainingKeeping
from gardefou.governance.clauses.s17_consultation import may_write
from gardefou.governance.register_documents import ANSWERED_BY, ASKED_BY, RECORDED_BY, EntryKind
from gardefou.governance.register_state import is_ready
from gardefou.governance.roles import PersonRole
from gardefou.governance.terms.places import Feature
from gardefou.kernel.errors import InputRefused

DONE = frozenset({"entry", "withdrawn", "question", "answer", "training", "untrained"})
TRAINERS = frozenset({PersonRole.EMPLOYER_SIGNATORY, PersonRole.ADMINISTRATOR})


def register_pages(installation: Installation) -> Mapping[str, Handler]:
    """The handlers of registers' routes."""
    gate = installation.gate("web")
    pages = _RegisterPages(RegisterKeeping(gate), TrainingKeeping(gate))
    return {
        "registers": pages.registers,
        "record_entry": pages.record,
        "withdraw_entry": pages.withdraw,
        "ask_question": pages.ask,
        "answer_question": pages.answer,
        "withdraw_question": pages.withdraw_question,
        "record_training": pages.train,
        "withdraw_training": pages.untrain,
    }


class _RegisterPages:
    def __init__(self, keeping: RegisterKeeping, trainings: TrainingKeeping) -> None:
        self._keeping = keeping
        self._trainings = trainings

    def registers(self, visit: Visit) -> Response:
        return self._shown(visit)

    def record(self, visit: Visit) -> Response:
        """Write an entry down, or say what its form lacks."""
        kind = next((each for each in EntryKind if each.value == visit.form.get("kind")), None)
        if kind is None:
            raise NotHere
        document, day, faults = entry_of(kind, visit.form)
        if faults or day is None:
            return self._shown(visit, faults, kind.value)
        self._keeping.record(visit.person, visit.site, kind, document, day)
        return _done(visit, "entry")

    def withdraw(self, visit: Visit) -> Response:
        self._keeping.withdraw(visit.person, visit.site, _id(visit, "entry"))
        return _done(visit, "withdrawn")

    def ask(self, visit: Visit) -> Response:
        def say(text: str) -> None:
            self._keeping.ask(visit.person, visit.site, text)

        return self._said(visit, "question", LONGEST_QUESTION, say)

    def answer(self, visit: Visit) -> Response:
        """Answer a question, or say that the answer is empty or too long."""
        question = _id(visit, "question")

        def say(text: str) -> None:
            self._keeping.answer(visit.person, visit.site, question, text)

        return self._said(visit, "answer", LONGEST_ANSWER, say)

    def withdraw_question(self, visit: Visit) -> Response:
        self._keeping.withdraw_question(visit.person, visit.site, _id(visit, "question"))
        return _done(visit, "question")

    def train(self, visit: Visit) -> Response:
        """Write a training of one person down."""
        training, faults = training_of(visit.form)
        if training is None:
            return self._shown(visit, faults, "training")
        try:
            self._trainings.train(visit.person, visit.site, [training])
        except InputRefused:
            return self._shown(visit, (Fault.PERSON,), "training")
        return _done(visit, "training")

    def untrain(self, visit: Visit) -> Response:
        """Have a training that was a mistake count no more."""
        day = day_of_form(visit.form.get("on", ""))
        number, what = (visit.form.get(field, "").strip() for field in ("number", "what"))
        try:
            if day is None:
                return self._shown(visit, (Fault.DAY,), "untraining")
            self._trainings.untrain(visit.person, visit.site, number, day, what)
        except InputRefused:
            return self._shown(visit, (Fault.TRAINING,), "untraining")
        return _done(visit, "untrained")

    def _said(self, visit: Visit, field: str, longest: int, say: Callable[[str], None]) -> Response:
        text = visit.form.get(field, "").strip()
        if not 0 < len(text) <= longest:
            return self._shown(visit, (Fault.TEXT,), field)
        say(text)
        return _done(visit, field)

    def _shown(self, visit: Visit, faults: Sequence[Fault] = (), form: str = "") -> Response:
        """The page; `form` is the one that was sent with faults, and keeps what was typed."""
        kept, roles = self._keeping.read(visit.person, visit.site), visit.person.roles
        charter = visit.charter
        waiting = tuple(each for each in kept.questions if each.is_open)
        done = visit.query.get("done", "")
        return visit.render(
            "registers/registers.html",
            422 if faults else 200,
            kept=kept,
            waiting=waiting,
            closed=tuple(each for each in kept.questions if not each.is_open),
            kinds=tuple(kind for kind, whose in RECORDED_BY.items() if may_write(whose, roles) is None),
            asks=may_write(ASKED_BY, roles) is None,
            answers=may_write(ANSWERED_BY, roles) is None,
            trains=bool(TRAINERS & roles),
            untrained=[each for each in kept.trained if charter and each.number and not is_ready(charter, each)],
            features=[each for each in Feature if not charter or each in charter.features(visit.site)],
            faults=faults,
            sent=form,
            standing=kept.state,
            register=register_words,
            features_words=FEATURES,
            typed=visit.form if faults else {},
            done=done if done in DONE else "",
        )


def _done(visit: Visit, what: str) -> Response:
    return visit.go(f"/registers?done={what}")


def _id(visit: Visit, field: str) -> UUID:
    try:
        return UUID(visit.form.get(field, ""))
    except ValueError:
        raise NotHere from None
