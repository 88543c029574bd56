"""Help is on while the adviser wants it, and gone with all its words when they do not."""

import pytest
from tests.unit.flows.live_doubles import Assistant, Ears, said, session, sound

from gardefou.flows.assisted_session import AssistedSession
from gardefou.flows.live_call import LiveCall
from gardefou.hearing.redaction import redact_text, redact_transcript
from gardefou.kernel.live import Pace, Utterance


class Scene:
    def __init__(self) -> None:
        self.session, self.ears, self.told = session(), Ears(), []
        self.assistants: list[Assistant] = []
        self.later: list = []
        self.assisted = AssistedSession(self.session, self.ears, self._make, self._now, self._now, self.told.append)

    def _make(self, tell, roles):
        self.assistants.append(Assistant())
        return LiveCall(self.assistants[-1], redact_transcript, redact_text, tell, roles)

    @staticmethod
    def _now(function, *given):
        function(*given)


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_nothing_is_heard_until_help_is_wanted(scene):
    scene.session.sound(sound(1))
    assert not scene.ears.opened and not scene.assisted.is_assisted
    scene.assisted.turn_on()
    scene.session.sound(sound(1))
    assert scene.ears.opened[0][0].given == [("skip", 1000), ("add", 1000)]


def test_turned_off_it_hears_no_more_and_forgets_and_late_words_are_lost(scene):
    scene.assisted.turn_on()
    ear, deliver = scene.ears.opened[0]
    deliver(Utterance(1, said("bonjour")))
    scene.assisted.turn_off()
    deliver(Utterance(2, said("un mot en retard")))
    scene.session.sound(sound(1))
    assert ear.given == [("drop", 0)]
    assert scene.assistants[0].is_forgotten
    assert [each.utterance for each in scene.told] == [1]


def test_turned_on_again_it_begins_anew(scene):
    scene.assisted.turn_on()
    scene.assisted.turn_on()
    scene.assisted.turn_off()
    scene.assisted.turn_on()
    assert len(scene.ears.opened) == 2
    scene.ears.opened[0][1](Pace(1, True))
    scene.ears.opened[1][1](Pace(2, True))
    assert scene.told == [Pace(2, True)]


def test_a_call_that_is_over_is_not_heard(scene):
    scene.session.end()
    scene.assisted.turn_on()
    assert not scene.ears.opened
    scene.assisted.ask(pytest.fail)


def test_a_private_call_is_not_heard(scene):
    scene.session.erase(is_private=True)
    scene.assisted.turn_on()
    assert not scene.ears.opened and not scene.assisted.is_assisted
