from pathlib import Path
from runpy import run_path

import pytest
from babel.messages import Message
from tests.unit.pages.catalogues import refusals, served_messages
from tests.unit.report.catalogues import catalogue

from gardefou.adapters.pages.clauses import CLAUSES, NOT_QUOTED
from gardefou.adapters.pages.rendering import environment
from gardefou.adapters.pages.wording import catalogues, wording
from gardefou.adapters.pages.words import INSTEAD, instead
from gardefou.governance.clauses import s3_human_decision

UNHEARD = {as_found for n in (1, 2) for as_found in [s3_human_decision.unheard(n, "").text.replace("2", "{number}")]}


def messages(code: str) -> list[Message]:
    return [message for each in catalogues(code).values() for message in each if message.id]


def test_every_message_is_translated_and_none_is_left_over() -> None:
    used = served_messages()
    of_report = {message.id for message in catalogue("en") if message.id}
    translated = {message.id for message in messages("en")}
    assert used, "nothing was extracted"
    assert used - translated - of_report == set()
    assert translated - used == set()


def test_every_refusal_is_said_in_french_and_none_is_left_over() -> None:
    translated = {message.id for message in messages("fr")}
    assert refusals() | UNHEARD == translated


@pytest.mark.parametrize("code", ["en", "fr"])
def test_translations_are_whole_and_keep_their_values(code: str) -> None:
    for message in messages(code):
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(texts) and not message.fuzzy, message.id
        assert not list(message.check()), message.id
        assert ("{number} passages" in message.id) == ("{number} passages" in texts[0])


def test_a_message_in_two_files_is_translated_the_same() -> None:
    found: dict[object, object] = {}
    for message in [*catalogue("en"), *messages("en")]:
        if message.id:
            assert found.setdefault(message.id, message.string) == message.string, message.id


def test_what_the_report_says_is_found_too() -> None:
    assert wording("en").gettext("Satisfait") == "Met"
    assert wording("en").ngettext("%(num)d satisfait", "%(num)d satisfaits", 2) == "%(num)d met"
    assert (
        wording("fr").gettext("L'état des machines et la liste des personnes. Aucun mot, aucun son.")
        == "L’état des machines et la liste des personnes. Aucun mot, aucun son."
    )


def test_a_refusal_is_a_sentence_in_both_languages() -> None:
    text = s3_human_decision.unheard(3, "charter 1").text
    french, english = (environment(code).filters["why"](text) for code in ("fr", "en"))
    assert french.startswith("Une décision vient") and french.endswith("3 passages à écouter.")
    assert english == "A decision comes after its evidence was heard; 3 passages not yet served."


def test_every_clause_that_refuses_can_be_quoted() -> None:
    import gardefou.governance.decision

    assert {clause.CLAUSE for clause in gardefou.governance.decision.CLAUSES} <= {clause.id for clause in CLAUSES}


def test_every_refusal_says_what_can_be_done_instead_or_that_nobody_can_allow_it() -> None:
    assert refusals() | UNHEARD == set(INSTEAD)
    assert instead(s3_human_decision.unheard(3, "charter 1").text).startswith("Écoutez les passages")


def test_no_clause_falls_or_counts_what_the_charter_counts() -> None:
    text = " ".join(f"{each.text} {wording('en').gettext(each.text)}" for each in CLAUSES)
    assert not [word for word in ("tombe", "falls", " dix ", " ten ") if word in text]


def test_pages_say_of_every_safeguard_that_the_list_of_safeguards_says_is_lacking() -> None:
    asked = run_path(str(Path(__file__).parents[3] / "docs" / "safeguards_words.py"))["ASKED"]
    assert {each.id for each in CLAUSES if each.not_yet} | set(NOT_QUOTED) == {id_ for id_ in asked if asked[id_].lacks}
    assert not set(NOT_QUOTED) & {each.id for each in CLAUSES}
