"""The call page that is served, in all its states, as elements."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.unit.pages.example_call import AT, call_page
from tests.unit.report import example
from tests.unit.report.pages_read import Element, elements, of_class

from gardefou.adapters.media.passage import MARGIN_MS
from gardefou.adapters.pages.call_page import citation, to_hear
from gardefou.adapters.pages.manager_pages import released_page
from gardefou.adapters.pages.rendering import environment
from gardefou.adapters.report.citations import Citations
from gardefou.adapters.report.standing import Decision, VerdictState, Void
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.verdict import Verdict

PAGE = """<!doctype html><html lang="{{ code }}"><body>{% include "parts/sprite.html" %}
{% from "call/page.html" import head, player, body %}
{% include "call/scripts.html" %}
{% call head(view) %}<p class="seen-by">below</p>{% endcall %}
{{ player(view) }}
{% call(answer) body(view) %}<form class="slot" data-id="{{ answer.criterion.id }}"></form>{% endcall %}
</body></html>"""
KEPT = Decision(Verdict.NOT_MET, "Camille Roux", AT, "On entend <b>la carte</b>.")
CHANGED = Decision(Verdict.MET, "Aïcha Benali", AT + timedelta(days=3))


def shown(folder: Path, code: str = "fr", **changes: Any) -> Path:
    page = folder / "page.html"
    page.write_text(environment(code).from_string(PAGE).render(view=call_page(**changes).view(code)), encoding="utf-8")
    return page


def article(page: Path, criterion: str) -> Element:
    return next(each for each in elements(page) if each.attributes.get("id") == f"criterion-{criterion}")


def chips(page: Path) -> list[tuple[str, str]]:
    return [(each.text, each.attributes["class"]) for each in of_class(page, "verdict")]


MODES: Mapping[str, dict[str, Any]] = {
    "draft": {},
    "decided": {"states": {"card_protected": VerdictState((KEPT, CHANGED)), "greeting": VerdictState((KEPT,))}},
    "void": {"states": {"card_protected": VerdictState((KEPT,), Void(AT))}},
    "trial": {"states": {"card_protected": VerdictState(in_trial=True)}},
    "hidden": {"states": {"card_protected": VerdictState((KEPT,), is_hidden=True)}},
    "passages": {"passages": {n: f"/passages/{n}" for n in range(1, 30)}, "heard": frozenset({2})},
    "questions": {"with_verdicts": False},
    "no reason": {"reason": None, "reason_label": None},
}


@pytest.mark.parametrize("code", ["fr", "en"])
@pytest.mark.parametrize("mode", MODES)
def test_every_mode_is_a_sound_page(tmp_path: Path, mode: str, code: str) -> None:
    page = shown(tmp_path, code, **MODES[mode])
    found = elements(page)
    ids = [each.attributes["id"] for each in found if "id" in each.attributes]
    assert len(ids) == len(set(ids))
    for each in found:
        assert each.tag != "style"
        assert each.tag != "script" or each.attributes["src"].startswith("/assets/")
        assert not [name for name in each.attributes if name == "style" or name.startswith("on")]
        target = each.attributes.get("href", "")
        assert not target.startswith("#") or target[1:] in ids or target[1:].startswith("c-"), target
    asked = [criterion.id for criterion in example.scorecard().criteria()]
    assert [each.attributes["data-id"] for each in of_class(page, "slot")] == asked
    assert len(of_class(page, "criterion")) == len(asked)
    audio = next(each for each in found if "data-duration" in each.attributes)
    assert (audio.attributes["src"], audio.attributes["preload"]) == ("/calls/1/sound", "metadata")


def test_without_verdicts_nothing_of_the_program_is_left(tmp_path: Path) -> None:
    page = shown(tmp_path, with_verdicts=False)
    for name in ("verdict", "tally", "cite", "cite-no", "flag", "quote", "span-cite", "span-searched", "heard"):
        assert of_class(page, name) == []
    text = " ".join(each.text for each in elements(page) if each.tag == "body")
    for word in ("Satisfait", "Indéterminé", "Sûr (", "sûr (", "Trouvé", "0,82", "Preuve"):
        assert word not in text, word
    assert "La règle" in text


def test_a_decision_names_who_and_keeps_the_draft(tmp_path: Path) -> None:
    page = shown(tmp_path, states={"card_protected": VerdictState((KEPT, CHANGED))})
    text = article(page, "card_protected").text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Décidé par Camille Roux, le 12 novembre 2026, 10 h 42" in text
    assert "Décidé par Aïcha Benali, le 15 novembre 2026, 10 h 42" in text
    assert "Le brouillon automatique disait : Non satisfait" in text
    assert "Le programme était : Assez sûr (0,90)" in text
    assert "On entend <b>la carte</b>." in text
    top = of_class(page, "criterion__top")[5]
    assert top.text.endswith("Satisfait") and not top.text.endswith("Non satisfait")
    assert ("Satisfait", "verdict") in chips(page)
    assert [each.text for each in of_class(page, "tally")] == [
        "1 satisfait",
        "6 satisfaits 1 non satisfait 1 indéterminé 1 sans objet",
    ]


def test_a_void_verdict_is_struck_through_with_its_reason(tmp_path: Path) -> None:
    page = shown(tmp_path, states={"card_protected": VerdictState((KEPT,), Void(AT))})
    assert ("Non satisfait", "verdict is-void") in chips(page)
    assert [each.text for each in elements(page) if each.tag == "s"] == ["Non satisfait"]
    assert "La contestation n’a pas reçu de réponse dans le délai." in article(page, "card_protected").text


def test_a_released_call_has_the_verdicts_in_force_alone(tmp_path: Path) -> None:
    states = {
        "greeting": VerdictState((KEPT, CHANGED)),
        "card_protected": VerdictState((KEPT,), Void(AT)),
    }
    page = shown(tmp_path, states=released_page(call_page(states=states)).states)
    contested, void = article(page, "greeting").text, article(page, "card_protected").text
    assert "Aïcha Benali" in contested and "Camille Roux" not in contested
    assert "Sans verdict" in void
    for word in ("annulé", "Camille", "contestation", "Non satisfait", "À l’essai", "essai"):
        assert word not in void, word


def test_a_criterion_on_trial_shows_nothing_automatic(tmp_path: Path) -> None:
    page = shown(tmp_path, states={"card_protected": VerdictState(in_trial=True)})
    text = article(page, "card_protected").text
    assert "À l’essai" in text
    assert "0,90" not in text and "Trouvé" not in text and "Non satisfait" not in text
    number = to_hear(call_page().evaluation)["card_protected"][0]
    assert not [each for each in of_class(page, "flag") if each.attributes["data-no"] == str(number)]
    numbers = {each.attributes["data-no"] for each in of_class(page, "flag")}
    assert numbers == {str(each.number) for each in Citations(call_page().evaluation).items} - {str(number)}


def test_a_hidden_verdict_leaves_its_evidence(tmp_path: Path) -> None:
    page = shown(tmp_path, states={"card_protected": VerdictState((KEPT,), is_hidden=True)})
    text = article(page, "card_protected").text
    assert "Masqué" in text and "Écouter" not in text
    assert "Camille" not in text and "0,90" not in text and "Non satisfait" not in text
    number = to_hear(call_page().evaluation)["card_protected"][0]
    assert [each for each in of_class(page, "play") if each.attributes.get("data-no") == str(number)]


def test_evidence_is_played_from_its_passage_and_shows_when_heard(tmp_path: Path) -> None:
    page = shown(tmp_path, passages={1: "/passages/1", 2: "/passages/2"}, heard=frozenset({2}))
    played = [each for each in elements(page) if "data-passage" in each.attributes]
    assert {each.attributes["data-passage"] for each in played} == {"/passages/1", "/passages/2"}
    assert {each.tag for each in played} == {"a", "button"}
    marks = of_class(page, "heard")
    assert {(each.attributes["data-heard"], "hidden" in each.attributes) for each in marks} == {
        ("1", True),
        ("2", False),
    }
    clip = next(each for each in elements(page) if "data-clip" in each.attributes)
    assert clip.attributes["data-lead"] == str(MARGIN_MS)


def test_long_calls_send_few_peaks() -> None:
    page = call_page(peaks=[bytes([7] * 71_999 + [255]), bytes(72_000)])
    assert all(len(lane) < 6_000 for lane in page.view("fr").peaks)


def test_numbers_lead_to_passages() -> None:
    evaluation = call_page().evaluation
    for each in Citations(evaluation).items:
        assert citation(evaluation, each.number).span == each.span
    with pytest.raises(InputRefused):
        citation(evaluation, 99)
    heard = to_hear(evaluation)
    assert set(heard) == {"card_protected", "price_stated"}
    assert all(heard.values())


def test_english_pages_say_it_in_english(tmp_path: Path) -> None:
    page = shown(tmp_path, "en", **MODES["decided"])
    text = " ".join(each.text for each in elements(page) if each.tag in {"h1", "h2", "footer", "summary"})
    assert "Call of 12 November 2026, 10:42" in text
    assert "Decided by Camille Roux on 12 November 2026, 10:42" in text
