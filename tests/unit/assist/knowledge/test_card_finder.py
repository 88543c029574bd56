"""Which card fits what is said, and which passage of it answers."""

from collections.abc import Sequence

import numpy as np
from tests.unit.assist.knowledge.knowledge_fakes import call, card, said

from gardefou.assist.knowledge.confidence import WITH_MEANING, WITHOUT_MEANING, Signs, share_wanted
from gardefou.assist.knowledge.finder import CardFinder
from gardefou.kernel.embeddings import Vectors
from gardefou.kernel.transcript import Segment


class MeaningByTopic:
    """Sentences about the sea are alike, and so are all others."""

    name = "topics"

    def embed(self, sentences: Sequence[str]) -> Vectors:
        at_sea = ["mer" in each or "bateau" in each for each in sentences]
        return np.array([[each, not each] for each in at_sea], np.float32).reshape(-1, 2)


def test_triggers_of_two_speakers_are_found_over_the_last_seconds_only() -> None:
    finder = CardFinder([card("lien", "(adviser: lien) & (customer: carte)")])
    adviser, near, far = said("Un lien", 1), said("Ma carte", 5), said("Ma carte", 60)
    of_adviser = Segment(0, adviser.role.ADVISER, 1_000, 1_600, "Un lien", None, adviser.words)
    assert [signs.trigger for _, signs in finder.signs(call(of_adviser, near), near)] == [1.0]
    assert [signs.trigger for _, signs in finder.signs(call(of_adviser, far), far)] == [0.0]


def test_words_without_times_of_their_own_are_searched_and_quoted_too() -> None:
    new = Segment(1, said("x", 0).role, 1_000, 3_000, "Mon colis est perdu.")
    (fit,) = CardFinder([card("colis", "customer: colis")]).fits(call(new), new)
    assert fit.because.quote == "Mon colis est perdu."
    assert (fit.because.start_ms, fit.because.end_ms) == (1_000, 3_000)


def test_the_passage_that_shares_most_words_is_shown() -> None:
    passages = ("Le préavis est de dix jours.", "Les frais de fermeture sont de quarante-neuf euros.")
    finder = CardFinder([card("resiliation", "résilier", passages=passages)])
    new = said("Si je veux résilier, il y a des frais de fermeture ?", 0)
    assert finder.fits(call(new), new)[0].passage == passages[1]


def test_meaning_tells_apart_cards_that_no_word_tells_apart() -> None:
    cards = [card("mer", answers=("Le bateau est parti.",)), card("ville", answers=("Le bus est parti.",))]
    new = said("La mer est haute.", 0)
    signs = dict(CardFinder(cards, MeaningByTopic()).signs(call(new), new))
    assert signs["mer"].meaning == signs["mer"].lead == 1
    assert signs["ville"].meaning == 0


def test_rare_words_of_a_card_count_and_other_forms_of_them_too() -> None:
    cards = [card("demenagement", answers=("Nous déménageons.",)), card("autre"), card("encore")]
    new = said("J'ai déménagé hier", 0)
    words = {id: signs.words for id, signs in CardFinder(cards).signs(call(new), new)}
    assert words["demenagement"] > 0.5
    assert words["autre"] == words["encore"] == 0


def test_a_trigger_alone_suffices_and_a_word_alone_does_not() -> None:
    for weights in (WITH_MEANING, WITHOUT_MEANING):
        asked = Signs(trigger=1, words=1, meaning=0.5 * bool(weights.meaning), lead=0, customer=1)
        assert share_wanted(asked, weights) >= weights.least
        assert share_wanted(Signs(0, 0.5, 0, 0, 1), weights) < weights.least


def test_no_words_and_no_cards_suggest_nothing() -> None:
    silent = Segment(1, said("x", 0).role, 0, 500, " ")
    assert CardFinder([card("colis", "colis")]).fits(call(silent), silent) == []
    new = said("Bonjour", 0)
    assert CardFinder([]).fits(call(new), new) == []
