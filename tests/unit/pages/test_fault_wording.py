"""What the linter and the query language find wrong is said in French too."""

from pathlib import Path
from string import Formatter

import pytest
from tests.unit.pages.fault_sentences import sentences

from gardefou.adapters.documents.scorecard_file import read_any_scorecard
from gardefou.adapters.pages.faults import fault_catalogue, said_in
from gardefou.adapters.pages.file_faults import file_fault_in
from gardefou.evaluation.lint.linter import lint
from gardefou.evaluation.model import Scorecard
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.message import Message
from gardefou.query.lexicon import Lexicon
from gardefou.query.parse import QueryError, parse_query

NO_BREAK = "\N{NO-BREAK SPACE}"


def values(text: str) -> list[tuple[str, str | None]]:
    return sorted((name, form) for _, name, form, _ in Formatter().parse(text) if name)


def test_every_sentence_is_said_in_french_and_none_is_left_over() -> None:
    translated = {message.id for message in fault_catalogue("fr") if message.id}
    used = sentences()
    assert len(used) > 100
    assert used - translated == set()
    assert translated - used == set()


def test_translations_are_whole_and_keep_their_values() -> None:
    for message in fault_catalogue("fr"):
        if message.id:
            assert message.string and not message.fuzzy, message.id
            assert values(message.string) == values(message.id), message.id


@pytest.mark.parametrize(
    ("told", "french", "english"),
    [
        (
            Message("counts for {part:.2%} of the whole, which changes no score", {"part": 0.0012}),
            f"compte pour 0,12{NO_BREAK}% du tout, ce qui ne change aucun score",
            "counts for 0.12% of the whole, which changes no score",
        ),
        ("leave it out", "retirez-le", "leave it out"),
        (
            Message('the query finds the counter-exemplar "{sentence}"', {"sentence": "{a} 100% : non"}),
            f"la recherche trouve le contre-exemple «{NO_BREAK}{{a}} 100% : non{NO_BREAK}»",
            'the query finds the counter-exemplar "{a} 100% : non"',
        ),
    ],
)
def test_figures_and_quotes_are_written_as_each_language_does(told: Message | str, french: str, english: str) -> None:
    assert said_in("fr", told) == french
    assert said_in("en", told) == english


@pytest.mark.parametrize(
    ("query", "french"),
    [
        ("bonjour |", "la recherche n’est pas finie"),
        ("a OR b", "OR n’est pas un opérateur"),
        ("measure(holds) > 1s", "holds se compare à un nombre sans unité, comme 1"),
        ("@soon", f"la liste @soon, entrée 1, colonne 8{NO_BREAK}: la recherche n’est pas finie"),
        ("@polite_", "le lexique n’a pas de liste @polite_"),
    ],
)
def test_a_query_that_cannot_be_read_is_told_in_french(query: str, french: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(query, Lexicon({"polite": ["merci"], "soon": ["merci |"]}))
    assert said_in("fr", *caught.value.told).startswith(french)
    assert said_in("en", *caught.value.told) == caught.value.cause


def test_a_finding_is_told_in_french() -> None:
    text = {"fr": "Le ton est-il chaleureux ?", "en": "Does the adviser greet?"}
    criterion = {"id": "one", "question": text, "guidance": text, "kind": "manual"}
    section = {"id": "all", "title": {"fr": "Titre", "en": "Title"}, "criteria": [criterion]}
    document = {"id": "test", "version": "1", "title": section["title"], "sections": [section]}
    found = next(each for each in lint(Scorecard.model_validate(document)) if each.code == "tone")
    assert said_in("fr", found.told) == (
        f"«{NO_BREAK}le ton{NO_BREAK}» interroge sur une voix, qui n’est pas jugée (S9)"
    )
    assert said_in("fr", found.mend) == "demandez des paroles, ou retirez-le"


GRID = """id: test
version: "1"
title: {fr: Titre, en: Title}
sections:
  - id: all
    title: {fr: Titre, en: Title}
    criteria:
      - id: one
        question: {fr: "La personne salue-t-elle ?", en: "Does the adviser greet?"}
        guidance: {fr: "Un salut.", en: "A greeting."}
        kind: phrase
        find: bonjour
"""


@pytest.mark.parametrize(
    ("before", "after", "french"),
    [
        (
            "kind: phrase",
            "kind: mesure",
            "ligne 11, colonne 15 : sections.0.criteria.0.kind : il n’y a pas de sorte mesure",
        ),
        (
            "find: bonjour",
            "find: bonjour |",
            "sections.0.criteria.0.find : recherche, colonne 10 : la recherche n’est pas",
        ),
        ("find: bonjour", "find: a OR b", "vouliez-vous dire : a | b"),
        ("find: bonjour", "found: bonjour", "sections.0.criteria.0.find : ce champ manque"),
        ("find: bonjour", "find: bonjour\n        weight: 0", "sections.0.criteria.0.weight : il faut plus que 0"),
        ("find: bonjour", "find: bonjour\n        weight: 999", "sections.0.criteria.0.weight : il faut au plus 100"),
        ("id: one", "id: One", "sections.0.criteria.0.id : il faut des lettres minuscules"),
        (
            "find: bonjour",
            "find: bonjour\n        asked_if: {criterion: two}",
            "one se demande selon two, qui n’est pas un",
        ),
        ("find: bonjour", "find: bonjour\n        asked_if: {criterion: one}", "des critères s’attendent l’un l’autre"),
        ("find: bonjour", "find: bonjour\n        find: bonsoir", "le champ find s’y trouve deux fois"),
        ("title: {fr", "title: [fr", "ne se lit pas comme du YAML"),
        (GRID, "", "le fichier est vide ; il y faut id, version, title, sections"),
        (GRID, f"a: [{'a,' * 120_000}]", "trop d’entrées ; un fichier en a au plus 100000"),
    ],
)
def test_why_a_file_is_refused_is_told_in_french(tmp_path: Path, before: str, after: str, french: str) -> None:
    path = tmp_path / "grid.yaml"
    path.write_text(GRID.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(InputRefused) as caught:
        read_any_scorecard(path)
    assert french in file_fault_in("fr", caught.value.cause).replace(NO_BREAK, " ")
    assert file_fault_in("en", caught.value.cause) == caught.value.cause


def test_what_nobody_translated_stays_as_it_is() -> None:
    assert file_fault_in("fr", "Some words: nobody, knows them") == "Some words: nobody, knows them"
