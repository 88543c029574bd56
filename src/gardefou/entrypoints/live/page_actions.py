"""What each thing that a page asks for does."""

from gardefou.entrypoints.live.asked import Asked, Assist, Dismiss, Pin, Plain, Send, Tick, Word
from gardefou.entrypoints.live.page_session import PageSession
from gardefou.kernel.errors import InputRefused


def carry_out(page: PageSession, asked: Asked) -> None:
    """Do what a page asks for, other than to open.

    Raises GardefouError.
    """
    match asked:
        case Dismiss():
            page.ask(lambda call: call.offer(call.assistant.suggestions.dismiss(asked.card)))
        case Pin():
            page.ask(lambda call: call.offer(call.assistant.suggestions.pin(asked.card, asked.on)))
        case Tick():
            page.ask(lambda call: call.offer(call.assistant.checklist.tick(asked.statement, asked.on)))
        case Word():
            page.ask(lambda call: call.word(asked.situation, page.elsewhere))
        case Assist():
            page.turn_on() if asked.on else page.turn_off()
            page.show_controls()
        case Send():
            page.send(asked.slots)
        case Plain():
            _carry_out_plain(page, asked.do)


def _carry_out_plain(page: PageSession, what: str) -> None:
    match what:
        case "wrap_up":
            page.ask(lambda call: call.offer(call.assistant.wrap_up.draft(call.transcript)))
        case "stop_wording":
            page.ask(lambda call: call.stop_wording())
        case "pause":
            page.session.pause()
        case "resume":
            page.session.resume()
        case "object":
            _let_go(page)
        case "private":
            page.turn_off()
            _let_go(page, is_private=True)
        case "hang_up":
            if not page.is_of_telephone:
                page.session.end()


def _let_go(page: PageSession, *, is_private: bool = False) -> None:
    """Let the recording go; a call that telephony did not name is not known here, and that has to be said."""
    page.session.erase(is_private=is_private)
    if page.is_of_telephone and not page.session.has_recorder:
        cause = "is not recorded here, as telephony did not say whose it is; tell whoever records it that it must go"
        raise InputRefused("call", cause)
