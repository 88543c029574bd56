"""Words of a call become help, without personal data, and are forgotten."""

from tests.unit.flows.live_doubles import BOTH, Assistant, Book, said

from gardefou.assist.model import Checklist, Suggestions, Wording
from gardefou.flows.live_call import LiveCall
from gardefou.hearing.redaction import redact_text, redact_transcript
from gardefou.kernel.live import Hypothesis, Pace, Utterance
from gardefou.kernel.transcript import Role


def call_of(assistant: Assistant) -> tuple[LiveCall, list]:
    told: list = []
    return LiveCall(assistant, redact_transcript, redact_text, told.append, BOTH), told


def test_help_follows_each_utterance_and_sees_the_call_so_far():
    assistant = Assistant(Checklist())
    call, told = call_of(assistant)
    call.heard(Utterance(1, said("bonjour", 0, Role.ADVISER)))
    call.heard(Utterance(2, said("j'ai été prélevé deux fois", 2000)))
    assert [type(each) for each in told] == [Utterance, Checklist] * 2
    assert [segment.text for segment in assistant.calls[-1].segments] == ["bonjour", "j'ai été prélevé deux fois"]


def test_a_number_said_in_two_breaths_is_taken_out_of_what_was_told_before():
    call, told = call_of(Assistant())
    call.heard(Utterance(1, said("quarante-neuf soixante-dix onze onze vingt-deux", 0)))
    call.heard(Utterance(2, said("vingt-deux trente-trois trente-trois", 6000)))
    last = {each.utterance: each.segment.text for each in told}
    assert "trente-trois" not in " ".join(last.values()) and "soixante-dix" not in " ".join(last.values())
    assert all("[" in text for text in last.values())


def test_a_number_stays_out_when_the_utterance_before_it_is_no_longer_searched():
    call, told = call_of(Assistant())
    call.heard(Utterance(1, said("mon téléphone c'est le 06 12 34", 0)))
    call.heard(Utterance(2, said("56 78 voilà", 4000)))
    for number in range(3, 40):
        call.heard(Utterance(number, said("et ensuite il a fallu attendre", number * 4000)))
    assert not any("56 78" in each.segment.text for each in told[2:])
    assert "56 78" not in " ".join(segment.text for segment in call.transcript.segments)


def test_what_is_being_said_shows_no_number():
    call, told = call_of(Assistant())
    call.heard(Hypothesis(1, 1, Role.CUSTOMER, 0, "mon numéro c'est le", "zéro six douze trente-quatre cinquante-six"))
    assert told[0].agreed == "" and "cinquante" not in told[0].pending and "mon numéro" in told[0].pending


def going(agreed: str, pending: str = "", utterance: int = 1, start_ms: int = 0) -> Hypothesis:
    return Hypothesis(utterance, 1, Role.CUSTOMER, start_ms, agreed, pending)


def quotes(told: list) -> list[str]:
    return [each.cards[0].because.quote for each in told if isinstance(each, Suggestions)]


def test_cards_are_looked_for_while_somebody_speaks_when_some_more_words_will_stay():
    assistant = Assistant()
    call, told = call_of(assistant)
    call.heard(Utterance(1, said("bonjour", 0, Role.ADVISER)))
    for agreed, pending in (
        ("", "j'ai été"),
        ("j'ai été", "prélevé"),
        ("j'ai été prélevé", "deux fois"),
        ("j'ai été prélevé deux", "fois"),
        ("j'ai été prélevé deux fois ce", "mois"),
    ):
        call.heard(going(agreed, pending, 2, 900))
    assert quotes(told) == ["j'ai été prélevé", "j'ai été prélevé deux fois ce"]
    assert [each.text for each in assistant.suggestions.calls[0].segments] == ["bonjour", "j'ai été prélevé"]
    assert [each.text for each in call.transcript.segments] == ["bonjour"]


def test_words_that_will_stay_are_never_looked_at_with_personal_data():
    call, told = call_of(Assistant())
    call.heard(going("je paye avec ma carte c'est le quarante-neuf soixante-dix", "onze"))
    call.heard(going("je paye avec ma carte c'est le quarante-neuf soixante-dix", "onze onze vingt-deux vingt-deux"))
    assert "quarante-neuf" not in quotes(told)[-1] and quotes(told)[-1].startswith("je paye avec ma carte c'est le [")


def test_a_number_begun_in_the_utterance_before_is_not_quoted_either():
    call, told = call_of(Assistant())
    call.heard(Utterance(1, said("quarante-neuf soixante-dix onze onze vingt-deux", 0)))
    call.heard(going("vingt-deux trente-trois trente-trois", "voilà", 2, 6000))
    assert quotes(told) and "trente" not in quotes(told)[-1]


def test_what_was_no_speech_and_the_pace_are_told_as_they_are():
    call, told = call_of(Assistant())
    call.heard(Utterance(1, None))
    call.heard(Pace(900, False))
    assert told == [Utterance(1, None), Pace(900, False)]


def test_words_of_the_phrase_book_come_at_once():
    call, told = call_of(Assistant())
    call.word("empathy", lambda *given: told.append("elsewhere"))
    assert told == [Wording("empathy", ("own words",))]


def test_drafted_words_come_as_they_are_written():
    call, told = call_of(Assistant(book=Book("Je", "Je comprends")))
    call.word("empathy", lambda function, *given: function(*given))
    assert [(each.texts, each.is_machine_text, each.is_final) for each in told] == [
        (("Je",), True, False),
        (("Je comprends",), True, True),
    ]


def test_a_draft_ends_when_the_customer_goes_on_and_the_books_words_take_its_place():
    call, told = call_of(Assistant(book=Book("Je", "Je comprends")))
    later = []
    call.word("empathy", lambda function, *given: later.append((function, given)))
    call.heard(Utterance(1, said("et ça arrive quand", 0)))
    for function, given in later:
        function(*given)
    assert [each for each in told if isinstance(each, Wording)] == [Wording("empathy", ("own words",))]


def test_whoever_stops_a_draft_gets_the_books_words_and_nothing_after_them():
    call, told = call_of(Assistant(book=Book("Je", "Je comprends")))
    given = []
    call.word("empathy", lambda *all_of_it: given.extend(all_of_it))
    assert not given[-1].is_set()
    call.stop_wording()
    given[0](*given[1:])
    call.stop_wording()
    assert told == [Wording("empathy", ("own words",))]


def test_stopping_what_was_drafted_to_its_end_changes_nothing():
    call, told = call_of(Assistant(book=Book("Je", "Je comprends")))
    call.word("empathy", lambda function, *given: function(*given))
    call.stop_wording()
    assert [each.texts for each in told] == [("Je",), ("Je comprends",)]


def test_nothing_is_left_after_forgetting():
    assistant = Assistant()
    call, told = call_of(assistant)
    call.heard(Utterance(1, said("bonjour", 0)))
    call.forget()
    assert call.transcript.segments == () and assistant.is_forgotten
    call.tell(Utterance(2, said("encore")))
    assert [each.utterance for each in told] == [1]
