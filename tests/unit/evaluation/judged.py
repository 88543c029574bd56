"""A scorecard with one question for a language model, and models that answer as tests want."""

import json
from collections.abc import Callable

from gardefou.analysis.rules import measure
from gardefou.evaluation.model import Scorecard
from gardefou.evaluation.ports import LanguageModel, ReplyStore, Request
from gardefou.evaluation.preparation import Engines
from gardefou.evaluation.steps import ScorecardEvaluator
from gardefou.kernel.evaluation import CriterionResult
from gardefou.kernel.transcript import Transcript

Turns = list[dict[str, str]]
CRITERION = {
    "id": "apology",
    "kind": "judge",
    "question": {"fr": "Le conseiller s'excuse-t-il ?", "en": "Does the adviser apologise?"},
    "guidance": {"fr": "Des excuses pour la panne.", "en": "An apology for the fault."},
}


def turns_of(request: Request) -> Turns:
    return [json.loads(line) for line in request.content.splitlines()[1:-1]]


def reply(turns: Turns, verdict: str, *quotes: tuple[str, str]) -> str:
    cited = [{"turn": turn, "words": words} for turn, words in quotes]
    return json.dumps({"first": turns[0]["id"], "last": turns[-1]["id"], "quotes": cited, "verdict": verdict})


class Model:
    """Answers by a function of the request."""

    name = "model-of-tests"
    identity = "model-of-tests 1"
    patience_s = 60.0

    def __init__(self, answer: Callable[[Request], str]) -> None:
        self._answer = answer
        self.asked: list[Request] = []

    def reply(self, request: Request, within_s: float) -> str:
        self.asked.append(request)
        return self._answer(request)


class Quoting(Model):
    """Answers a verdict with the first turn of the adviser that holds some words, or without a quote."""

    def __init__(self, verdict: str, words: str = "") -> None:
        super().__init__(lambda request: self.answer(turns_of(request)))
        self._verdict, self._words = verdict, words

    def answer(self, turns: Turns) -> str:
        holding = (each for each in turns if each["speaker"] == "adviser" and self._words in each["words"])
        return reply(turns, self._verdict, *[(next(holding)["id"], self._words)] if self._words else [])


class Remembered(dict[str, str]):
    """Answers given before."""

    def add(self, digest: str, reply: str) -> None:
        self[digest] = reply


def judged(
    call: Transcript, model: LanguageModel | None, replies: ReplyStore | None = None, **changes: object
) -> CriterionResult:
    (result,) = judged_all(call, model, replies, {**CRITERION, **changes})
    return result


def judged_all(
    call: Transcript, model: LanguageModel | None, replies: ReplyStore | None, *criteria: dict
) -> tuple[CriterionResult, ...]:
    text = {"fr": "Question ?", "en": "Question?"}
    section = {"id": "all", "title": text, "criteria": list(criteria)}
    card = Scorecard.model_validate({"id": "test", "version": "1", "title": text, "sections": [section]})
    evaluator = ScorecardEvaluator(card, Engines(language_model=model))
    return evaluator.evaluate(call, measure(call), replies=replies).criteria
