"""How an act has to be written: in full, and so that people see all that they sign (S32)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gardefou.governance.acts import Act, ActKind, IsKey
from gardefou.governance.seen import holds_unseen
from gardefou.governance.standing import LONGEST_REASON, charter_of, succession_of
from gardefou.governance.terms.parties import Parties, Party
from gardefou.kernel.errors import InputRefused

NOT_IN_FULL = "is not written in full, with every field as the program writes it"
DEEPEST = 40
"""How many parts of an act may stand one in another; a program that reads more could stop at it."""
_FIELDS = {ActKind.SUSPENSION: {"reason"}, ActKind.RESUMPTION: {"suspension", "reason"}}


def check_form(act: Act, is_key: IsKey) -> None:
    """Refuse what people could read in another way than programs do, and keys that nobody can have.

    Raises InputRefused naming what is wrong, Refused where it cannot be read at all.
    """
    texts = tuple(_texts(act.document))
    match act.kind:
        case ActKind.CHARTER:
            charter = charter_of(act)
            if charter.document != act.document:
                raise InputRefused("the charter", NOT_IN_FULL)
            _check_keys(charter.parties, is_key)
        case ActKind.SUCCESSION:
            side, party = succession_of(act)
            if {"side": side.value, "party": party.model_dump(mode="json")} != act.document:
                raise InputRefused("the succession", NOT_IN_FULL)
            _check_keys(party, is_key)
        case ActKind.SUSPENSION | ActKind.RESUMPTION:
            _check_reason(act)
    if any(map(holds_unseen, texts)):
        raise InputRefused("the text", "holds a sign that cannot be seen; everybody must see what they sign")


def _check_keys(named: Parties | Party, is_key: IsKey) -> None:
    for key in sorted(named.named):
        if not is_key(key):
            raise InputRefused(f"key {key}", "is no key that anybody can sign with; ask its owner to show it again")


def _check_reason(act: Act) -> None:
    document = act.document
    reason = document.get("reason")
    if not isinstance(reason, str) or not 0 < len(reason.strip()) <= LONGEST_REASON:
        raise InputRefused("reason", f"write between 1 and {LONGEST_REASON} characters; both sides read it")
    if document.keys() != _FIELDS[act.kind] or not all(isinstance(each, str) for each in document.values()):
        raise InputRefused(f"the {act.kind}", "has fields that nobody is shown, or lacks one; propose it anew")


def _texts(value: Any, depth: int = 0) -> Iterator[str]:
    if depth > DEEPEST or (depth == 0 and not isinstance(value, Mapping)):
        raise InputRefused("the act", f"is no list of fields, or has more than {DEEPEST} parts one in another")
    match value:
        case str():
            yield value
        case Mapping():
            for name, each in value.items():
                yield str(name)
                yield from _texts(each, depth + 1)
        case Sequence():
            for each in value:
                yield from _texts(each, depth + 1)
