"""What changes of a charter do to its limits, and who has to sign them, in French; the catalogue has the English."""

from gardefou.adapters.pages.wording import wording
from gardefou.adapters.report.language import message
from gardefou.governance.terms.part import Tighter
from gardefou.governance.tightness import Change, Direction, Needed, needed

EFFECTS = {
    Direction.TIGHTENS: message("Cela resserre une limite."),
    Direction.LOOSENS: message("Cela desserre une limite."),
    Direction.NEUTRAL: message("Cela ne change aucune limite."),
}
AGREED = message("Cela change ce que les deux parties ont convenu ensemble.")
NOTHING_CHANGES = message("Rien ne change.")
NO_LIMIT_CHANGES = message("Aucune limite n'est resserrée : les deux parties signent.")
BOTH_AGREE = message("Cela change ce que les deux parties ont convenu ensemble : les deux parties signent.")
BY_SUCCESSION = message(
    "Qui signe ne change pas avec une charte : chaque partie nomme elle-même qui lui succède, par un acte à part."
)


def effect(change: Change, code: str) -> str:
    """What one change does."""
    return wording(code).gettext(AGREED if is_agreed(change) else EFFECTS[change.direction])


def is_agreed(change: Change) -> bool:
    """Whether it changes something that is neither tight nor loose, and that both sides settle.

    A part that comes is agreed on; one that goes takes its limits with it.
    """
    if change.mark is Tighter.INSIDE:
        return change.before is None
    return change.mark in (Tighter.NEVER, Tighter.NEEDED) and change.direction is not Direction.NEUTRAL


def verdict(found: tuple[Change, ...], code: str) -> str:
    """Who has to sign, and why."""
    words = wording(code)
    who = needed(found)
    if who is Needed.NOBODY:
        return words.gettext(NOTHING_CHANGES)
    wanted = Direction.TIGHTENS if who is Needed.ONE_SIDE else Direction.LOOSENS
    count = sum(each.direction is wanted and not is_agreed(each) for each in found)
    if who is Needed.ONE_SIDE:
        said = words.ngettext(
            "Cela resserre %(num)s limite : une partie peut le signer seule.",
            "Cela resserre %(num)s limites : une partie peut le signer seule.",
            count,
        )
    elif count:
        said = words.ngettext(
            "Cela desserre %(num)s limite : les deux parties signent.",
            "Cela desserre %(num)s limites : les deux parties signent.",
            count,
        )
    else:
        said = words.gettext(BOTH_AGREE if any(map(is_agreed, found)) else NO_LIMIT_CHANGES)
    return said % {"num": count}
