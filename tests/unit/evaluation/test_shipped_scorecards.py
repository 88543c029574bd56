"""The scorecards that come with gardefou: nothing to find in them, and they say what they mean."""

from pathlib import Path

import pytest
from tests.calls import transcript
from tests.embeddings import SharedWords

from gardefou.adapters.documents.scorecard_file import read_scorecard
from gardefou.adapters.documents.yaml_document import read_yaml
from gardefou.analysis.model import Taxonomy
from gardefou.analysis.rules import measure
from gardefou.bootstrap.resources import resource
from gardefou.evaluation.criteria import MeasureCriterion
from gardefou.evaluation.lint.findings import Surroundings
from gardefou.evaluation.lint.linter import lint
from gardefou.evaluation.preparation import Engines
from gardefou.evaluation.steps import ScorecardEvaluator
from gardefou.kernel.evaluation import CriterionResult
from gardefou.kernel.transcript import Transcript

SHIPPED = sorted(resource("scorecards").glob("*.yaml"))
REASONS = frozenset(reason.id for reason in read_yaml(resource("taxonomy.yaml"), Taxonomy).reasons)
QUESTIONS_OF_THE_SAMPLES = {
    *("greeting", "recording_notice", "identity_check", "reformulation", "empathy", "hold_explained", "solution"),
    *("next_step", "price_stated", "refusal_respected", "card_protected", "further_help", "closing"),
    *("no_long_silence", "lets_finish"),
}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_linter_finds_nothing(path: Path) -> None:
    findings = lint(read_scorecard(path), Surroundings(REASONS))
    assert [f"{each.code} {each.subject}: {each.cause}" for each in findings] == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_criterion_has_exemplars_and_counter_exemplars_in_both_languages(path: Path) -> None:
    for criterion in read_scorecard(path).criteria():
        if not isinstance(criterion, MeasureCriterion):
            sentences = (criterion.exemplars, criterion.counter_exemplars)
            assert all(each.fr and each.en for each in sentences), criterion.id


def test_the_questions_of_the_samples_are_all_asked() -> None:
    asked = {each.id for each in read_scorecard(resource("scorecards/customer_relation.yaml")).criteria()}
    assert asked == QUESTIONS_OF_THE_SAMPLES


def sale(*turns: str) -> Transcript:
    return transcript(
        *(
            (turn.partition(": ")[0], 5_000 * number, 5_000 * number + 4_500, turn.partition(": ")[2])
            for number, turn in enumerate(turns)
        )
    )


def answers(call: Transcript) -> dict[str, CriterionResult]:
    grid = read_scorecard(resource("scorecards/sales_compliance.yaml"))
    evaluation = ScorecardEvaluator(grid, Engines(SharedWords())).evaluate(call, measure(call))
    return {result.id: result for result in evaluation.criteria}


HONEST = (
    "adviser: Bonjour, je suis conseillère chez Orvane, je vous appelle pour vous proposer une offre.",
    "customer: Oui, dites-moi.",
    "adviser: C'est vingt-cinq euros par mois, sans engagement, avec dix euros de frais de mise en service.",
    "adviser: Vous avez quatorze jours pour vous rétracter. Prenez le temps de réfléchir.",
    "customer: Très bien.",
    "adviser: Je récapitule, la fibre à vingt-cinq euros. Est-ce que j'ai votre accord pour valider la commande ?",
    "customer: Oui.",
    "adviser: Vous recevrez le contrat par courriel.",
)


def test_an_honest_sale_is_met_throughout() -> None:
    given = answers(sale(*HONEST))
    verdicts = {id_: str(result.verdict) for id_, result in given.items()}
    assert verdicts.pop("recording_notice") == "not_met"
    assert verdicts.pop("refusal_respected") == "not_applicable"
    assert set(verdicts.values()) == {"met"}, verdicts


def test_what_is_left_out_of_an_offer_costs_its_part() -> None:
    without_period = [turn.replace(", sans engagement", "") for turn in HONEST]
    result = answers(sale(*without_period))["offer_terms"]
    assert str(result.verdict) == "not_met"
    assert result.credit == pytest.approx(2 / 3)


def test_a_withdrawal_right_without_its_length_is_a_part_only() -> None:
    without_length = [turn.replace("quatorze jours", "du temps") for turn in HONEST]
    result = answers(sale(*without_length))["withdrawal_right"]
    assert (str(result.verdict), result.level) == ("not_met", "right_alone")


def test_the_written_copy_is_asked_for_only_after_an_agreement() -> None:
    support = sale("adviser: Bonjour, Orvane à votre écoute.", "customer: Ma box clignote.", "adviser: Relancez-la.")
    given = answers(support)
    assert str(given["written_copy"].verdict) == "not_applicable"
    assert str(given["offer_terms"].verdict) == "not_applicable"


@pytest.mark.parametrize(
    ("turns", "verdict"),
    [
        (("customer: Non merci.", "adviser: Vous êtes sûr ? C'est dommage."), "not_met"),
        (("adviser: C'est dommage pour la panne.", "customer: Non merci.", "adviser: Entendu, au revoir."), "met"),
    ],
)
def test_pressing_counts_only_after_the_refusal(turns: tuple[str, ...], verdict: str) -> None:
    assert str(answers(sale(*turns))["refusal_respected"].verdict) == verdict
