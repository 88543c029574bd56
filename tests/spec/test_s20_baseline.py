"""S20: no first day without a frozen baseline that has an objective about working conditions."""

from datetime import timedelta

import pytest
from tests.spec.real_scene import DOCUMENTS, REFERENCE, RealScene

from gardefou.governance.register_documents import EntryKind
from gardefou.governance.roles import PersonRole
from gardefou.kernel.errors import InputRefused, Refused

TERMS = {"criteria": ["fewer transfers"], "means": ["two hours a week"]}
OBJECTIVES = [{"text": "shorter calls", "working_conditions": False}]


def test_s20_nothing_begins_without_a_baseline(real_scene: RealScene) -> None:
    code = "no-baseline"
    real_scene.open_site(code)
    entries = real_scene.record_everything(code)
    real_scene.arrives(code)
    employer = real_scene.at_the_table(code, PersonRole.EMPLOYER_SIGNATORY)
    real_scene.registers.withdraw(employer, code, entries[EntryKind.BASELINE])
    with pytest.raises(Refused, match=r"S20.*the employer freezes one"):
        real_scene.arrives(code)
    real_scene.record(code, EntryKind.BASELINE, objectives=OBJECTIVES)
    with pytest.raises(Refused, match=r"S20.*working conditions"):
        real_scene.arrives(code)
    real_scene.record(code, EntryKind.BASELINE)
    real_scene.arrives(code)


def test_s20_a_baseline_is_frozen_on_the_day_it_is_written_down(real_scene: RealScene) -> None:
    code = "frozen"
    real_scene.open_site(code)
    for days in (1, -1):
        with pytest.raises(InputRefused, match="today"):
            real_scene.record(code, EntryKind.BASELINE, days_ago=days)


def test_s20_what_was_measured_after_the_first_day_is_no_baseline(real_scene: RealScene) -> None:
    code = "too-late"
    started = (real_scene.today - timedelta(days=1)).isoformat()
    real_scene.open_site(code, experiment={"starts_on": started, **TERMS})
    real_scene.record_everything(code)
    with pytest.raises(Refused, match=r"S20.*both sides sign a later first day"):
        real_scene.arrives(code)
    real_scene.adopt(code, version="2", experiment={"starts_on": real_scene.today.isoformat(), **TERMS})
    real_scene.volunteer(f"{code}-0")
    real_scene.arrives(code)


@pytest.mark.parametrize("field", ["figures", "objectives"])
def test_s20_a_baseline_says_how_things_stand_and_what_is_to_become_better(real_scene: RealScene, field: str) -> None:
    code = "said"
    real_scene.open_site(code)
    employer = real_scene.at_the_table(code, PersonRole.EMPLOYER_SIGNATORY)
    kept = {name: value for name, value in DOCUMENTS[EntryKind.BASELINE].items() if name != field}
    for document in (kept, kept | {field: []}, {**kept, field: [""], **REFERENCE}):
        with pytest.raises(InputRefused, match=field):
            real_scene.registers.record(employer, code, EntryKind.BASELINE, document, real_scene.today)
