"""What the linter warns of, and what it leaves alone."""

import pytest
from tests.embeddings import SharedWords

from gardefou.evaluation.lint.findings import Severity, Surroundings
from gardefou.evaluation.lint.linter import MOST_FINDINGS, has_errors, lint, lint_criterion
from gardefou.evaluation.lint.rules import RULES
from gardefou.evaluation.model import Scorecard

GUIDANCE = {"fr": "Un salut dans les premières secondes.", "en": "A greeting within the first seconds."}
SENTENCES = {"fr": ["Bonjour madame."], "en": ["Hello, bonjour."]}
OTHERS = ("hold_music", "card_number", "parcel_label")


def criterion(id_: str = "one", **changes: object) -> dict:
    return {
        "id": id_,
        "question": {"fr": f"La personne dit-elle {id_} ?", "en": f"Does the adviser say {id_}?"},
        "guidance": GUIDANCE,
        "kind": "phrase",
        "find": f"adviser: (bonjour | {id_})",
        "exemplars": {"fr": [f"Bonjour {id_}."], "en": [f"Bonjour, {id_}."]},
        **changes,
    }


def card(*criteria: dict, weights: tuple[float, ...] = (), **fields: object) -> Scorecard:
    filled = [*criteria, *(criterion(each) for each in OTHERS)]
    title = {"fr": "Titre", "en": "Title"}
    sections = [{"id": "all", "title": title, "criteria": filled}]
    for number, weight in enumerate(weights[1:]):
        sections.append(
            {"id": f"more_{number}", "title": title, "weight": weight, "criteria": [criterion(f"m{number}")]}
        )
    if weights:
        sections[0]["weight"] = weights[0]
    return Scorecard.model_validate({"id": "test", "version": "1", "title": title, "sections": sections, **fields})


def found(*criteria: dict, surroundings: Surroundings | None = None, **fields: object) -> list[tuple[str, str]]:
    findings = lint(card(*criteria, **fields), surroundings or Surroundings(frozenset({"fault", "sale"})))
    return [(each.code, each.subject) for each in findings]


def of_question(french: str, english: str = "Does the adviser say one?") -> set[str]:
    return {code for code, _ in found(criterion(question={"fr": french, "en": english}))}


def test_a_plain_scorecard_has_no_findings() -> None:
    assert found(criterion()) == []


@pytest.mark.parametrize(
    ("code", "french", "english"),
    [
        ("vague", "L'accueil est-il professionnel ?", "Is the welcome professional?"),
        ("vague", "La personne répond-elle correctement ?", "Does the adviser answer correctly?"),
        ("vague", "La personne donne-t-elle une bonne réponse ?", "Does the adviser give a good answer?"),
        ("vague", "La solution est-elle dite de manière adaptée ?", "Is the solution appropriate?"),
        (
            "double",
            "La personne salue-t-elle et se présente-t-elle ?",
            "Does the adviser greet and introduce themselves?",
        ),
        (
            "double",
            "La personne pense-t-elle à saluer et à se présenter ?",
            "Does the adviser greet, then ask for a name?",
        ),
        ("double", "La personne dit-elle le prix et la durée ?", "Does the adviser state the price and the period?"),
        ("double", "Dit-elle bonjour et/ou au revoir ?", "Does the adviser say hello and/or goodbye?"),
        ("negative", "La personne ne coupe-t-elle jamais le client ?", "Does the adviser never interrupt?"),
        ("negative", "La personne n'oublie-t-elle pas le nom ?", "Doesn't the adviser forget the name?"),
        ("not_a_question", "La personne dit bonjour.", "The adviser says hello."),
        ("unseen", "L'écran est-il verrouillé ?", "Is the screen locked?"),
        ("unseen", "La fiche client est-elle remplie ?", "Is the customer record complete in the CRM?"),
        ("unseen", "Un e-mail part-il ?", "Is an email sent?"),
    ],
)
def test_questions_that_two_people_would_answer_differently(code: str, french: str, english: str) -> None:
    places = [
        finding.place[-1]
        for finding in lint(card(criterion(question={"fr": french, "en": english})))
        if finding.code == code
    ]
    assert places == ["fr", "en"]


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("La personne dit-elle « au revoir et bonne journée » ?", 'Does the adviser say "goodbye and take care"?'),
        ("La personne donne-t-elle un nom ou un prénom ?", "Does the adviser ask for, or read back, the address?"),
        ("La personne donne-t-elle une solution, ou agit-elle ?", "Does the adviser give a solution or act?"),
        ("La personne annonce-t-elle l'envoi d'un e-mail ?", "Does the adviser say that an email is sent?"),
        ("La personne demande-t-elle l'adresse e-mail ?", "Does the adviser ask for the email address?"),
        ("La personne souhaite-t-elle une bonne journée ?", "Does the adviser wish a good day?"),
        ("La personne dit-elle d'éteindre l'écran ?", "Does the adviser tell how to restart the computer?"),
        ("La personne propose-t-elle un geste commercial ?", "Does the adviser offer a refund?"),
        ("Les attentes sont-elles annoncées ?", "Are waits announced within ten seconds?"),
    ],
)
def test_questions_that_are_fine(french: str, english: str) -> None:
    assert of_question(french, english) == set()


