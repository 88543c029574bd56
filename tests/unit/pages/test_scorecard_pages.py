from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from gardefou.adapters.documents.yaml_document import read_yaml
from gardefou.adapters.pages.quality_scorecard import AUTOMATION, Rules
from gardefou.adapters.pages.quality_scorecard_changes import Change, changes
from gardefou.adapters.pages.quality_scorecard_edit import (
    moved,
    whole_values,
    with_criterion,
    with_whole,
    without_criterion,
)
from gardefou.adapters.pages.quality_scorecard_faults import criterion_of, fixed
from gardefou.adapters.pages.quality_scorecard_fields import KINDS, empty_values, values_of
from gardefou.adapters.pages.quality_scorecard_file import scorecard_of, yaml_of
from gardefou.adapters.pages.quality_scorecard_typed import document_of
from gardefou.adapters.pages.rendering import environment
from gardefou.analysis.model import Taxonomy
from gardefou.bootstrap.resources import resource
from gardefou.evaluation.criteria import Criterion
from gardefou.evaluation.lint.findings import Finding, Severity
from gardefou.evaluation.model import Scorecard
from gardefou.evaluation.proposals import Proposal
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.message import Message
from gardefou.query.lexicon import Lexicon

SHIPPED = sorted(resource("scorecards").glob("*.yaml"))
CRITERION: dict[str, Any] = {
    "id": "greeting",
    "question": {"fr": "Salue-t-elle ?", "en": "Do they greet?"},
    "guidance": {"fr": "Un salut.", "en": "A greeting."},
    "kind": "phrase",
    "find": "adviser: bonjour",
}


def scorecard(*criteria: dict[str, Any], **more: Any) -> Scorecard:
    """Sections `one` and `two`; the first two criteria stand in the first."""
    parts = {"one": criteria[:2], "two": criteria[2:]}
    sections = [{"id": name, "title": {"fr": name, "en": name}, "criteria": each} for name, each in parts.items()]
    given = {"id": "card", "version": "1", "title": {"fr": "Grille", "en": "Card"}}
    return Scorecard.model_validate(given | {"sections": [each for each in sections if each["criteria"]]} | more)


def asked(name: str, **more: Any) -> dict[str, Any]:
    return CRITERION | {"id": name} | more


CARD = scorecard(asked("a"), asked("b"), asked("c", asked_if={"criterion": "a", "verdict": "met"}), asked("d"))


def typed(kind: str, **values: str) -> tuple[Criterion | None, list[str]]:
    """What comes of a form with these fields, the others filled in well."""
    filled = {"question-fr": "Q ?", "question-en": "Q?", "guidance-fr": "R", "guidance-en": "R", "find": "bonjour"}
    filled |= {"exemplars-fr": "Bonjour à vous", "at-most": "20s"} | values
    document = document_of(empty_values(kind) | filled, {"id": "new", "kind": kind})
    criterion, faults = criterion_of(filled, document)
    return criterion, [each.field for each in faults]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_form_that_is_sent_as_it_came_changes_nothing(path: Path) -> None:
    for criterion in read_yaml(path, Scorecard).criteria():
        values, before = values_of(criterion), criterion.model_dump(mode="json")
        again, faults = criterion_of(values, document_of(values, before))
        assert faults == () and again is not None and again.model_dump(mode="json") == before


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_is_downloaded_can_be_sent_again(path: Path) -> None:
    card = read_yaml(path, Scorecard)
    again = scorecard_of(yaml_of(card))
    assert again.digest == card.digest


