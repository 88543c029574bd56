"""A table of questions becomes a scorecard that loads, or is refused with every fault."""

from pathlib import Path

import pytest

from gardefou.adapters.documents.scorecard_file import read_scorecard
from gardefou.adapters.documents.scorecard_table import TableOptions, read_scorecard_table, scorecard_text
from gardefou.evaluation.criteria import ManualCriterion, MeaningCriterion, MeasureCriterion, PhraseCriterion
from gardefou.evaluation.model import Scorecard
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.transcript import Language

FRENCH = TableOptions(Language.FRENCH, "Grille 2026")
HEADER = "Rubrique;Critère;Consigne;Pondération;Éliminatoire;Requête;Exemples\n"


def table(tmp_path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path = tmp_path / "grille.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def imported(tmp_path: Path, content: str, options: TableOptions = FRENCH, encoding: str = "utf-8") -> Scorecard:
    """The scorecard as it loads from the file that was written."""
    made, document = read_scorecard_table(table(tmp_path, content, encoding), options, print)
    written = tmp_path / "grille.yaml"
    written.write_text(scorecard_text(document), encoding="utf-8")
    loaded = read_scorecard(written)
    assert loaded == made
    return loaded


def refusal(tmp_path: Path, content: str | bytes) -> list[str]:
    path = table(tmp_path, content)
    with pytest.raises(InputRefused) as caught:
        read_scorecard_table(path, FRENCH, print)
    return [line.removeprefix(f"{path}: ") for line in str(caught.value).splitlines()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_french_table_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    grid = imported(
        tmp_path,
        HEADER
        + "L'accueil;La personne dit-elle bonjour ?;Un salut.;5;;adviser: first 20s: bonjour;Bonjour vous.|Bonjour !\n"
        + ";La personne se présente-t-elle ?;Un nom, même court.;2,5;oui;;\n"
        + "Congé;La personne prend-elle congé ?;;20 %;;;\n",
        encoding=encoding,
    )
    assert (grid.id, grid.title.fr) == ("grille_2026", "Grille 2026")
    assert [(section.id, section.title.fr) for section in grid.sections] == [
        ("accueil", "L'accueil"),
        ("conge", "Congé"),
    ]
    hello, name, leave = grid.criteria()
    assert isinstance(hello, PhraseCriterion) and isinstance(name, ManualCriterion)
    assert hello.exemplars.fr == ("Bonjour vous.", "Bonjour !")
    assert [each.weight for each in (hello, name, leave)] == [5, 2.5, 20]
    assert [each.critical for each in (hello, name, leave)] == [False, True, False]
    assert leave.question.en == leave.question.fr == leave.guidance.fr


def test_an_english_table_separated_by_commas_with_every_kind(tmp_path: Path) -> None:
    grid = imported(
        tmp_path,
        "section,section weight,id,question,guidance,points,kind,query,measure,at most,automation,examples\n"
        'Opening,60,hello,Does the adviser say hello?,A greeting.,3,words,"adviser: hello",,,prefill,Hello.\n'
        "Opening,,,Are waits announced?,Within 20 s.,2,measure,,longest_unannounced_silence,20s,,\n"
        "Rest,40,,Is the request restated?,In other words.,,meaning,,,,,So you want to move house.\n"
        "Rest,,,Is the question answered?,By people.,,manual,,,,,\n",
        TableOptions(Language.ENGLISH, "Grid"),
    )
    hello, waits, restated, answered = grid.criteria()
    assert [section.weight for section in grid.sections] == [60, 40]
    assert (hello.id, hello.points, str(hello.automation)) == ("hello", 3, "prefill")
    assert isinstance(waits, MeasureCriterion) and waits.at_most == 20_000
    assert isinstance(restated, MeaningCriterion) and restated.exemplars.en == ("So you want to move house.",)
    assert isinstance(answered, ManualCriterion)
    assert len({each.id for each in grid.criteria()}) == 4


def test_both_languages_stand_beside_each_other(tmp_path: Path) -> None:
    grid = imported(
        tmp_path, "question;question_en;exemples;exemples en\nDit-elle oui ?;Does she say yes?;Oui.;Yes.|Sure.\n"
    )
    (only,) = grid.criteria()
    assert (only.question.fr, only.question.en) == ("Dit-elle oui ?", "Does she say yes?")
    assert (only.exemplars.fr, only.exemplars.en) == (("Oui.",), ("Yes.", "Sure."))


def test_the_same_question_twice_has_two_ids(tmp_path: Path) -> None:
    grid = imported(tmp_path, "question\nLa personne dit-elle le prix ?\nLa personne dit-elle le prix ?\n")
    assert [each.id for each in grid.criteria()] == ["dit_prix", "dit_prix_2"]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Dit-elle oui ?;trois;;;", "line 2: weight: trois is no number"),
        ("Dit-elle oui ?;0;;;", "line 2: weight: Input should be greater than 0"),
        ("Dit-elle oui ?;;combinaison;;", "line 2: kind: there is no kind combinaison; expected phrase, measure"),
        ("Dit-elle oui ?;;phrase;;", "line 2: query: is empty; the kind phrase needs it"),
        ("Dit-elle oui ?;;manuel;bonjour;", "line 2: query: is not for the kind manual"),
        ("Dit-elle oui ?;;;(bonjour;", "line 2: find: query, column"),
        ("Dit-elle oui ?;;;;pace", "line 2: measure: "),
        (";2;;;", "line 2: question: is empty"),
        ("Dit-elle \u202eoui ?;;;;", "line 2: question: has a character that cannot be shown (U+202E)"),
        ("La personne est-elle souriante ?;;;;", 'line 2: "souriante" asks how a voice sounds'),
        ("Dit-elle oui ? " + "a" * 2_000 + ";;;;", "line 2: question: has 2015 characters; the most is 2000"),
        ("Dit-elle oui ?;;", "line 2: has 3 fields, the header has 5"),
    ],
)
def test_a_wrong_field_is_told_with_its_line_and_the_way_out(tmp_path: Path, row: str, says: str) -> None:
    lines = refusal(tmp_path, f"question;poids;type;requête;mesure\n{row}\n")
    assert lines[0].startswith(says)


def test_every_row_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    lines = refusal(tmp_path, "id;question;poids\na;Dit-elle oui ?;x\nb;;1\na;Dit-elle non ?;1\n")
    assert [line.split(":")[0] for line in lines] == ["line 2", "line 3", "line 4"]
    assert "stands in another row too" in lines[2]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"question\n", "has no question"),
        (b"titre;poids\nx;1\n", "line 1: the header lacks question"),
        (b"question\n\x81\x8d\n", "line 2: is neither UTF-8 nor Windows-1252"),
        ("question\n" + "Dit-elle oui ?\n" * 5_000, "line 302: a scorecard has at most 300 questions"),
    ],
)
def test_what_is_no_table_of_questions_is_refused(tmp_path: Path, content: str | bytes, says: str) -> None:
    (line,) = refusal(tmp_path, content)
    assert line.startswith(says)
