"""When a transcript of a clip is made again, and when it is given up."""

import pytest

from gardefou.hearing.guards import Attempt, most_tokens

SAID = "Bonjour madame, je vous appelle pour la facture du mois de mai qui me paraît trop élevée."


@pytest.mark.parametrize(
    ("attempt", "doubtful", "lost"),
    [
        (Attempt(SAID, 25, 5.0, -0.3), False, False),
        (Attempt("Oui.", 3, 0.5, -0.9), False, False),
        (Attempt("", 0, 3.0, -0.2), False, False),
        (Attempt(SAID, 25, 5.0, -1.2), True, False),
        (Attempt("et puis voilà " * 12, 40, 12.0, -0.1), True, True),
        (Attempt(SAID, most_tokens(2.0), 2.0, -0.3), True, True),
    ],
)
def test_a_transcript_is_doubted_where_the_model_guesses_repeats_itself_or_runs_on(
    attempt: Attempt, doubtful: bool, lost: bool
) -> None:
    assert (attempt.is_doubtful, attempt.is_lost) == (doubtful, lost)


def test_the_fastest_speech_has_room_enough() -> None:
    assert most_tokens(12.0) >= 12 * 7
    assert most_tokens(0.3) >= 12
