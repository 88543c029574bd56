from collections import defaultdict

from evals.live_cards import Lags, Told
from tests.unit.flows.live_doubles import said

from gardefou.assist.model import Checklist
from gardefou.kernel.live import Utterance


def test_an_utterance_that_is_told_again_is_as_late_as_it_was() -> None:
    position = [2_000]
    lags: Lags = defaultdict(list)
    told = Told(lambda: position[0], lags)
    told.tell(Utterance(1, said("mon numéro est le", 500)))
    position[0] = 20_000
    told.tell(Utterance(2, said("douze", 18_500)))
    told.tell(Utterance(1, said("mon numéro est", 500)))
    told.tell(Checklist(()))
    assert lags == {"final text": [550, 1_300], "step or statement": [1_300]}
