"""How an act has to be written: in full, and so that people see all that they sign (S32)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from unicodedata import category

from gardefou.governance.acts import Act, ActKind
from gardefou.governance.standing import LONGEST_REASON, charter_of, succession_of
from gardefou.kernel.errors import InputRefused

NOT_IN_FULL = "is not written in full, with every field as the program writes it"
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def check_form(act: Act) -> None:
    """Refuse what people could read in another way than programs do.

    Raises InputRefused naming what is wrong, Refused where it cannot be read at all.
    """
    match act.kind:
        case ActKind.CHARTER if charter_of(act).document != act.document:
            raise InputRefused("the charter", NOT_IN_FULL)
        case ActKind.SUCCESSION:
            side, party = succession_of(act)
            if {"side": side.value, "party": party.model_dump(mode="json")} != act.document:
                raise InputRefused("the succession", NOT_IN_FULL)
        case ActKind.SUSPENSION | ActKind.RESUMPTION:
            reason = act.document.get("reason")
            if not isinstance(reason, str) or not 0 < len(reason.strip()) <= LONGEST_REASON:
                raise InputRefused("reason", f"write between 1 and {LONGEST_REASON} characters; both sides read it")
    for text in _texts(act.document):
        if any(category(each) in _UNSEEN and each != "\n" for each in text):
            raise InputRefused("the text", "holds a sign that cannot be seen; everybody must see what they sign")


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            for name, each in value.items():
                yield name
                yield from _texts(each)
        case Sequence():
            for each in value:
                yield from _texts(each)
