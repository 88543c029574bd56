"""What templates of calls need from their environment: figures, words and labels in one language."""

import gettext

from jinja2 import Environment

from gardefou.adapters.report import labels
from gardefou.adapters.report.language import Figures, page_wording, typeset
from gardefou.adapters.report.waveform import Mark, MarkKind
from gardefou.kernel.wording import Wording


def equip(environment: Environment, code: str, wording: gettext.NullTranslations | None = None) -> None:
    """Give an environment the filters, and the name `labels`, that the templates in `parts` use.

    `wording` is that of all its pages where they say more than a report does. `own_moment` writes a moment in the zone
    that it carries, whatever `moment` is made to do.
    """
    figures = Figures(code)
    say = (wording or page_wording(code)).gettext
    environment.filters.update(
        {
            "clock": figures.clock,
            "duration": figures.duration,
            "decimal": figures.decimal,
            "moment": figures.moment,
            "own_moment": figures.moment,
            "value": figures.value,
            "word": say,
            "removed": lambda kind: say(labels.removed_word(kind)),
            "worded": lambda wording: worded(wording, code),
            "mark": lambda mark: mark_text(mark, code),
        }
    )
    environment.globals["labels"] = labels


def worded(wording: Wording, code: str) -> str:
    """A text that people wrote in two languages, as it is printed."""
    return typeset(wording.into(code), code)


def mark_text(mark: Mark, code: str) -> str:
    """A mark in words, as in its label under the sound."""
    say = page_wording(code).gettext
    length = Figures(code).duration(mark.span.duration_ms)
    match mark.kind:
        case MarkKind.HOLD:
            return say("Attente, %(length)s") % {"length": length}
        case MarkKind.SILENCE:
            return say("Silence, %(length)s") % {"length": length}
        case MarkKind.OVERLAP:
            return say("Chevauchement")
        case MarkKind.UNHEARD:
            return say("Non transcrit")
        case MarkKind.REMOVED:
            return say("Supprimé : %(kind)s") % {"kind": say(labels.removed_word(mark.what))}
