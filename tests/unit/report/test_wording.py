import pytest
from babel.messages import Catalog
from tests.unit.report.catalogues import Key, catalogue, page_messages, program_messages

from gardefou.adapters.report.language import NO_BREAK, Figures, page_wording, program_wording, typeset


@pytest.mark.parametrize(("code", "used"), [("en", page_messages()), ("fr", program_messages())])
def test_every_message_is_translated_and_none_is_left_over(code: str, used: set[Key]) -> None:
    known: Catalog = catalogue(code)
    translated = {message.id for message in known if message.id}
    assert used, "nothing was extracted"
    assert used - translated == set()
    assert translated - used == set()
    for message in known:
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(texts) or not message.id, message.id
        assert not message.fuzzy


@pytest.mark.parametrize("code", ["en", "fr"])
def test_a_translation_keeps_the_values_of_its_message(code: str) -> None:
    for message in catalogue(code):
        if message.id:
            assert list(message.check(catalogue(code))) == []
    for message in catalogue("fr"):
        for name in ("{measure}", "{value}", "{likeness}", "{query}"):
            assert (name in message.id) == (name in message.string)


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("l'appel", "l’appel"),
        ("Clavier :", f"Clavier{NO_BREAK}:"),
        ("« mot »", f"«{NO_BREAK}mot{NO_BREAK}»"),
        ("à 40 %", f"à 40{NO_BREAK}%"),
        ("Évalué le %(moment)s", "Évalué le %(moment)s"),
    ],
)
def test_french_typography(source: str, printed: str) -> None:
    assert typeset(source, "fr") == printed


def test_plurals() -> None:
    one, many = "%(num)d satisfait", "%(num)d satisfaits"
    assert [page_wording("fr").ngettext(one, many, n) for n in (0, 1, 2)] == [one, one, many]
    assert page_wording("en").ngettext(one, many, 2) == "%(num)d met"


def test_sentences_of_the_program_are_translated() -> None:
    assert program_wording("fr").gettext("The words looked for were said.") == "Les mots cherchés ont été dits."
    assert program_wording("en").gettext("The words looked for were said.") == "The words looked for were said."


@pytest.mark.parametrize(
    ("ms", "french", "english"),
    [
        (400, "0,4 s", "0.4 s"),
        (9_960, "10 s", "10 s"),
        (63_000, "1 min 03", "1 min 3 s"),
        (60_000, "1 min", "1 min"),
        (59_700, "1 min", "1 min"),
    ],
)
def test_durations(ms: int, french: str, english: str) -> None:
    assert Figures("fr").duration(ms).replace(NO_BREAK, " ") == french
    assert Figures("en").duration(ms).replace(NO_BREAK, " ") == english


def test_clock() -> None:
    assert [Figures("fr").clock(ms) for ms in (0, 61_999, 3_661_000)] == ["0:00", "1:01", "1:01:01"]
