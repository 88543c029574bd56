from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gardefou.hearing.written import Written, written_form, written_text
from gardefou.kernel.span import Span
from gardefou.kernel.transcript import Word

HELD = str.maketrans({"\N{NO-BREAK SPACE}": "_", "\N{NARROW NO-BREAK SPACE}": "~"})


def said(text: str, pause_ms: int = 20) -> list[Word]:
    return [Word(at * 300, (at + 1) * 300 - pause_ms, word, 0.9) for at, word in enumerate(text.split())]


def written(text: str, language: str = "fr") -> str:
    """The written form, with _ for a space that holds and ~ for a narrow one."""
    return written_text(said(text), language).translate(HELD)


@pytest.mark.parametrize(
    ("heard", "shown"),
    [
        ("quarante-neuf euros quatre-vingt-dix par mois", "49,90_€ par mois"),
        ("c'est 49 euros 90, voilà", "c’est 49,90_€, voilà"),
        ("quarante euros et cinquante centimes", "40,50_€"),
        ("deux euros zéro cinq", "2,05_€"),
        ("mille deux cents euros", "1~200_€"),
        ("septante-cinq euros nonante", "75,90_€"),
        ("49,90€/mois", "49,90_€/mois"),
        ("trente euros vingt gigas", "30_€ 20 gigas"),
        ("trente euros vingt pour cent", "30_€ 20_%"),
        ("trente euros douze mois", "30_€ 12 mois"),
        ("d'onze euros, d'un euro", "d’11_€, d’1_€"),
        ("quatorze heures trente.", "14_h_30."),
        ("14h30 14:30 14 heures 30", "14_h_30 14_h_30 14_h_30"),
        ("neuf heures et demie", "9_h_30"),
        ("entre huit heures et dix heures et quart", "entre 8_h et 10_h_15"),
        ("deux heures cinq, dix heures zéro deux", "2_h_05, 10_h_02"),
        ("quatorze heures deux conseillers", "14_h deux conseillers"),
        ("vingt-quatre heures quarante-huit heures", "24_h 48_h"),
        ("dans une heure", "dans une heure"),
        ("entre huit et neuf heures, quatre à six euros", "entre 8 et 9_h, 4 à 6_€"),
        ("cinq ou dix minutes, deux et dix, deux ou trois jours", "5 ou 10 minutes, deux et 10, deux ou trois jours"),
        ("vingt pour cent, 20 %", "20_%, 20_%"),
        ("deux virgule cinq pour cent", "2,5_%"),
        ("le vingt et un mars deux mille vingt-six", "le 21_mars_2026"),
        ("le premier août", "le 1er_août"),
        ("en deux mille vingt-six", "en 2026"),
        ("mille deux cents clients, deux mille clients", "1~200 clients, 2~000 clients"),
        ("zéro six douze trente-quatre cinquante-six soixante-dix-huit", "06_12_34_56_78"),
        ("zéro six, trente-neuf", "06, 39"),
        ("06 39 98 12 40.", "06_39_98_12_40."),
        ("0639981240", "06_39_98_12_40"),
        ("environ 1.200 clients", "environ 1~200 clients"),
        ("dix-sept fois", "17 fois"),
    ],
)
def test_french_figures(heard: str, shown: str) -> None:
    assert written(heard) == shown


@pytest.mark.parametrize(
    "heard",
    [
        "un client, deux appels, neuf fois",
        "mille mercis, cent fois",
        "un million, deux milliards",
        "dix quinze jours",
        "le vingt et unième, la vingt-cinquième, le vingt unième",
        "0,756 et 31,79 et 997,010, 501.",
        "c’est le 94 12 75 0 9.",
        "FR-86-1879-903-2104. 7-04-2-2-9-6.",
        "zéro huit cent vingt-cinq",
        "vingt-cinq-là",
        "[téléphone] et [adresse e-mail] 4G",
    ],
)
def test_what_is_in_doubt_stays_as_heard(heard: str) -> None:
    assert written(heard) == heard


