"""The charter file: what is out of bounds is told with line, column and what was expected."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from gardefou.adapters.documents.yaml_document import read_yaml
from gardefou.bootstrap.resources import resource
from gardefou.governance.charter import Charter
from gardefou.governance.purposes import Purpose
from gardefou.kernel.errors import InputRefused

REAL = """\
name: A charter
version: "1"
purposes: [quality, coaching]
draw:
  rate: 0.1
  weekly_cap: 4
retention:
  recordings_days: 183
  analyses_days: 365
valid_from: 2027-01-01
valid_until: 2029-12-31
sites:
  niort: {features: [recording, evaluation]}
parties:
  employees: {required: 1, signatories: [{name: Claire, organisation: CFDT}]}
  employer: {required: 1, signatories: [{name: Odile, organisation: DRH}]}
"""


def read(folder: Path, text: str) -> Charter:
    path = folder / "charter.yaml"
    path.write_text(text, encoding="utf-8")
    return read_yaml(path, Charter)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            "rate: 0.1",
            "rate: 0.11",
            "line 5, column 3: draw.necessity: a rate above 0.1 needs a written reason here (S5)",
        ),
        (
            "rate: 0.1",
            'rate: 0.2\n  necessity: "  "',
            "line 6, column 14: draw.necessity: String should have at least 1",
        ),
        (
            "valid_until: 2029-12-31",
            "valid_until: 9999-12-31",
            "valid_until: must be from 2020-01-01 to 2100-12-31",
        ),
        (
            "rate: 0.1",
            "rate: 0.51\n  necessity: many",
            "draw: rate must not be more than 0.5 where calls are real (S5)",
        ),
        ("rate: 0.1", "rate: -0.1", "line 5, column 9: draw.rate: Input should be greater than or equal to 0"),
        ("rate: 0.1", "rate: 5%", "line 5, column 9: draw.rate: Input should be a valid number"),
        ("rate: 0.1", "rate: .nan", "line 5, column 9: draw.rate"),
        ("rate: 0.1", "rate: yes", "line 5, column 9: draw.rate"),
        (
            "weekly_cap: 4",
            "weekly_cap: 0",
            "line 6, column 15: draw.weekly_cap: Input should be greater than or equal to 1",
        ),
        ("weekly_cap: 4", "weekly_cap: true", "line 6, column 15: draw.weekly_cap: Input should be a valid integer"),
        (
            "recordings_days: 183",
            "recordings_days: 184",
            "line 8, column 20: retention.recordings_days: Input should be less",
        ),
        (
            "analyses_days: 365",
            "analyses_days: 366",
            "line 9, column 18: retention.analyses_days: Input should be less",
        ),
        (
            "analyses_days: 365",
            "analyses_days: 182",
            "line 9, column 18: retention.analyses_days: must not be less than",
        ),
        (
            "coaching",
            "discipline",
            "line 3, column 21: purposes.1: Input should be 'quality', 'coaching' or 'analytics'",
        ),
        ("coaching", "pay", "line 3, column 21: purposes.1"),
        ("coaching", "operation", "line 3, column 21: purposes.1"),
        ("coaching", "quality", "line 3, column 11: purposes: a purpose stands twice (S1)"),
        ("[quality, coaching]", "[]", "line 3, column 11: purposes"),
        ('version: "1"', "version: 1", "line 2, column 10: version: Input should be a valid string"),
        (
            "name: A charter",
            'name: A charter\nsimulated: "no"',
            "line 2, column 12: simulated: Input should be a valid boolean",
        ),
        ("retention:", "ranking: true\nretention:", "ranking: no such field here"),
        (
            "valid_until: 2029-12-31",
            "valid_until: 2030-01-02",
            "valid_until: must be after valid_from, and three years",
        ),
        (
            "valid_until: 2029-12-31",
            "valid_until: 2026-12-31",
            "valid_until: must be after valid_from, and three years",
        ),
        ("[recording, evaluation]", "[evaluation]", "line 13, column 21: sites.niort.features: evaluation needs"),
        ("[recording, evaluation]", "[recording, recording]", "sites.niort.features: a feature stands twice"),
        ("[recording, evaluation]", "[recording, location]", "sites.niort.features.1: Input should be"),
        ("employees: {required: 1", "employees: {required: 2", "parties.employees: required is more than there are"),
        ("employees: {required: 1", "employees: {required: 0", "parties.employees.required: Input should be greater"),
        ("Claire, organisation", "Claire, pay: 1, organisation", "parties.employees.signatories.0.pay: no such field"),
        ("valid_from:", "agreement_floor: 0.39\nvalid_from:", "agreement_floor: must be at least 0.4 where calls"),
        ("  recordings_days: 183\n", "", "retention.recordings_days: this field is missing"),
    ],
)
def test_a_fault_is_told_where_it_stands(tmp_path: Path, before: str, after: str, told: str) -> None:
    with pytest.raises(InputRefused, match=r"charter\.yaml: line \d+, column \d+: ") as refused:
        read(tmp_path, REAL.replace(before, after, 1))
    assert told in str(refused.value)


def test_what_stands_at_a_bound_is_taken(tmp_path: Path) -> None:
    assert read(tmp_path, REAL).draw.rate == 0.1
    half = read(tmp_path, REAL.replace("rate: 0.1", "rate: 0.5\n  necessity: half of the calls, for a month"))
    assert half.draw.rate == 0.5


def test_s1_no_charter_can_list_discipline_or_pay() -> None:
    assert {each.value for each in Purpose} == {"quality", "coaching", "analytics"}


def test_two_charters_have_one_digest_only_when_every_rule_is_the_same(tmp_path: Path) -> None:
    written = read(tmp_path, REAL)
    assert read(tmp_path, REAL.replace("A charter", "A  charter")).digest != written.digest
    assert read(tmp_path, REAL + "original_audio: quarantine\n").digest == written.digest
    for before, after in (("0.1", "0.09"), ("4", "5"), ("183", "182"), ("365", "364"), (", coaching", "")):
        assert read(tmp_path, REAL.replace(before, after, 1)).digest != written.digest


def test_charters_that_come_along_can_be_read() -> None:
    found = list(resource("charters").glob("*.yaml"))
    assert found
    for path in found:
        assert read_yaml(path, Charter).name


def test_a_charter_does_not_change() -> None:
    charter = read_yaml(resource("charters/simulated.yaml"), Charter)
    with pytest.raises(ValidationError):
        charter.draw.rate = 0.5
