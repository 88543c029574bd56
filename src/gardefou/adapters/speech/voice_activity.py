"""Voice activity by Silero's network, one state for each channel."""

import importlib.util
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from gardefou.adapters.speech.memory import memory_told
from gardefou.adapters.speech.packages import loaded
from gardefou.hearing.ports import VOICE_WINDOW, Probabilities, VoiceListener
from gardefou.kernel.errors import PartMissing
from gardefou.kernel.sound import Samples

CARRIER = "faster_whisper"
"""The package that brings the network's weights."""
CONTEXT = 64
"""Samples of the window before that the network looks at too."""
SILENT_BELOW = 1e-3
"""Windows whose loudest sample stays below -60 dB of full scale hold no speech."""
SHORTEST_SILENCE = 20
"""After so many silent windows in a row the network looks at no more of them, and begins anew."""


class SileroVoiceActivity:
    """Loads the network once; listeners share it."""

    def __init__(self) -> None:
        weights = find_voice_weights()
        onnxruntime = loaded("onnxruntime", "voice activity")
        options = onnxruntime.SessionOptions()
        options.inter_op_num_threads = options.intra_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 4
        with memory_told():
            self._session = onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])

    def listener(self) -> VoiceListener:
        """A listener that has heard nothing yet."""
        return _Listener(self._session)


class _Listener:
    def __init__(self, session: Any) -> None:
        self._session = session
        self._silent = 0
        """Silent windows in a row so far."""
        self._begin()

    def _begin(self) -> None:
        self._hidden = np.zeros((1, 1, 128), np.float32)
        self._cell = np.zeros((1, 1, 128), np.float32)
        self._context = np.zeros(CONTEXT, np.float32)

    def __call__(self, samples: Samples) -> Probabilities:
        windows = samples.reshape(-1, VOICE_WINDOW)
        odds = np.zeros(len(windows), np.float32)
        for first, last, silent in _runs(np.abs(windows).max(axis=1, initial=0.0) < SILENT_BELOW):
            listened = min(last, first + max(0, SHORTEST_SILENCE - self._silent)) if silent else last
            if listened > first:
                odds[first:listened] = self._listen(windows[first:listened])
            self._silent = self._silent + last - first if silent else 0
            if self._silent >= SHORTEST_SILENCE:
                self._begin()
        return odds

    def _listen(self, windows: Samples) -> Probabilities:
        contexts = np.vstack([self._context, windows[:-1, -CONTEXT:]])
        self._context = windows[-1, -CONTEXT:].copy()
        given = {"input": np.hstack([contexts, windows]), "h": self._hidden, "c": self._cell}
        with memory_told():
            odds, self._hidden, self._cell = self._session.run(None, given)
        return np.asarray(odds, np.float32).reshape(-1)


def _runs(silent: "np.ndarray[Any, np.dtype[np.bool_]]") -> list[tuple[int, int, bool]]:
    """Successive windows alike: the first, the one after the last, and whether they are silent."""
    edges = [0, *(np.flatnonzero(np.diff(silent)) + 1).tolist(), len(silent)]
    return [(a, b, bool(silent[a])) for a, b in pairwise(edges) if a < b]


def find_voice_weights() -> Path:
    """The network's weights.

    Raises PartMissing.
    """
    found = importlib.util.find_spec(CARRIER)
    if found is None or not found.submodule_search_locations:
        raise PartMissing("voice activity", "speech")
    networks = sorted(Path(found.submodule_search_locations[0], "assets").glob("silero_vad*.onnx"))
    if not networks:
        raise PartMissing("voice activity", "speech")
    return networks[-1]
