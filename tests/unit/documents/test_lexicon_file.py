"""Named lists of queries, in the file that comes with gardefou and in files of one's own."""

from pathlib import Path

import pytest
from tests.calls import transcript

from gardefou.adapters.documents.lexicon_file import read_lexicon
from gardefou.adapters.documents.scorecard_file import read_scorecard
from gardefou.bootstrap.resources import resource
from gardefou.evaluation.criteria import PhraseCriterion
from gardefou.evaluation.model import Scorecard
from gardefou.kernel.errors import InputRefused
from gardefou.query.match import Searcher
from gardefou.query.parse import parse_query

CARD = """\
id: x
version: "1"
title: {fr: X, en: X}
sections:
  - id: s
    title: {fr: X, en: X}
    criteria:
      - id: greeting
        question: {fr: "La personne salue-t-elle ?", en: "Does the adviser greet?"}
        guidance: {fr: "Un bonjour.", en: "A greeting."}
        kind: phrase
        find: "adviser: @hello"
"""


def test_the_lists_that_come_with_gardefou_find_what_they_are_named_after() -> None:
    lexicon = read_lexicon(resource("lexicon.yaml"))
    call = transcript(("adviser", 0, 4_000, "Bonsoir, je suis désolée, on vous rappelle jeudi. Bonne journée !"))
    found = {name for name in lexicon.names if Searcher(call).find(parse_query(f"@{name}", lexicon)).found}
    assert found == {"salutations", "excuses", "jours", "delais", "au_revoir"}


def test_a_scorecard_keeps_what_its_lists_held(tmp_path: Path) -> None:
    lists, card = tmp_path / "lists.yaml", tmp_path / "card.yaml"
    lists.write_text("hello: [bonjour, bonsoir]\n")
    card.write_text(CARD)
    read = read_scorecard(card, read_lexicon(lists))
    lists.write_text("hello: [adieu]\n")
    other = read_scorecard(card, read_lexicon(lists))
    assert read.digest != other.digest
    (kept,) = Scorecard.model_validate_json(read.model_dump_json()).criteria()
    assert isinstance(kept, PhraseCriterion)
    assert Searcher(transcript(("adviser", 0, 500, "Bonsoir."))).find(kept.find).found


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("a: [x]\nb: ['(x']\n", "line 2, column 4: the list @b, entry 1"),
        ("a: ['@b']\nb: ['@a']\n", "circle"),
        ("a: []\n", "line 1, column 4"),
        ("a: [1]\n", "line 1"),
        ("- x\n", "line 1"),
        ("", "empty"),
    ],
)
def test_a_list_that_cannot_be_read_is_told_with_its_line(content: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "lists.yaml"
    path.write_text(content)
    with pytest.raises(InputRefused) as refused:
        read_lexicon(path)
    assert told in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1
