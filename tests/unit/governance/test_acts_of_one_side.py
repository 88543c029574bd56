"""Whatever one side signs, in any order: it loosens no limit, takes up nothing that is stopped, names nobody across."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.unit.governance.example_charters import charter_with

from gardefou.governance.acts import Act, ActKind, EffectedAct, Signature
from gardefou.governance.charter import Charter
from gardefou.governance.lacking import lacking
from gardefou.governance.standing import Standing, effect, signing_keys, standing_of
from gardefou.governance.terms.parties import Parties, Side
from gardefou.governance.tightness import Direction, changes
from gardefou.kernel.errors import Refused

INSTALLATION = UUID(int=1)
START = datetime(2027, 6, 1, tzinfo=UTC)
KEYS = {
    "employees": tuple(f"{number:064x}" for number in range(16, 21)),
    "employer": tuple(f"{number:064x}" for number in range(32, 37)),
}
RECOVERY = {"employees": f"{64:064x}", "employer": f"{65:064x}"}
OFTEN_NOT = (False, False, False, True)
CHANGES = (
    *(("draw", "rate", rate) for rate in (0.01, 0.02, 0.05, 0.08)),
    *(("draw", "weekly_cap", cap) for cap in (2, 3, 4)),
    *(("retention", "recordings_days", days) for days in (80, 92, 100)),
    *(("review", "smallest_group", people) for people in (10, 12)),
    *(("review", "released_to_managers", is_released) for is_released in (False, True)),
    *(("suspension", "signatures", signatures) for signatures in (1, 2, 3)),
    *(
        ("", "sites", {"niort": {"features": features}})
        for features in ([], ["recording"], ["recording", "evaluation"])
    ),
)
"""Fields of a charter with values on both sides of what is in force."""
FEW = st.integers(0, 3)
"""How many of the keys that a side can have do not sign."""
STRANGERS = tuple(f"{number:064x}" for number in range(90, 92))
RATES, CAPS, GROUPS, DAYS = (0.02, 0.05, 0.08), (2, 3, 4), (10, 11, 12), (90, 91, 92)


def party(side: str, keys: tuple[str, ...], required: int, recovery: str | None) -> dict[str, Any]:
    people = [{"name": f"{side} {key[-2:]}", "organisation": "A", "key": key} for key in keys]
    holder = {"holder": "federation", "key": recovery} if recovery else None
    return {"required": required, "signatories": people, "recovery": holder}


def charter(parties: Any, **fields: object) -> Charter:
    return charter_with(**({"parties": parties, "sites": {"niort": {"features": ["recording"]}}} | fields))


class OneSide(RuleBasedStateMachine):
    """Both sides sign a charter; from then on one side alone, with every key that it can have, does what it can."""

    @initialize(side=st.sampled_from(Side), required=st.integers(1, 3), stop=st.integers(1, 2))
    def both_sign(self, side: Side, required: int, stop: int) -> None:
        parties = {each: party(each, KEYS[each][:3], required, RECOVERY[each]) for each in KEYS}
        self.side = side
        self.own = frozenset({*KEYS[side], RECOVERY[side], *STRANGERS})
        self.now = START
        self.effected: list[EffectedAct] = []
        self.standing = Standing()
        everybody = frozenset({*KEYS["employees"], *KEYS["employer"], *RECOVERY.values()})
        first = charter(parties, draw__rate=0.05, draw__weekly_cap=3, suspension={"signatures": stop})
        self.act(ActKind.CHARTER, first.document, everybody)
        assert self.standing.charter == first

    @rule(changed=st.lists(st.sampled_from(CHANGES), min_size=1, max_size=2), few=FEW, other=st.sampled_from(OFTEN_NOT))
    def another_charter(self, changed: list[tuple[str, str, Any]], few: int, other: bool) -> None:
        before = self.charter
        document = deepcopy(dict(before.document))
        for part, name, value in changed:
            (document[part] if part else document)[name] = value
        if other:
            document["parties"][self.side.other] = party("x", STRANGERS[:1], 1, None)
        given = Charter.model_validate(document)
        if self.act(ActKind.CHARTER, given.document, self.some(few)):
            assert Direction.LOOSENS not in {each.direction for each in changes(before, given)}

    @rule(few=FEW)
    def stop(self, few: int) -> None:
        before = self.standing.suspension
        self.act(ActKind.SUSPENSION, {"reason": "a test"}, self.some(few))
        assert self.standing.suspension or before is None

    @rule(is_of_this=st.booleans())
    def go_on(self, is_of_this: bool) -> None:
        suspension = str(self.standing.suspension if is_of_this else uuid4())
        assert not self.act(ActKind.RESUMPTION, {"suspension": suspension, "reason": "a test"}, self.own)

    @rule(whose=st.sampled_from(Side), first=st.integers(0, 3), required=st.integers(1, 2), own=st.booleans(), few=FEW)
    def other_signatories(self, whose: Side, first: int, required: int, own: bool, few: int) -> None:
        keys = KEYS[self.side if own else whose][first : first + 2]
        successor = party(whose, keys, min(required, len(keys)), RECOVERY[whose])
        before = self.parties.of(self.side.other)
        self.act(ActKind.SUCCESSION, {"side": whose.value, "party": successor}, self.some(few))
        assert self.parties.of(self.side.other) == before

    @rule(scorecard=st.just({}))
    def another_scorecard(self, scorecard: dict[str, Any]) -> None:
        document = {"digest": "1", "scorecard": scorecard, "models": [], "agreement": {}}
        assert not self.act(ActKind.SCORECARD, document, self.own)

    @invariant()
    def what_is_signed_gives_the_same_standing_again(self) -> None:
        if self.effected:
            again = standing_of(self.effected, simulated=False, verify=lambda key, value, message: True)
            assert again == self.standing

    def some(self, few: int) -> frozenset[str]:
        """The keys that a side can have, without the first ones of its signatories."""
        return self.own - set(KEYS[self.side][:few])

    @property
    def charter(self) -> Charter:
        assert self.standing.charter
        return self.standing.charter

    @property
    def parties(self) -> Parties:
        assert self.standing.parties
        return self.standing.parties

    def act(self, kind: ActKind, document: Mapping[str, Any], signed: frozenset[str]) -> bool:
        """Have an act signed; it takes effect when nothing is lacking and nothing else hinders it."""
        self.now += timedelta(hours=1)
        act = Act(uuid4(), INSTALLATION, "niort", kind, document)
        after = after_act(self.standing, act, signed, self.now)
        everybody = after_act(self.standing, act, signing_keys(self.standing, act), self.now)
        is_complete = lacking(self.standing, act, signed).is_complete
        assert (after is not None) == (is_complete and everybody is not None)
        if after is None:
            return False
        signatures = tuple(Signature(key, "0" * 128) for key in sorted(signed))
        self.effected.append(EffectedAct(act, signatures, self.now))
        self.standing = after
        return True


def after_act(standing: Standing, act: Act, signed: frozenset[str], now: datetime) -> Standing | None:
    try:
        return effect(standing, act, signed, now, simulated=False)
    except Refused:
        return None


TestOneSide = OneSide.TestCase
TestOneSide.settings = settings(max_examples=60, stateful_step_count=15, deadline=None)


def test_one_side_does_tighten_stop_and_name_its_own_signatories() -> None:
    """What the machine above is about happens at all."""
    machine = OneSide()
    machine.both_sign(Side.EMPLOYEES, 2, 1)
    machine.another_charter([("draw", "rate", 0.02)], 1, False)
    assert machine.charter.draw.rate == 0.02
    machine.other_signatories(Side.EMPLOYEES, 2, 1, True, 0)
    assert machine.parties.employees.keys == set(KEYS["employees"][2:4])
    machine.stop(0)
    both = frozenset({*KEYS["employees"], *KEYS["employer"]})
    document = {"suspension": str(machine.standing.suspension), "reason": "a test"}
    assert machine.act(ActKind.RESUMPTION, document, both) and machine.standing.suspension is None
