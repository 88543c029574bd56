"""A charter of real calls as plain data, and any charter that can be read."""

from copy import deepcopy
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from gardefou.governance.charter import Charter
from gardefou.governance.purposes import Purpose
from gardefou.governance.terms.places import Feature
from gardefou.governance.terms.rules_of_people import Alerts
from gardefou.kernel.call import OriginalAudio

FIRST_DAY = date(2027, 1, 4)
PARTIES = {
    "employees": {
        "required": 1,
        "signatories": [{"name": "Claire", "organisation": "CFDT"}, {"name": "Malik", "organisation": "CGT"}],
    },
    "employer": {"required": 1, "signatories": [{"name": "Odile", "organisation": "DRH"}]},
}
EXPERIMENT = {"starts_on": "2027-02-01", "days": 200, "criteria": ["fewer transfers"], "means": ["a day a month"]}
DOCUMENT: dict[str, Any] = {
    "name": "Accord",
    "version": "1",
    "parties": PARTIES,
    "valid_from": FIRST_DAY.isoformat(),
    "valid_until": "2028-01-03",
    "sites": {"niort": {"features": ["recording", "evaluation"]}, "valence": {"features": ["recording"]}},
    "purposes": ["quality", "coaching"],
    "draw": {"rate": 0.05, "weekly_cap": 3},
    "retention": {"recordings_days": 92, "analyses_days": 183},
}
"""Whoever changes it changes a copy."""


def charter_with(**fields: object) -> Charter:
    """The example with other values; `draw__rate` is the field rate of draw."""
    document = deepcopy(DOCUMENT)
    for path, value in fields.items():
        *above, name = path.split("__")
        part = document
        for each in above:
            part = part.setdefault(each, {})
        part[name] = deepcopy(value)
    return Charter.model_validate(document)


_texts = st.text("abc éè", min_size=1).filter(str.strip)
_features = st.lists(
    st.sampled_from([each for each in Feature if each is not Feature.EVALUATION]), unique=True, max_size=3
)


@st.composite
def charters(draw: st.DrawFn) -> Charter:
    """Any charter, its numbers from short ranges so that two of them are often alike in part."""
    recordings = draw(st.integers(90, 93))
    first = FIRST_DAY + timedelta(days=draw(st.integers(0, 2)))
    codes = draw(st.lists(st.sampled_from(("niort", "valence", "lyon")), min_size=1, unique=True))
    experiment = {"starts_on": first, "days": draw(st.integers(364, 365)), "criteria": ["a"], "means": [draw(_texts)]}
    return charter_with(
        name=draw(_texts),
        simulated=draw(st.booleans()),
        valid_from=first,
        valid_until=first + timedelta(days=draw(st.integers(0, 2))),
        sites={code: {"features": draw(_features)} for code in codes},
        purposes=draw(st.lists(st.sampled_from(Purpose), min_size=1, unique=True)),
        draw__rate=draw(st.sampled_from((0.0, 0.05, 0.1, 0.2))),
        draw__necessity=draw(st.sampled_from(("many", "more"))),
        draw__weekly_cap=draw(st.integers(1, 3)),
        original_audio=draw(st.sampled_from(OriginalAudio)),
        retention__recordings_days=recordings,
        retention__analyses_days=draw(st.integers(recordings, 94)),
        retention__quarantine_minutes=draw(st.integers(59, 60)),
        review={
            "window_days": draw(st.integers(9, 10)),
            "answer_days": draw(st.integers(9, 10)),
            "sample_per_month": draw(st.integers(4, 5)),
            "smallest_group": draw(st.integers(10, 11)),
            "holidays": draw(st.sampled_from(("FR", "BE"))),
            "released_to_managers": draw(st.booleans()),
        },
        agreement_floor=draw(st.sampled_from((0.5, 0.6))),
        alerts=draw(st.sampled_from(Alerts)),
        training={"hours": draw(st.sampled_from((7.0, 14.0))), "personal_support": draw(st.booleans())},
        records={
            "opinions": draw(st.lists(st.sampled_from(("CSE", "CSEC")), min_size=1, max_size=3)),
            "notice_days": 15,
        },
        experiment=draw(st.none() | st.just(experiment)),
        suspension={"signatures": draw(st.integers(1, 2))},
        erasure_by_adviser=draw(st.booleans()),
        learning_from_reviews=draw(st.booleans()),
    )
