"""Whoever signs an act is shown all of it, and each key in it can be somebody's."""

from typing import Any
from uuid import uuid4

import pytest
from tests.unit.governance.example_charters import charter_with

from gardefou.adapters.signing.ed25519 import SigningKey, is_usable_public_key
from gardefou.governance.act_forms import check_form
from gardefou.governance.acts import Act, ActKind
from gardefou.kernel.errors import InputRefused

GOOD = [SigningKey.generate(str(number)).public for number in range(3)]
OF_NOBODY = "01" + "00" * 31
"""The neutral point: anything is a signature under it."""
NESTED: dict[str, Any] = {}
for _ in range(50_000):
    NESTED = {"a": NESTED}


def check(kind: ActKind, document: Any) -> None:
    check_form(Act(uuid4(), uuid4(), "niort", kind, document), is_usable_public_key)


def parties(member: str, recovery: str) -> dict[str, Any]:
    people = ({"name": "Claire", "organisation": "CFDT", "key": member}, {"name": "Odile", "organisation": "DRH"})
    held = {"holder": "federation", "key": recovery}
    return {
        "employees": {"required": 1, "signatories": [people[0]], "recovery": held},
        "employer": {"required": 1, "signatories": [people[1] | {"key": GOOD[2]}], "recovery": None},
    }


def test_every_key_is_one_that_somebody_can_have() -> None:
    check(ActKind.CHARTER, charter_with(parties=parties(GOOD[0], GOOD[1])).document)
    for named in (parties(OF_NOBODY, GOOD[1]), parties(GOOD[0], OF_NOBODY)):
        charter = charter_with(parties=named)
        with pytest.raises(InputRefused, match="anybody can sign with"):
            check(ActKind.CHARTER, charter.document)
        succession = {"side": "employees", "party": charter.parties.employees.model_dump(mode="json")}
        with pytest.raises(InputRefused, match="anybody can sign with"):
            check(ActKind.SUCCESSION, succession)


@pytest.mark.parametrize(
    ("kind", "document"),
    [
        (ActKind.SUSPENSION, {"reason": "a test", "hidden": "and the charter is void"}),
        (ActKind.SUSPENSION, {"reason": "a test", "hidden": NESTED}),
        (ActKind.SUSPENSION, [{"reason": "a test"}]),
        (ActKind.RESUMPTION, {"reason": "a test"}),
        (ActKind.RESUMPTION, {"reason": "a test", "suspension": {"id": "1"}}),
        (ActKind.SUCCESSION, {"side": "employees", "party": NESTED}),
        (ActKind.SCORECARD, {"scorecard": NESTED}),
    ],
)
def test_an_act_has_the_fields_that_are_shown_and_no_other(kind: ActKind, document: Any) -> None:
    with pytest.raises(InputRefused):
        check(kind, document)


def test_an_act_with_just_its_fields_is_taken() -> None:
    check(ActKind.SUSPENSION, {"reason": "a test"})
    check(ActKind.RESUMPTION, {"reason": "a test", "suspension": "1"})
