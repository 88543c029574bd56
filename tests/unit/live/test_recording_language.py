"""`gardefou live FILE` hears a recording in the language that is spoken in it."""

from types import SimpleNamespace

import pytest
from tests.unit.hearing.hearing_fakes import ENGLISH_LOUDNESS, BeepActivity, BeepEngine, Marks

from gardefou.bootstrap.assistance import Assistance
from gardefou.bootstrap.settings import read_settings
from gardefou.kernel.transcript import Language


@pytest.mark.parametrize(
    ("beeps", "language"),
    [([[35], []], Language.ENGLISH), ([[], [35]], Language.ENGLISH), ([[], []], Language.FRENCH)],
    ids=["first channel", "second channel", "nobody"],
)
def test_the_language_is_that_of_the_first_words_however_late(beeps: list[list[float]], language: Language) -> None:
    assistance = Assistance(read_settings())
    assistance._laboratory = SimpleNamespace(engine=BeepEngine())  # type: ignore[assignment]
    assistance._voice_activity = BeepActivity()  # type: ignore[assignment]
    call = Marks(60, beeps, (ENGLISH_LOUDNESS, ENGLISH_LOUDNESS))
    assert assistance.language_of(call) is language
