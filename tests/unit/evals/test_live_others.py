"""Other systems for live hearing: timed alike by what was said, and run where the project is not installed."""

import asyncio
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest
from evals.asr.material import Turn
from evals.live.excerpts import Excerpt
from evals.live_others import simulated_loop
from evals.live_others.exchange import FinalWord, Heard, whole_words
from evals.live_others.figures import invented, sentence_waits, shown_waits
from evals.live_others.simulated_loop import SimulatedLoop
from evals.live_others.systems import ROOT

from gardefou.kernel.sound import HEARING_RATE
from gardefou.kernel.transcript import Language

TURNS = (
    Turn(0, 0, 2000, "Composez votre mot de passe.", "pass"),
    Turn(0, 3000, 5000, "Merci de votre appel !", "thanks"),
    Turn(0, 17_000, 19_000, "Au revoir.", "goodbye"),
)
CALL = Excerpt("call", np.zeros((1, 20 * HEARING_RATE), np.float32), Language.FRENCH, TURNS)


def heard(*words: tuple[str, float, float], seen: tuple[tuple[float, int], ...] = ()) -> Heard:
    return Heard(tuple(FinalWord(*word) for word in words), seen, 0.0)


def test_a_sentence_waits_for_its_last_word_even_where_that_is_misheard() -> None:
    told = heard(("Composez", 0.5, 2.0), ("votre", 0.8, 2.0), ("mot", 1.1, 2.0), ("de", 1.3, 2.0), ("passes", 1.9, 4.5))
    assert sentence_waits(CALL, told) == [2.5, None]


def test_what_the_end_of_the_sound_makes_final_is_no_sentence_to_wait_for() -> None:
    told = heard(("merci", 3.4, 6.0), ("de", 3.6, 6.0), ("appel", 4.9, 6.5), ("au", 17.5, 20.0), ("revoir", 18.9, 20.0))
    assert sentence_waits(CALL, told) == [None, 1.5]
    assert sentence_waits(CALL, heard()) == [None, None]


def test_a_word_is_shown_when_its_place_is_taken_and_no_later_than_it_is_final() -> None:
    told = heard(("merci", 3.5, 6.0), ("de", 3.75, 6.0), ("appel", 5.0, 6.5), seen=((4.0, 1), (4.5, 2), (7.0, 3)))
    assert list(shown_waits(told)) == [0.5, 0.75, 1.5]


def test_words_far_from_all_sentences_are_invented() -> None:
    assert invented(CALL, heard(("merci", 5.5, 8.0), ("sous-titres", 12.0, 14.0))) == 2


def test_pieces_make_words_that_end_with_their_last_piece() -> None:
    pieces = [(" aujourd", 0.5), ("'hui", 0.75), (" oui", 1.0), (" ?", 1.25)]
    assert list(whole_words(pieces)) == [("aujourd'hui", 0.75), ("oui", 1.0), ("?", 1.25)]


def test_on_the_simulated_clock_waiting_takes_no_time_and_computing_does_not_stop_what_comes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spent = [0.0]
    monkeypatch.setattr(simulated_loop, "time", SimpleNamespace(process_time=lambda: spent[0]))
    loop = SimulatedLoop()

    def compute() -> None:
        spent[0] += 5

    async def work() -> tuple[float, list[float]]:
        begun = loop.time()
        arrivals = []

        async def arrive() -> None:
            for _ in range(2):
                await asyncio.sleep(2)
                arrivals.append(loop.time() - begun)

        coming = asyncio.create_task(arrive())
        await asyncio.to_thread(compute)
        computed = loop.time() - begun
        await coming
        await asyncio.sleep(3600)
        return computed, arrivals

    try:
        computed, arrivals = loop.run_until_complete(work())
    finally:
        loop.close()
    assert computed == pytest.approx(5)
    assert arrivals == pytest.approx([2, 4])
    assert loop.time() > 3600


def test_what_computing_raises_reaches_who_waits_for_it() -> None:
    loop = SimulatedLoop()
    with pytest.raises(ZeroDivisionError):
        loop.run_until_complete(asyncio.wait_for(loop.run_in_executor(None, divmod, 1, 0), 1))
    loop.close()


def test_what_runs_in_another_environment_needs_nothing_of_this_one() -> None:
    program = (
        "import sys, evals.live_others.whisper_streaming_system, evals.live_others.whisperlivekit_system\n"
        "print(sorted({'gardefou', 'jiwer', 'av', 'faster_whisper', 'pydantic'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
