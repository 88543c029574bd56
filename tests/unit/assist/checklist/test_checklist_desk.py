import pytest
from tests.unit.assist.going_on import growing

from gardefou.assist.checklist.desk import ChecklistDesk
from gardefou.assist.checklist.model import StatementRule
from gardefou.assist.model import Checklist, Said, TickedBy
from gardefou.kernel.transcript import Role, Segment, Transcript, Word


def rule(id: str, said: str, **more: object) -> StatementRule:
    return StatementRule.model_validate({"id": id, "text": {"fr": id, "en": id}, "said": said, **more})


NOTICE = rule("notice", "adviser: appel ~4 enregistré")
PRICE = rule("price", "adviser: <amount>", when="adviser: forfait")
RETURN = rule("return", "adviser: renvoyer", guides=["cancellation"])
SAID = "adviser: bonjour, cet appel peut être enregistré"


def after(desk: ChecklistDesk, *said: str) -> Checklist:
    shown = Checklist()
    for call, new in growing(*said):
        shown = desk.heard(call, new) or shown
    return shown


def ticks(checklist: Checklist) -> dict[str, TickedBy | None]:
    return {each.id: each.ticked_by for each in checklist.statements}


def test_a_statement_ticks_itself_where_the_adviser_makes_it() -> None:
    (statement,) = after(ChecklistDesk([NOTICE]), "customer: cet appel est enregistré ?", SAID).statements
    assert statement.ticked_by is TickedBy.HEARD
    assert statement.heard is not None
    assert (statement.heard.role, statement.heard.quote) == (Role.ADVISER, "appel peut être enregistré")
    assert 4_000 < statement.heard.start_ms < statement.heard.end_ms <= 7_500


def test_a_statement_is_shown_once_it_is_due_and_stays() -> None:
    desk = ChecklistDesk([PRICE])
    assert after(desk, "adviser: bonjour").statements == ()
    assert ticks(after(desk, "adviser: bonjour", "adviser: un forfait")) == {"price": None}
    assert ticks(after(desk, "adviser: un forfait", "adviser: c'est vingt euros")) == {"price": TickedBy.HEARD}


def test_what_was_said_before_a_statement_was_due_counts() -> None:
    assert ticks(after(ChecklistDesk([PRICE]), "adviser: vingt euros", "adviser: ce forfait")) == {
        "price": TickedBy.HEARD
    }


def test_a_statement_belongs_to_guides() -> None:
    guide: list[str | None] = [None]
    desk = ChecklistDesk([RETURN], guide=lambda: guide[0])
    assert after(desk, "customer: bonjour").statements == ()
    guide[0] = "cancellation"
    assert ticks(after(desk, "customer: bonjour", "customer: je veux résilier")) == {"return": None}


def test_a_hand_ticks_and_unticks_and_what_is_heard_later_changes_nothing_of_it() -> None:
    desk = ChecklistDesk([NOTICE])
    after(desk, "adviser: bonjour")
    assert ticks(desk.tick("notice", on=True)) == {"notice": TickedBy.HAND}
    assert ticks(after(desk, "adviser: bonjour", SAID)) == {"notice": TickedBy.HAND}
    assert ticks(desk.tick("notice", on=False)) == {"notice": None}
    (statement,) = after(desk, "adviser: bonjour", SAID, SAID).statements or desk.tick("notice", on=False).statements
    assert statement.ticked_by is None
    assert isinstance(statement.heard, Said)


def test_a_statement_that_is_not_shown_cannot_be_ticked() -> None:
    desk = ChecklistDesk([PRICE])
    assert desk.tick("price", on=True).statements == ()
    assert desk.tick("nothing", on=True).statements == ()
    assert ticks(after(desk, "adviser: un forfait")) == {"price": None}


def test_a_statement_that_denies_ticks_nothing() -> None:
    desk = ChecklistDesk([rule("calm", "not customer: panne")])
    assert ticks(after(desk, "customer: une panne")) == {"calm": None}


def test_nothing_is_told_while_nothing_changes() -> None:
    desk = ChecklistDesk([NOTICE])
    (first, turn), (second, next_turn) = growing("adviser: bonjour", "customer: bonjour")
    assert desk.heard(first, turn) is not None
    assert desk.heard(second, next_turn) is None


def test_words_without_length_can_be_quoted() -> None:
    desk = ChecklistDesk([rule("hello", "adviser: bonjour")])
    word = Word(1_000, 1_000, "bonjour")
    call = Transcript(2_000, "fr", "test", (Segment(0, Role.ADVISER, 1_000, 1_000, "bonjour", None, (word,)),))
    (statement,) = (desk.heard(call, call.segments[0]) or Checklist()).statements
    assert statement.heard is not None and statement.heard.quote == "bonjour"


FEES = rule("fees", "adviser: frais", unless='adviser: ("pas encore" | "on verra")', asked='adviser: "est-ce que"')


@pytest.mark.parametrize(
    ("said", "ticked"),
    [
        ("Il y a dix euros de frais.", True),
        ("Je n'ai pas encore vu les frais.", False),
        ("Les frais, on verra après.", False),
        ("Je n'ai pas encore fini. Il y a des frais.", True),
        ("Est-ce que vous avez eu des frais ?", False),
        ("Il y a des frais, est-ce que cela vous va ?", True),
        ("On verra. Les frais, est-ce que c'est cher ? Il y a des frais. On verra.", True),
    ],
)
def test_a_statement_is_not_made_where_it_is_put_off_or_asked_about(said, ticked):
    (statement,) = after(ChecklistDesk([FEES]), f"adviser: {said}").statements
    assert (statement.ticked_by is TickedBy.HEARD) is ticked


def test_a_statement_that_was_put_off_ticks_when_it_is_made():
    desk = ChecklistDesk([FEES])
    (statement,) = after(desk, "adviser: pas encore de frais", "customer: bon", "adviser: voilà, les frais").statements
    assert statement.heard is not None and statement.heard.quote == "frais"
    assert statement.heard.start_ms > 8_000