@pytest.mark.parametrize(
    ("heard", "shown"),
    [
        ("forty-nine pounds ninety", "£49.90"),
        ("one thousand two hundred and five pounds", "£1,205"),
        ("one pound or a pound", "£1 or a pound"),
        ("£30.50 and ten dollars", "£30.50 and 10 dollars"),
        ("twenty per cent", "20%"),
        ("half past two", "half past two"),
        ("two thirty pm", "2:30_pm"),
        ("the twenty first of twenty twenty-six", "the twenty first of twenty twenty-six"),
        ("I don 't know !", "I don’t know!"),
        ("eighteen months, five months", "18 months, five months"),
    ],
)
def test_english_figures(heard: str, shown: str) -> None:
    assert written(heard, "en") == shown


@pytest.mark.parametrize(
    ("heard", "shown"),
    [
        ("j ' ai vu l' offre aujourd ' hui", "j’ai vu l’offre aujourd’hui"),
        ("Ça va ? Oui ! Voilà : merci ;", "Ça va~? Oui~! Voilà_: merci~;"),
        ("d'accord? bien, non.", "d’accord~? bien, non."),
        ("rendez -vous", "rendez-vous"),
        ("« oui »", "«_oui_»"),
    ],
)
def test_french_apostrophes_and_marks(heard: str, shown: str) -> None:
    assert written(heard) == shown


def test_a_figure_has_the_time_of_its_words_and_the_lowest_confidence() -> None:
    words = [Word(0, 100, "à"), Word(200, 900, "quarante-neuf", 0.4), Word(1_000, 1_500, "euros", 0.8)]
    assert written_form(words, "fr") == (
        Written("à", 0, 0, Span(0, 100), None),
        Written("49\N{NO-BREAK SPACE}€", 1, 2, Span(200, 1_500), 0.4),
    )


def test_no_figure_runs_over_a_long_pause() -> None:
    words = [Word(0, 500, "trente"), Word(600, 900, "euros"), Word(3_000, 3_500, "vingt")]
    assert written_text(words, "fr") == "30\N{NO-BREAK SPACE}€ 20"


PIECES = st.sampled_from(
    """un deux six dix vingt soixante quatre-vingt cent mille zéro et virgule euros euro € centimes pour cent % heures h
    14h30 14:30 demie mars premier million 06 12 1.200 49,90 49€90 0639981240 d'onze l' ' j'ai -là ? ! : , … « » pounds
    ninety point pm p.m. a hundred [téléphone] $30 3/4 x_1 ² ٣ …vingt vingt… (dix) 12-34 — i̇""".split()  # noqa: SIM905
)
TEXTS = st.lists(st.one_of(PIECES, st.text(min_size=1, max_size=6)), max_size=14)


@given(TEXTS, st.sampled_from(["fr", "en", "de"]), st.sampled_from([20, 2_000]))
def test_every_word_is_written_once_and_in_order(texts: list[str], language: str, gap_ms: int) -> None:
    words = [Word(at * (250 + gap_ms), at * (250 + gap_ms) + 250, text, at / 20) for at, text in enumerate(texts)]
    pieces = written_form(words, language)
    assert [index for piece in pieces for index in range(piece.first, piece.last + 1)] == list(range(len(words)))
    for piece in pieces:
        covered = words[piece.first : piece.last + 1]
        assert piece.span == Span(covered[0].start_ms, covered[-1].end_ms)
        assert piece.confidence == min(word.confidence or 0.0 for word in covered)


@given(st.lists(st.text(st.characters(categories=["L", "P"]), min_size=1, max_size=8), max_size=12))
def test_text_without_figures_is_written_as_it_was_already_written(texts: Sequence[str]) -> None:
    once = [piece.text for piece in written_form(said(" ".join(texts)), "fr")]
    again = [Word(at * 300, at * 300 + 280, text) for at, text in enumerate(once)]
    assert [piece.text for piece in written_form(again, "fr")] == once
