"""Cards are timed by when they come and by the final times of the words that they quote."""

from evals.suggestion_streams import coming, late_ms
from tests.unit.assist.knowledge.knowledge_fakes import TODAY, card, said

from gardefou.assist.knowledge.finder import CardFinder
from gardefou.kernel.live import Hypothesis, Utterance
from gardefou.kernel.transcript import Language, Role

FINDER = CardFinder([card("colis", "customer: colis")])
STREAM = [
    (2.0, Hypothesis(1, 1, Role.CUSTOMER, 400, "alors mon colis", "est")),
    (5.0, Utterance(1, said("alors mon colis est perdu depuis hier", 0.5))),
]


def test_a_card_comes_earlier_with_words_that_will_stay_than_with_final_ones():
    (early,) = coming(STREAM, Language.FRENCH, FINDER, TODAY, so_far=True)
    (final,) = coming(STREAM, Language.FRENCH, FINDER, TODAY, so_far=False)
    assert (early.at_ms, final.at_ms) == (2_000, 5_000)


def test_a_card_is_late_by_the_final_times_of_its_last_word():
    (early,) = coming(STREAM, Language.FRENCH, FINDER, TODAY, so_far=True)
    (final,) = coming(STREAM, Language.FRENCH, FINDER, TODAY, so_far=False)
    assert late_ms(early, STREAM) == 2_000 - (500 + 3 * 300)
    assert late_ms(final, STREAM) == 5_000 - (500 + 7 * 300)
