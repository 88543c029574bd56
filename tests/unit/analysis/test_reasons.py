"""Why the customer called, with embeddings that compare words."""

import pytest
from tests.calls import transcript
from tests.embeddings import SharedWords

from gardefou.adapters.documents.yaml_document import read_yaml
from gardefou.analysis.model import Taxonomy
from gardefou.analysis.steps import ReasonClassifier
from gardefou.bootstrap.resources import resource

TAXONOMY = Taxonomy.model_validate(
    {
        "version": "1",
        "opening_s": 60,
        "other_below": 0.4,
        "reasons": [
            {
                "id": "fault",
                "label": {"fr": "Panne", "en": "Fault"},
                "exemplars": {"fr": ["je n'ai plus internet", "la connexion ne marche plus"]},
                "phrases": "panne",
            },
            {
                "id": "move",
                "label": {"fr": "Déménagement", "en": "Move"},
                "exemplars": {"fr": ["je déménage le mois prochain", "on change d'adresse"]},
            },
            {"id": "other", "label": {"fr": "Autre", "en": "Other"}},
        ],
    }
)
CLASSIFIER = ReasonClassifier(TAXONOMY, SharedWords())


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("bonjour je n'ai plus internet depuis hier", "fault"),
        ("voilà je déménage le mois prochain", "move"),
        ("c'est pour l'anniversaire de ta fille samedi", "other"),
    ],
)
def test_the_reason_is_what_the_customer_says_at_the_opening(said: str, reason: str) -> None:
    call = transcript(("adviser", 0, 2_000, "je déménage aussi"), ("customer", 3_000, 6_000, said))
    found = CLASSIFIER.classify(call)
    assert found.id == reason
    assert 0 <= found.confidence <= 1
    if reason != "other":
        assert found.span is not None
        assert found.span.start_ms >= 3_000


def test_what_is_said_later_does_not_count() -> None:
    call = transcript(
        ("customer", 0, 2_000, "oui bonjour madame"), ("customer", 70_000, 73_000, "je n'ai plus internet")
    )
    assert CLASSIFIER.classify(call).id == "other"


def test_a_call_without_the_customer_s_words_is_other() -> None:
    found = CLASSIFIER.classify(transcript(("adviser", 0, 2_000, "je n'ai plus internet")))
    assert (found.id, found.confidence) == ("other", 0.0)


def test_the_shipped_taxonomy_can_be_read() -> None:
    assert {reason.id for reason in read_yaml(resource("taxonomy.yaml"), Taxonomy).reasons} >= {"fault", "other"}
