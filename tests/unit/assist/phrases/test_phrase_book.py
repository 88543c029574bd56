import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from tests.unit.assist.going_on import call_of

from gardefou.adapters.documents.phrases_file import read_phrases
from gardefou.assist.model import Wording
from gardefou.assist.phrases.asked import LAST_TURNS
from gardefou.assist.phrases.book import PhraseBook
from gardefou.assist.phrases.ports import DraftRequest
from gardefou.bootstrap.resources import resource
from gardefou.kernel.errors import InputRefused, JudgeUnavailable

SITUATIONS = read_phrases(resource("phrases.yaml"))
CALL = call_of("customer: je suis coupé", "adviser: depuis quand ?", "customer: depuis hier")
OWN = PhraseBook(SITUATIONS).wording("empathy", CALL)


class Drafts:
    """Writes what it is told, and then fails if it is to; keeps what it was asked."""

    def __init__(self, *pieces: str, fails: bool = False, stops_after: int | None = None) -> None:
        self.asked: list[DraftRequest] = []
        self._pieces = pieces
        self._fails = fails
        self._stops_after = stops_after

    def draft(self, request: DraftRequest, stop: Event) -> Iterator[str]:
        self.asked.append(request)
        text = ""
        for number, piece in enumerate(self._pieces):
            if number == self._stops_after:
                stop.set()
            text += piece
            yield text
        if self._fails:
            raise JudgeUnavailable("no answer")


def drafted(drafts: Drafts, situation: str = "empathy") -> list[Wording]:
    return list(PhraseBook(SITUATIONS, drafts).drafted(situation, CALL, Event()))


def test_the_book_has_words_for_a_situation_in_the_language_of_the_call() -> None:
    book = PhraseBook(SITUATIONS)
    french, english = book.wording("empathy", CALL), book.wording("empathy", replace(CALL, language="en"))
    assert 2 <= len(french.texts) <= 3
    assert not set(french.texts) & set(english.texts)
    assert french.is_final and not french.is_machine_text


def test_a_situation_that_the_book_has_not_has_no_words() -> None:
    assert PhraseBook(SITUATIONS).wording("nothing", CALL).texts == ()
    assert drafted(Drafts("Bonjour."), "nothing") == [Wording("nothing", ())]


def test_without_a_language_model_the_book_s_own_words_are_given() -> None:
    book = PhraseBook(SITUATIONS)
    assert not book.drafts
    assert list(book.drafted("empathy", CALL, Event())) == [OWN]


def test_drafted_words_are_marked_as_machine_text_and_come_as_they_are_written() -> None:
    told = drafted(Drafts("- Je com", "prends.\n", "2. « Je regarde. »"))
    assert [each.texts for each in told] == [
        ("Je com",),
        ("Je comprends.",),
        ("Je comprends.", "Je regarde."),
        ("Je comprends.", "Je regarde."),
    ]
    assert all(each.is_machine_text for each in told)
    assert [each.is_final for each in told] == [False, False, False, True]


FAILURES = {
    "cut short": Drafts("Je com", fails=True),
    "empty": Drafts(" \n"),
    "nothing": Drafts(fails=True),
    "a speech": Drafts("bla " * 200),
}


@pytest.mark.parametrize("failure", sorted(FAILURES))
def test_where_the_model_fails_the_last_words_are_the_book_s_own(failure: str) -> None:
    assert drafted(FAILURES[failure])[-1] == OWN


def test_nothing_more_comes_once_the_talk_moves_on() -> None:
    told = drafted(Drafts("Un. ", "Deux. ", "Trois.", stops_after=1))
    assert [each.texts for each in told] == [("Un.",)]


def test_the_model_is_sent_the_last_turns_only() -> None:
    drafts = Drafts("Oui.")
    said = [f"customer: tour numéro{number}" for number in range(LAST_TURNS + 4)]
    list(PhraseBook(SITUATIONS, drafts).drafted("empathy", call_of(*said), Event()))
    (asked,) = drafts.asked
    turns = json.loads(asked.content)["turns"]
    assert [each["words"] for each in turns] == [each.split(": ")[1] for each in said[-LAST_TURNS:]]
    assert "Empathy" in asked.instructions and "French" in asked.instructions


def test_a_situation_that_stands_twice_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "phrases.yaml"
    entry = "  - {id: hold, label: {fr: A, en: A}, phrases: {fr: [a], en: [a]}}\n"
    path.write_text(f"situations:\n{entry}{entry}", encoding="utf-8")
    with pytest.raises(InputRefused, match=r"line 3, column 10: situations\.1\.id: hold stands twice"):
        read_phrases(path)
