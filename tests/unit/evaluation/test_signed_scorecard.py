"""What both sides sign of a scorecard: read whole or refused, whoever wrote it and wherever it was kept."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from gardefou.adapters.documents.scorecard_file import read_scorecard
from gardefou.bootstrap.resources import resource
from gardefou.evaluation.model import Scorecard
from gardefou.evaluation.proposals import Proposal
from gardefou.flows.signed_scorecard import Measured, card_of, check_document, scorecard_document
from gardefou.flows.tried_scorecard import put_to_signature
from gardefou.governance.actors import Operator
from gardefou.governance.standing import SignedScorecard
from gardefou.kernel.errors import InputRefused, Refused
from gardefou.kernel.verdict import Verdict
from gardefou.review.agreement import lower_bound
from gardefou.review.model import AgreementPair

SHIPPED = [
    read_scorecard(resource(f"scorecards/{name}.yaml"))
    for name in ("customer_relation", "dispatch", "dispatch_learned", "sales_compliance")
]
CARD = SHIPPED[0]
MEASURED = Measured(source="site reviews", date=date(2026, 11, 22), n="120 calls", agreement={"greeting": 0.7})
DOCUMENT = scorecard_document(CARD, ["model"], MEASURED)


def signed(document: dict[str, Any]) -> SignedScorecard:
    return SignedScorecard(document["digest"], document["scorecard"], tuple(document["models"]), document["agreement"])


@pytest.mark.parametrize("card", SHIPPED, ids=lambda card: str(card.id))
def test_what_was_signed_is_the_scorecard_itself_after_any_store(card: Scorecard) -> None:
    stored = json.loads(json.dumps(scorecard_document(card, ["model"]), indent=1))
    check_document(stored)
    assert card_of(signed(stored)) == card


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"digest": "0" * 64}, "digest: is of another scorecard"),
        ({"digest": "x"}, "digest"),
        ({"models": []}, "models"),
        ({"models": [""]}, "models"),
        ({"models": "model"}, "models"),
        ({"agreement": {"greeting": 1.5}}, "agreement.greeting"),
        ({"agreement": {"greeting": float("nan")}}, "agreement.greeting"),
        ({"agreement": {"invented": 0.9}}, "it has no criterion invented"),
        ({"scorecard": {}}, "Field required"),
        ({"scorecard": DOCUMENT["scorecard"] | {"version": "other"}}, "digest: is of another scorecard"),
        (
            {"scorecard": {k: v for k, v in DOCUMENT["scorecard"].items() if k != "lowest_confidence"}},
            "written in full",
        ),
        ({"more": 1}, "more"),
    ],
)
def test_what_cannot_be_signed_is_told_before_anybody_does(changes: dict[str, Any], told: str) -> None:
    check_document(DOCUMENT)
    with pytest.raises(InputRefused, match=told):
        check_document(DOCUMENT | changes)


@pytest.mark.parametrize(
    "document", [{}, {"id": "x"}, CARD.model_dump(mode="json") | {"version": "altered"}, {"id": 3, "sections": "none"}]
)
def test_an_altered_scorecard_answers_nothing(document: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="S12"):
        card_of(SignedScorecard("a" * 64, document, ("model",), {}))


class Shadows:
    """A gate to one site with one proposal, as those at the table see it."""

    def __init__(self, proposal: Proposal, pairs: list[AgreementPair]) -> None:
        self._proposal, self._pairs = proposal, pairs

    @contextmanager
    def transaction(self, *_: object) -> Iterator[Any]:
        yield SimpleNamespace(
            now=datetime(2026, 11, 22, tzinfo=UTC),
            scorecards=SimpleNamespace(proposals=lambda: (self._proposal,)),
            figures=SimpleNamespace(shadow_pairs=lambda: tuple(self._pairs)),
        )


def proposed(**changes: Any) -> Proposal:
    values: dict[str, Any] = {"is_open": True, "calls": 40, "model": "model"} | changes
    return Proposal(CARD.digest, CARD, datetime(2026, 11, 1, tzinfo=UTC), None, **values)


def put(proposal: Proposal, pairs: list[AgreementPair], digest: str = CARD.digest) -> dict[str, Any]:
    return put_to_signature(Shadows(proposal, pairs), Operator("root"), "paris", digest, ("judge",))  # type: ignore[arg-type]


def test_a_proposal_is_signed_for_what_it_ran_with_and_how_it_agreed_in_shadow() -> None:
    met, not_met = Verdict.MET, Verdict.NOT_MET
    counts = {(met, met): 20, (met, not_met): 2, (not_met, met): 3, (not_met, not_met): 15}
    enough = [AgreementPair(CARD.digest, "greeting", *pair, n) for pair, n in counts.items()]
    few = [AgreementPair(CARD.digest, "closing", *pair, 7) for pair in counts]
    another = [AgreementPair("0" * 64, "solution", *pair, 20) for pair in counts]
    document = put(proposed(), enough + few + another)
    lower = lower_bound(counts)
    assert lower is not None
    assert document["models"] == ["model", "judge"]
    assert set(document["agreement"]) == {"greeting"}
    assert lower - 0.001 < document["agreement"]["greeting"] <= lower
    assert document["measured"]["n"] == "40 calls in shadow"
    assert card_of(signed(document)) == CARD


@pytest.mark.parametrize(
    ("proposal", "digest"),
    [(proposed(is_open=False), CARD.digest), (proposed(), "0" * 64), (proposed(model=None), CARD.digest)],
)
def test_what_did_not_run_in_shadow_is_not_put_to_signature(proposal: Proposal, digest: str) -> None:
    with pytest.raises(InputRefused, match="the proposal"):
        put(proposal, [], digest)
