from pathlib import Path

import pytest

from gardefou.adapters.documents.guide_file import read_guides, read_statements
from gardefou.adapters.documents.lexicon_file import read_lexicon
from gardefou.bootstrap.resources import resource
from gardefou.kernel.errors import InputRefused
from gardefou.query.lexicon import Lexicon

STEPS = """\
steps:
  - {id: welcome, text: {fr: Saluer, en: Greet}, done: 'adviser: bonjour'}
"""
GUIDE = """\
id: fault
label: {fr: Panne, en: Fault}
about: 'customer: panne'
states:
  - id: opening
    steps: [welcome]
    next: [{to: repair}]
  - id: repair
    steps:
      - {id: date, text: {fr: Dire quand, en: Say when}, done: 'adviser: demain'}
"""
STATEMENTS = """\
statements:
  - {id: price, text: {fr: Prix, en: Price}, said: 'adviser: <amount>', guides: [fault]}
"""


def folder_with(folder: Path, guide: str = GUIDE, steps: str = STEPS, statements: str = STATEMENTS) -> Path:
    (folder / "fault.yaml").write_text(guide, encoding="utf-8")
    (folder / "steps.yaml").write_text(steps, encoding="utf-8")
    (folder / "statements.yaml").write_text(statements, encoding="utf-8")
    return folder


def test_the_guides_that_come_with_gardefou_can_be_read() -> None:
    lexicon = read_lexicon(resource("lexicon.yaml"))
    guides = read_guides(resource("guides"), lexicon)
    statements = read_statements(resource("guides"), lexicon, guides)
    compulsory = {"recording_notice", "price", "commitment", "withdrawal_right"}
    assert compulsory <= {each.id for each in statements}
    assert len(guides) > 1


def test_a_guide_names_shared_steps_by_their_id(tmp_path: Path) -> None:
    (guide,) = read_guides(folder_with(tmp_path), Lexicon())
    assert [step.text.fr for step in guide.states[0].steps] == ["Saluer"]


FAULTS = {
    "unknown state": (("to: repair", "to: reparation"), "line 7, column 17: states.0.next.0.to: no state is called"),
    "query that cannot be read": (("adviser: demain", "adviser: (demain"), "line 10, column"),
    "unknown list": (("adviser: demain", "adviser: @jour"), "states.1.steps.0.done: "),
    "unknown shared step": (("[welcome]", "[welcom]"), "name one of these: welcome"),
    "state twice": (("id: repair", "id: opening"), "states.1.id: opening stands twice"),
    "field that is none": (("label:", "title: a\nlabel:"), "line 2, column"),
    "state left with no step": (("steps: [welcome]", "steps: []"), "states.0.steps: a state that is left"),
}


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_guide_that_cannot_be_followed_is_refused_with_its_place(fault: str, tmp_path: Path) -> None:
    (right, wrong), told = FAULTS[fault]
    with pytest.raises(InputRefused) as refused:
        read_guides(folder_with(tmp_path, GUIDE.replace(right, wrong)), Lexicon())
    assert told in refused.value.cause
    assert refused.value.source.endswith("fault.yaml")
    assert "\n" not in str(refused.value)


def test_a_state_that_nothing_leads_to_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match=r"line 7, column 9: states\.1\.id: no state leads to repair"):
        read_guides(folder_with(tmp_path, GUIDE.replace("    next: [{to: repair}]\n", "")), Lexicon())


def test_two_guides_of_one_name_are_refused(tmp_path: Path) -> None:
    folder_with(tmp_path)
    (tmp_path / "other.yaml").write_text(GUIDE, encoding="utf-8")
    with pytest.raises(InputRefused, match=r"other\.yaml: id: another guide is called fault"):
        read_guides(tmp_path, Lexicon())


def test_a_folder_without_guides_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="holds no guide"):
        read_guides(tmp_path, Lexicon())


def test_a_statement_of_an_unknown_guide_is_refused(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, statements=STATEMENTS.replace("[fault]", "[fualt]"))
    guides = read_guides(folder, Lexicon())
    with pytest.raises(InputRefused, match=r"statements\.0\.guides\.0: no guide is called fualt"):
        read_statements(folder, Lexicon(), guides)
