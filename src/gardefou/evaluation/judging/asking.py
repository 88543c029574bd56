"""Asks a language model, unless it gave the answer before, for as long as a call may wait."""

from time import monotonic
from weakref import WeakKeyDictionary

from gardefou.evaluation.ports import LanguageModel, ReplyStore, Request
from gardefou.kernel.errors import JudgeUnavailable

_SECONDS_LEFT: WeakKeyDictionary[object, float] = WeakKeyDictionary()


def answered(model: LanguageModel, request: Request, replies: ReplyStore | None, call: object) -> str:
    """The answer, which is remembered as it came: asking again until it pleases is of no use.

    Raises JudgeUnavailable; from then on this call waits for nothing more.
    """
    digest = request.digest(model.identity)
    remembered = replies.get(digest) if replies is not None else None
    if remembered is not None:
        return remembered
    reply = _waited_for(model, request, call)
    if replies is not None:
        replies.add(digest, reply)
    return reply


def _waited_for(model: LanguageModel, request: Request, call: object) -> str:
    left_s = _SECONDS_LEFT.get(call, model.patience_s)
    if left_s <= 0:
        raise JudgeUnavailable(f"{model.name}: this call has waited long enough")
    started = monotonic()
    _SECONDS_LEFT[call] = 0.0
    reply = model.reply(request, left_s)
    _SECONDS_LEFT[call] = left_s - (monotonic() - started)
    return reply