def test_a_file_that_is_no_scorecard_is_told_where() -> None:
    with pytest.raises(InputRefused, match=r"^the file: line 3, column \d+: "):
        scorecard_of(b"id: card\nversion: '1'\ntitle: {fr: a}\nsections: []\n")
    with pytest.raises(InputRefused, match="UTF-8"):
        scorecard_of(b"id: \xff")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_written_in_the_form(kind: str) -> None:
    criterion, faults = typed(kind)
    assert faults == [] and criterion is not None and criterion.kind == kind


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        ("phrase", {"question-en": " "}, "question-en"),
        ("phrase", {"find": ""}, "find"),
        ("phrase", {"weight": "lourd"}, "weight"),
        ("phrase", {"weight": "0"}, "weight"),
        ("phrase", {"points": "2,5"}, "points"),
        ("phrase", {"applies-if": "("}, "applies-if"),
        ("phrase", {"automation": "decide"}, "automation"),
        ("measure", {"at-most": ""}, "at-least"),
        ("measure", {"at-most": "40%"}, "at-most"),
        ("measure", {"measure": "anger"}, "measure"),
        ("meaning", {"exemplars-fr": "\n \n"}, "exemplars-fr"),
        ("meaning", {"met-from": "0,3"}, "not-met-below"),
        ("meaning", {"met-from": "1,2"}, "met-from"),
        ("meaning", {"first-s": "10", "last-s": "10"}, "last-s"),
        ("meaning", {"phrases": "adviser: ("}, "phrases"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(kind: str, values: dict[str, str], field: str) -> None:
    assert typed(kind, **values) == (None, [field])


def test_a_wrong_search_has_its_column_and_what_may_be_meant() -> None:
    text = 'adviser: ("bonjour madame" | bonsoir'
    [fault] = criterion_of({"find": text}, {})[1]
    assert fault.field == "find" and fault.told and fault.column and fault.fix
    assert fixed(text) == fault.fix and fixed(fault.fix) == fault.fix


def test_numbers_may_have_a_comma_and_lines_are_sentences() -> None:
    criterion, _ = typed("meaning", **{"met-from": "0,7", "counter-en": "No.\n\n  Not at all. \n"})
    assert criterion is not None and criterion.kind == "meaning" and criterion.met_from == 0.7
    assert criterion.counter_exemplars.en == ("No.", "Not at all.")


def test_what_changed_is_told_by_criterion() -> None:
    again, _ = with_criterion(CARD, typed("phrase", find="salut")[0], "two")  # type: ignore[arg-type]
    again, _ = without_criterion(again, "d")  # type: ignore[arg-type]
    again, _ = moved(again, "a", 1)  # type: ignore[arg-type]
    heavier = CARD.sections[1].criteria[0].model_copy(update={"weight": 3.0})
    again, _ = with_criterion(again, heavier)  # type: ignore[arg-type]
    assert again is not None
    found = changes(CARD, again)
    told = {name: each.change for name, each in found.criteria.items()}
    assert sorted([told.pop("a"), told.pop("b")]) == [Change.MOVED, Change.SAME]
    assert told == {"c": Change.CHANGED, "new": Change.NEW}
    assert found.criteria["c"].parts == ("poids",)
    assert [each.id for each in found.removed] == ["d"]
    assert changes(CARD, CARD).count == 0


def rendered(source: str, **values: object) -> str:
    return unescape(environment("fr").from_string(source).render(visit=SimpleNamespace(zone="Europe/Paris"), **values))


def test_a_page_shows_so_many_findings_and_says_how_many_more_there_are() -> None:
    finding = Finding("vague", Severity.WARNING, (), "a", Message("{n} things", {"n": 2}), "leave it out")
    page = rendered('{% include "quality/scorecard_lint.html" %}', findings=[finding] * 103, most_shown=100)
    assert page.count("<li ") == 100 and "Et 3 autres." in page


def test_a_proposal_says_on_how_many_calls_it_could_not_run() -> None:
    source = '{% from "quality/proposals.html" import standing with context %}{{ standing(of, false) }}'
    proposal = Proposal(CARD.digest, CARD, datetime(2026, 3, 2, tzinfo=UTC), "Camille Roux", True, 7)
    assert "pas pu tourner" not in rendered(source, of=proposal)
    told = rendered(source, of=replace(proposal, failures=2))
    assert "Elle n’a pas pu tourner sur 2 appels." in told and "Camille" not in told


def test_a_criterion_that_people_alone_answer_is_shown() -> None:
    manual = scorecard({name: value for name, value in CRITERION.items() if name != "find"} | {"kind": "manual"})
    source = '{% from "quality/scorecard_parts.html" import criterion with context %}{{ criterion(each, 1, rules) }}'
    taxonomy = read_yaml(resource("taxonomy.yaml"), Taxonomy)
    [each] = manual.criteria()
    page = rendered(source, each=each, rules=Rules("fr", manual, taxonomy), automation=AUTOMATION)
    assert "le programme ne cherche rien." in page


def test_one_move_is_one_change() -> None:
    once, _ = moved(CARD, "a", 1)
    assert once is not None and changes(CARD, once).count == 1
    elsewhere, _ = moved(once, "a", 1)
    assert elsewhere is not None and changes(CARD, elsewhere).count == 1
    assert changes(CARD, elsewhere).criteria["a"].change is Change.MOVED


def test_a_search_may_name_lists() -> None:
    lexicon = Lexicon({"salutations": ("bonjour", "bonsoir")})
    values = empty_values("phrase") | {"question-fr": "Q ?", "question-en": "Q?", "guidance-fr": "R"}
    values |= {"guidance-en": "R", "find": "adviser: @salutations"}
    document = document_of(values, {"id": "new", "kind": "phrase"})
    criterion, faults = criterion_of(values, document, lexicon)
    assert faults == () and criterion is not None
    shown = values_of(criterion)
    assert "bonsoir" in shown["find"]
    assert criterion_of(shown, document_of(shown, criterion.model_dump(mode="json")))[0] == criterion
    assert [each.field for each in criterion_of(values, document)[1]] == ["find"]
    wrong = values | {"find": "adviser: @salutation"}
    [fault] = criterion_of(wrong, document_of(wrong, {"id": "new", "kind": "phrase"}), lexicon)[1]
    assert fault.fix == fixed(wrong["find"], lexicon) == "adviser: @salutations"


def test_searches_of_a_file_may_name_lists() -> None:
    content = yaml_of(CARD).replace(b"'adviser: bonjour'", b"'@salutations'")
    with pytest.raises(InputRefused, match="@salutations"):
        scorecard_of(content)
    assert b"bonsoir" in yaml_of(scorecard_of(content, Lexicon({"salutations": ("bonjour", "bonsoir")})))


def test_a_criterion_at_the_edge_goes_to_the_next_section_and_the_last_one_stays() -> None:
    down, _ = moved(CARD, "b", 1)
    assert down is not None and [[each.id for each in section.criteria] for section in down.sections] == [
        ["a"],
        ["b", "c", "d"],
    ]
    assert moved(down, "a", 1) == (down, ())
    assert moved(CARD, "a", -1) == (CARD, ())


def test_a_criterion_that_another_one_waits_for_stays() -> None:
    gone, [fault] = without_criterion(CARD, "a")
    assert gone is None and fault.field == "asked-criterion"
    alone = scorecard(asked("a"))
    assert without_criterion(alone, "a")[0] is None


def test_the_title_the_version_and_the_weights_of_sections() -> None:
    values = whole_values(CARD) | {"version": "2", "title-en": "Other", "section-weight-one": "30"}
    lacking, [fault] = with_whole(CARD, values)
    assert lacking is None and fault.words
    whole, _ = with_whole(CARD, values | {"section-weight-two": "70,0"})
    assert whole is not None and (whole.version, whole.title.en, whole.sections[1].weight) == ("2", "Other", 70)
    assert [each.field for each in with_whole(CARD, values | {"version": "à 2"})[1]] == ["version"]
