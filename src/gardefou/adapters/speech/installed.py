"""Which packages hearing needs, by the module that each brings."""

from importlib.util import find_spec

from gardefou.adapters.speech.voice_activity import CARRIER, find_voice_weights
from gardefou.kernel.errors import PartMissing

PACKAGES = {
    "ctranslate2": "ctranslate2",
    "tokenizers": "tokenizers",
    "onnxruntime": "onnxruntime",
    CARRIER: "faster-whisper",
}


def check_installed() -> None:
    """Find out whether everything that hearing needs besides a model is there; nothing of it is loaded.

    Raises PartMissing.
    """
    if not all(find_spec(module) for module in PACKAGES):
        raise PartMissing("the speech engine", "speech")
    find_voice_weights()