def test_a_combination_may_ask_about_its_parts() -> None:
    title = {"fr": "Partie", "en": "Part"}
    parts = [{"id": each, "title": title, "kind": "phrase", "find": each} for each in ("prix", "duree")]
    question = {
        "fr": "La personne dit-elle le prix et la durée ?",
        "en": "Does the adviser state the price and the period?",
    }
    combined = criterion(kind="combination", parts=parts, question=question)
    del combined["find"]
    assert found(combined) == []


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("guidance", {"guidance": {"fr": "Voir.", "en": "See there."}}),
        ("guidance", {"guidance": {"fr": "La personne dit-elle one ?", "en": "Does the adviser say one?"}}),
        ("untranslated", {"question": {"fr": "La personne dit-elle one ?", "en": "La personne dit-elle one ?"}}),
        ("exemplars", {"exemplars": {"fr": ["Bonjour madame."]}}),
        ("not_found", {"exemplars": {"fr": ["Salut."], "en": ["Bonjour."]}}),
        ("wrongly_found", {"counter_exemplars": {"fr": ["Bonjour madame."]}}),
        ("unreachable", {"asked_if": {"criterion": "by_people"}}),
        ("unreachable", {"asked_if": {"reasons": ["weather"]}}),
        ("unreachable", {"asked_if": {"criterion": "of_sales", "reasons": ["fault"]}}),
        ("unreachable", {"asked_if": {"criterion": "always", "verdict": "not_met"}}),
        ("share", {"weight": 90}),
        ("share", {"weight": 0.01}),
    ],
)
def test_what_is_wrong_with_one_criterion(code: str, changes: dict) -> None:
    around = (
        criterion("by_people", automation="off"),
        criterion("of_sales", asked_if={"reasons": ["sale"]}),
        measured("always", measure="overlaps", at_least="0"),
    )
    assert (code, "one") in found(criterion(**changes), *around)
    assert (code, "one") not in found(criterion(), *around)


def measured(id_: str, **rule: object) -> dict:
    made = criterion(id_, kind="measure", **rule)
    return {name: value for name, value in made.items() if name not in {"find", "exemplars"}}


@pytest.mark.parametrize(
    ("rule", "is_told"),
    [
        ({"measure": "adviser_talk_share", "at_most": "100%"}, True),
        ({"measure": "adviser_talk_share", "at_least": "120%"}, True),
        ({"measure": "adviser_talk_share", "at_most": "60%"}, False),
        ({"measure": "holds", "at_least": "0"}, True),
        ({"measure": "holds", "at_most": "0"}, False),
        ({"measure": "holds", "at_most": "1", "applies_when": {"measure": "holds", "at_least": "2"}}, True),
        ({"measure": "holds", "at_most": "3", "applies_when": {"measure": "holds", "at_most": "2"}}, True),
        ({"measure": "holds", "at_most": "3", "applies_when": {"measure": "holds", "at_least": "1"}}, False),
        ({"measure": "holds", "at_most": "3", "applies_when": {"measure": "overlaps", "at_least": "4"}}, False),
    ],
)
def test_limits_that_tell_nothing(rule: dict, is_told: bool) -> None:
    assert (("limits", "one") in found(measured("one", **rule))) is is_told


def test_levels_that_are_never_given() -> None:
    title = {"fr": "Partie", "en": "Part"}
    parts = [{"id": each, "title": title, "kind": "phrase", "find": each} for each in ("prix", "duree")]
    levels = [
        {"id": "a", "title": title, "points": 2, "met": True, "at_least_parts": 1},
        {"id": "b", "title": title, "points": 1, "met": False, "at_least_parts": 2},
        {"id": "c", "title": title, "points": 0, "met": False},
    ]
    combined = criterion(kind="combination", parts=parts, levels=levels)
    del combined["find"]
    assert found(combined) == [("levels", "one")]


