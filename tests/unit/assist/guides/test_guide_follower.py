from tests.unit.assist.going_on import call_of, growing

from gardefou.assist.guides.follower import GuideFollower
from gardefou.assist.guides.model import Guide
from gardefou.assist.guides.search import SharedSearch
from gardefou.assist.model import NextSteps


def step(id: str, done: str, **more: str) -> dict[str, object]:
    return {"id": id, "text": {"fr": f"{id} en français", "en": f"{id} in English"}, "done": done, **more}


FAULT = Guide.model_validate(
    {
        "id": "fault",
        "label": {"fr": "Panne", "en": "Fault"},
        "about": "customer: (panne | internet | voyant)",
        "states": [
            {
                "id": "opening",
                "steps": [
                    step("welcome", "adviser: bonjour"),
                    step("name", "adviser: nom"),
                    step("lamp", "adviser: voyant"),
                ],
                "next": [{"to": "repair", "heard": "adviser: test"}, {"to": "repair"}],
            },
            {
                "id": "repair",
                "steps": [
                    step("date", "adviser: demain"),
                    step("mobile", "adviser: mobile", when="customer: travaille"),
                    step("close", 'adviser: "au revoir"'),
                ],
                "next": [{"to": "opening", "heard": "customer: encore"}],
            },
        ],
    }
)
INVOICE = Guide.model_validate(
    {
        "id": "invoice",
        "label": {"fr": "Facture", "en": "Invoice"},
        "about": "customer: (facture | montant)",
        "states": [{"id": "all", "steps": [step("refund", "adviser: rembourse")]}],
    }
)
GUIDES = (INVOICE, FAULT)


def after(*said: str, guides: tuple[Guide, ...] = GUIDES) -> tuple[str | None, list[str]]:
    """The guide and the steps that are offered after the last turn."""
    shown = NextSteps()
    follower = GuideFollower(guides)
    for call, new in growing(*said):
        shown = follower.heard(call, new) or shown
    return shown.guide, [each.id for each in shown.steps]


def test_nothing_is_offered_until_the_customer_says_what_a_guide_is_about() -> None:
    assert after("adviser: bonjour") == (None, [])
    assert after("adviser: bonjour, une panne ?", "customer: bonjour, il pleut") == (None, [])


def test_the_guide_is_the_one_that_most_different_words_speak_for() -> None:
    assert after("customer: une facture, ma facture, la facture")[0] == "invoice"
    assert after("customer: une facture, une panne et un voyant")[0] == "fault"


def test_of_guides_spoken_for_alike_the_one_named_first_in_the_call_stays() -> None:
    assert after("customer: une facture", "customer: une panne")[0] == "invoice"
    assert after("customer: une panne", "customer: une facture")[0] == "fault"


def test_at_most_two_steps_are_offered_and_one_that_is_done_is_not() -> None:
    assert after("customer: une panne") == ("fault", ["welcome", "name"])
    assert after("adviser: bonjour", "customer: une panne")[1] == ["name", "lamp"]


def test_after_a_step_taken_early_what_follows_comes_first_and_what_was_left_out_second() -> None:
    assert after("customer: une panne", "adviser: votre nom")[1] == ["lamp", "welcome"]


def test_a_state_is_left_when_its_transition_is_heard_or_all_its_steps_are_done() -> None:
    assert after("customer: une panne", "adviser: je lance un test")[1] == ["date", "close"]
    done = ("customer: une panne", "adviser: bonjour, votre nom, le voyant")
    assert after(*done)[1] == ["date", "close"]


def test_a_state_is_left_when_a_step_of_what_follows_is_done() -> None:
    assert after("customer: une panne", "adviser: je vous rappelle demain") == ("fault", ["close"])


def test_where_one_step_is_left_the_first_of_what_follows_is_offered_too() -> None:
    assert after("customer: une panne", "adviser: bonjour, votre nom")[1] == ["lamp", "date"]


def test_a_step_with_a_condition_is_offered_once_that_is_said() -> None:
    said = ("customer: une panne", "adviser: je lance un test")
    assert after(*said, "customer: je travaille ici")[1] == ["date", "mobile"]


def test_guides_that_lead_back_to_a_state_do_not_go_round() -> None:
    assert after("customer: une panne", "adviser: un test", "customer: encore") == ("fault", ["date", "close"])


def test_nothing_is_told_while_nothing_changes() -> None:
    (first, turn), (second, next_turn) = growing("customer: une panne", "customer: il pleut")
    follower = GuideFollower(GUIDES)
    assert follower.heard(first, turn) is not None
    assert follower.heard(second, next_turn) is None


def test_steps_are_told_in_the_language_that_the_adviser_reads() -> None:
    call = call_of("customer: une panne")
    french, english = (GuideFollower(GUIDES, language).heard(call, call.segments[-1]) for language in ("fr", "en"))
    assert french is not None and french.steps[0].text == "welcome en français"
    assert english is not None and english.steps[0].text == "welcome in English"


def test_one_searcher_serves_all_that_look_at_the_same_transcript_and_none_is_kept_when_forgotten() -> None:
    one, other = call_of("customer: une panne"), call_of("customer: une facture")
    search = SharedSearch()
    searcher = search(one)
    assert search(one) is searcher
    assert search(other) is not searcher
    latest = search(other)
    search.forget()
    assert search(other) is not latest
