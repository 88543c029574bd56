"""What a scorecard asks of the installation."""

from collections.abc import Iterator

from gardefou.evaluation.applicability import queries_of
from gardefou.evaluation.criteria import MeaningRule
from gardefou.evaluation.model import Scorecard
from gardefou.query.model import Query
from gardefou.query.reach import Need, needs


def needs_embeddings(scorecard: Scorecard) -> bool:
    """Whether a criterion, a part of one, or a query in it compares meaning."""
    compares = any(isinstance(rule, MeaningRule) for rule in scorecard.rules())
    return compares or any(Need.MEANING in needs(query) for query in queries(scorecard))


def queries(scorecard: Scorecard) -> Iterator[Query]:
    """Every query of a scorecard."""
    for criterion in scorecard.criteria():
        yield from queries_of(criterion)
