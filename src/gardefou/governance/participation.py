"""Whose calls may be drawn at all: nothing is told of why one is not (S8, S19, S27)."""

from collections.abc import Iterable
from datetime import datetime

from gardefou.governance.charter import Charter
from gardefou.governance.clauses import s19_experiment, s27_training
from gardefou.governance.register_entries import Participation
from gardefou.governance.registers import PersonRecords
from gardefou.governance.terms.places import Feature


def may_be_drawn(charter: Charter, adviser: PersonRecords) -> bool:
    """Whether an adviser was trained and, in an experiment, takes part in it."""
    takes_part = s19_experiment.takes_part(charter.experiment, adviser, Feature.RECORDING)
    return takes_part and s27_training.is_trained(charter.training, adviser)


def takes_part_since(charter: Charter | None, site: str, parts: Iterable[Participation]) -> datetime | None:
    """Since when somebody takes part in all that an experiment does at their site; None while they do not."""
    since = {each.feature: each.since for each in parts if each.until is None}
    features = charter.features(site) if charter and charter.experiment else frozenset()
    return max((since[each] for each in features), default=None) if features and features <= since.keys() else None
