"""What a scorecard asks of the installation."""

from gardefou.evaluation.criteria import MeaningRule
from gardefou.evaluation.model import Scorecard


def needs_embeddings(scorecard: Scorecard) -> bool:
    """Whether a criterion of it, or a part of one, compares meaning."""
    return any(isinstance(rule, MeaningRule) for rule in scorecard.rules())
