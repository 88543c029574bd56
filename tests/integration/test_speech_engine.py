"""The real engine on clips of real calls: alone and together, in two languages, on the threads it was told to use."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

import jiwer
import numpy as np
import pytest
from tests.unit.hearing.hearing_fakes import Recorded, as_is

from gardefou.adapters.media.sound import open_sound
from gardefou.adapters.speech.voice_activity import SileroVoiceActivity
from gardefou.adapters.speech.whisper_engine import WhisperEngine
from gardefou.bootstrap.laboratory import Laboratory
from gardefou.bootstrap.samples import sample_calls
from gardefou.bootstrap.settings import Settings
from gardefou.hearing.channels import ChannelReader
from gardefou.hearing.ports import Clip
from gardefou.hearing.steps import Hearing
from gardefou.kernel.sound import HEARING_RATE, Samples
from gardefou.kernel.transcript import Language, Role

pytestmark = pytest.mark.speech
SECONDS = 20
BOTH = (Role.ADVISER, Role.CUSTOMER)
CALLS = {call.id: call for call in sample_calls()}
FRENCH_CALL, ENGLISH_CALL = "cancellation", "account_access_en"


@pytest.fixture(scope="module")
def engine() -> WhisperEngine:
    return Laboratory(Settings(threads=2)).engine


@pytest.fixture(scope="module")
def activity() -> SileroVoiceActivity:
    return SileroVoiceActivity()


def opening(call: str, channel: int) -> Samples:
    """The first seconds of a channel."""
    blocks = (block.samples[channel] for block in open_sound(CALLS[call].sound).blocks())
    return np.concatenate([block for block, _ in zip(blocks, range(SECONDS // 10), strict=False)])


def said(call: str, role: Role) -> str:
    turns = [turn for turn in json.loads(CALLS[call].labels.read_text("utf-8"))["turns"] if "text" in turn]
    return plain(" ".join(each["text"] for each in turns if each["role"] == role and each["end_ms"] <= SECONDS * 1000))


def plain(text: str) -> str:
    return " ".join("".join(c if c.isalpha() else " " for c in text.lower()).split())


def test_a_clip_gets_the_same_words_alone_and_among_those_of_other_calls(
    engine: WhisperEngine, activity: SileroVoiceActivity
) -> None:
    clips = []
    for call, language in ((FRENCH_CALL, Language.FRENCH), (ENGLISH_CALL, Language.ENGLISH)):
        reader = ChannelReader(0, activity.listener())
        cut = [*reader.add(opening(call, 0)), *reader.end()]
        clips += [Clip(piece.samples, language) for each in cut for piece in each.pieces][:4]
    alone = [heard for clip in clips for heard in engine.hear([clip])]
    with ThreadPoolExecutor(2) as pool:
        together = list(chain(*pool.map(lambda own: list(engine.hear(own)), (clips[::2], clips[1::2]))))
    for one, other in zip(alone[::2] + alone[1::2], together, strict=True):
        assert [word.text for word in one.words] == [word.text for word in other.words]
        for word, same in zip(one.words, other.words, strict=True):
            assert abs(word.start_ms - same.start_ms) <= 40
            assert abs(word.end_ms - same.end_ms) <= 40
            assert abs(word.confidence - same.confidence) <= 0.05
    assert sum(len(heard.words) for heard in alone) > 20


def test_french_on_one_channel_and_english_on_the_other_are_both_heard(
    engine: WhisperEngine, activity: SileroVoiceActivity
) -> None:
    sound = Recorded(np.stack([opening(FRENCH_CALL, 0), opening(ENGLISH_CALL, 1)]))
    heard = Hearing(engine, activity, as_is).hear(sound, BOTH, None)
    for call, role in ((FRENCH_CALL, Role.ADVISER), (ENGLISH_CALL, Role.CUSTOMER)):
        text = plain(" ".join(segment.text for segment in heard.of(role)))
        errors = jiwer.process_words(said(call, role), text)
        assert errors.deletions + errors.substitutions <= 0.4 * len(said(call, role).split())
    assert heard.unheard == ()
    assert [each.snr_db is not None for each in heard.quality] == [True, True]


@pytest.mark.parametrize(
    "samples",
    [np.zeros((2, 0)), np.zeros((2, 1)), np.zeros((2, 300)), np.full((2, HEARING_RATE), 0.5)],
    ids=["empty", "one sample", "shorter than a window", "offset"],
)
def test_sound_in_which_nobody_speaks_has_no_words(
    engine: WhisperEngine, activity: SileroVoiceActivity, samples: np.ndarray
) -> None:
    heard = Hearing(engine, activity, as_is).hear(Recorded(samples.astype(np.float32)), BOTH, None)
    assert (heard.segments, heard.unheard) == ((), ())


WATCHED = """
import os, sys, time
import gardefou.entrypoints.cli.main
from pathlib import Path
from gardefou.adapters.media.sound import open_sound
from gardefou.bootstrap.laboratory import Laboratory
from gardefou.bootstrap.settings import Settings
from gardefou.hearing.ports import Clip
from gardefou.kernel.transcript import Language
engine = Laboratory(Settings(threads=1)).engine
speech = next(open_sound(Path(sys.argv[1])).blocks()).samples[0]
clips = [Clip(speech[start : start + 48_000], Language.FRENCH) for start in (0, 48_000, 96_000)]
wall, used = time.perf_counter(), time.process_time()
list(engine.hear(clips))
print(len(os.listdir("/proc/self/task")), (time.process_time() - used) / (time.perf_counter() - wall))
"""


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="the system does not list threads")
def test_one_thread_means_that_one_computes() -> None:
    data = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    completed = subprocess.run(
        [sys.executable, "-c", WATCHED, str(CALLS[FRENCH_CALL].sound)], capture_output=True, timeout=300, env=data
    )
    assert completed.returncode == 0, completed.stderr
    threads, at_once = completed.stdout.split()
    assert int(threads) == 3, "the one that computes, the one that asked, and the one that makes batches"
    assert float(at_once) <= 1.05


def test_encoder_frames_come_in_the_order_of_their_places(engine: WhisperEngine) -> None:
    model = engine._model
    sounds = [np.random.default_rng(seed).normal(0, 0.1, HEARING_RATE).astype(np.float32) for seed in (1, 2)]
    batch = model.encode([model.features(each, 2.0) for each in sounds])
    assert np.array_equal(np.asarray(model.chosen(batch, [1, 0])), np.asarray(batch)[[1, 0]])
