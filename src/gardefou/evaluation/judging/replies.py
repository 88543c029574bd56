"""What of a language model's answer is believed: a verdict of the right form whose quotes were said by the adviser."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gardefou.evaluation.judging.instructions import LONGEST_ID, LONGEST_QUOTE, MOST_QUOTES
from gardefou.evaluation.judging.quotes import located
from gardefou.evaluation.judging.shown import ShownCall
from gardefou.kernel.evidence import Evidence
from gardefou.kernel.message import Message
from gardefou.kernel.transcript import Role
from gardefou.kernel.verdict import Verdict

LONGEST_REPLY = 20_000


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


Id = Annotated[str, Field(max_length=LONGEST_ID)]


class Quote(_Strict):
    """Words that the model says stand in a turn."""

    turn: Id
    words: Annotated[str, Field(max_length=LONGEST_QUOTE)]


class Reply(_Strict):
    """An answer in the form asked for; `first` and `last` name the ends of what was read."""

    first: Id
    last: Id
    quotes: Annotated[list[Quote], Field(max_length=MOST_QUOTES)]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Reading:
    """What one answer comes to: its verdict and quotes, or "cannot tell" with the reason why it is not believed."""

    verdict: Verdict
    quotes: tuple[Evidence, ...] = ()
    why: Message | None = None


def read(reply: str, call: ShownCall) -> Reading:
    """The answer checked against the call that was shown."""
    try:
        answer = Reply.model_validate_json(_object(reply))
    except ValidationError:
        return _unbelieved(Message("The language model did not answer in the form asked for."))
    ids = list(call.by_id)
    if (answer.first, answer.last) != (ids[0], ids[-1]):
        return _unbelieved(Message("The language model did not read the whole call."))
    if answer.verdict is Verdict.CANNOT_TELL:
        return _unbelieved(Message("The language model could not tell."))
    found = [_found(quote, call) for quote in answer.quotes]
    quotes = tuple(dict.fromkeys(each for each in found if each))
    if None in found:
        return _unbelieved(Message("The language model quoted what the adviser did not say."))
    if answer.verdict is Verdict.MET and not quotes:
        return _unbelieved(Message("The language model quoted nothing that shows it."))
    return Reading(answer.verdict, quotes)


def _unbelieved(why: Message) -> Reading:
    return Reading(Verdict.CANNOT_TELL, why=why)


def _found(quote: Quote, call: ShownCall) -> Evidence | None:
    turn = call.by_id.get(quote.turn)
    return located(quote.words, turn) if turn and turn.role is Role.ADVISER else None


def _object(reply: str) -> str:
    """The answer without the reasoning and the fence that some servers leave around it; nothing if it is too long."""
    if len(reply) > LONGEST_REPLY:
        return ""
    answer = reply.rpartition("</think>")[2].strip()
    if answer.startswith("```") and answer.endswith("```"):
        answer = answer.strip("`").removeprefix("json")
    return answer