@pytest.mark.parametrize(("weights", "is_told"), [((60, 30), True), ((70, 30), False), ((), False)])
def test_weights_of_sections_add_up_to_a_hundred(weights: tuple[float, ...], is_told: bool) -> None:
    assert (("weights", "test") in found(criterion(), weights=weights)) is is_told


@pytest.mark.parametrize(
    "second",
    [
        {"question": {"fr": "Est-ce que la personne dit-elle one ?", "en": "Is one said by the adviser?"}},
        {"find": "adviser: (bonjour | one)"},
        {"exemplars": {"fr": ["Bonjour one."], "en": ["Bonjour, one."]}},
    ],
)
def test_criteria_that_count_the_same_twice(second: dict) -> None:
    assert ("overlap", "two") in found(criterion("one"), criterion("two", **second))


def test_exemplars_may_be_compared_by_meaning() -> None:
    pair = (
        criterion("one", exemplars={"fr": ["one one one one beta"], "en": ["one one one one gamma"]}),
        criterion("two", exemplars={"fr": ["two one one one delta"], "en": ["two one one one epsilon"]}),
    )
    assert found(*pair) == []
    assert found(*pair, surroundings=Surroundings(embeddings=SharedWords())) == [("overlap", "two")]


def test_a_form_too_long_for_people() -> None:
    names = [f"{first}{second}" for first in "bcdfghj" for second in "klmnpq"]
    assert ("length", "test") in found(*(criterion(f"zz_{name}") for name in names))


def test_a_criterion_like_many_is_told_of_a_few() -> None:
    alike = [criterion(f"c{number}", find="bonjour", exemplars={}) for number in range(10)]
    assert found(*alike).count(("overlap", "c9")) == 3


def test_no_more_is_told_than_a_person_reads_and_errors_come_first() -> None:
    guidance = {"fr": "Voir.", "en": "See."}
    alike = [criterion(f"c{number}", guidance=guidance) for number in range(150)]
    tone = {"fr": "Le ton est-il chaleureux ?", "en": "Does the adviser say one?"}
    findings = lint(card(*alike, criterion("last", question=tone)))
    assert len(findings) == MOST_FINDINGS
    assert [each.subject for each in findings if each.code == "tone"] == ["last"]
    assert findings[-1].code == "more"
    assert findings[-1].told.values["count"] > 100


def test_as_many_findings_as_may_be_told_are_all_told() -> None:
    alike = [criterion(f"c{number}", guidance={"fr": "Voir.", "en": "See there."}) for number in range(12)]
    findings = lint(card(*alike))
    assert findings
    assert "more" not in {each.code for each in findings}


@pytest.mark.parametrize("subject", ["one", "two", "of_sales", "parcel_label"])
def test_one_criterion_alone_is_told_what_the_whole_says_of_it(subject: str) -> None:
    title = {"fr": "Titre", "en": "Title"}
    whole = card(
        criterion("one", guidance={"fr": "Voir.", "en": "See."}, weight=90),
        criterion("two", find="adviser: (bonjour | one)", asked_if={"criterion": "of_sales", "reasons": ["fault"]}),
        criterion("of_sales", asked_if={"reasons": ["sale"]}, guidance={"fr": "Un ton chaleureux.", "en": "A tone."}),
        weights=(60, 40),
        title=title,
    )
    surroundings = Surroundings(frozenset({"fault", "sale"}))
    expected = [each for each in lint(whole, surroundings) if each.subject == subject]
    assert list(lint_criterion(whole, subject, surroundings)) == expected
    assert bool(expected) is (subject != "parcel_label")


def test_a_criterion_that_is_not_there_has_no_findings() -> None:
    assert lint_criterion(card(criterion()), "other") == ()


def test_a_scorecard_with_warnings_only_can_be_used() -> None:
    findings = lint(card(criterion(guidance={"fr": "Voir.", "en": "See."})))
    assert findings
    assert not has_errors(findings)
    judged = lint(card(criterion(question={"fr": "Le ton est-il agréable ?", "en": "Does the adviser say one?"})))
    assert has_errors(judged)


def test_every_rule_says_why_and_how_to_mend() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.why.endswith(".") and rule.mend
        assert rule.severity in Severity
