from typing import Any

import pytest
import yaml

from gardefou.adapters.documents.guide_file import read_guides, read_statements
from gardefou.adapters.documents.lexicon_file import read_lexicon
from gardefou.adapters.documents.wrap_up_file import read_wrap_up
from gardefou.bootstrap.resources import resource
from gardefou.bootstrap.samples import sample_calls

LEXICON = read_lexicon(resource("lexicon.yaml"))
GUIDES = {each.id: each for each in read_guides(resource("guides"), LEXICON)}
STATEMENTS = {each.id for each in read_statements(resource("guides"), LEXICON, tuple(GUIDES.values()))}
SLOTS = {each.id for each in read_wrap_up(resource("wrap_up.yaml"), LEXICON)}
PARTS = {call.id: call.part for call in sample_calls()}


def labels_of(call: str) -> dict[str, Any]:
    return yaml.safe_load(resource(f"samples/ticks/{call}.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("call", sorted(PARTS))
def test_labels_of_guidance_name_what_there_is_to_find(call: str) -> None:
    labels = labels_of(call)
    guide = GUIDES.get(labels["guide"])
    steps = {step.id for state in guide.states for step in state.steps} if guide else set()
    assert labels["part"] == PARTS[call]
    assert (guide is None) is (labels["guide"] is None)
    assert set(labels["statements"]) <= STATEMENTS
    assert set(labels["steps"]) <= steps
    assert {each["slot"] for each in labels["slots"]} <= SLOTS
