"""A Whisper model as CTranslate2 runs it: sound to encoder frames, frames to tokens, tokens to times."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from gardefou.adapters.speech.features import FRAMES_PER_SECOND, Features, LogMel
from gardefou.adapters.speech.vocabulary import Vocabulary
from gardefou.kernel.errors import PartMissing, SettingWrong
from gardefou.kernel.sound import Samples
from gardefou.kernel.transcript import Language

CPU, CUDA = "cpu", "cuda"
PRECISIONS = {CPU: "int8", CUDA: "float16"}
"""What a device computes with unless it is told otherwise."""
LONGEST_S = 30
"""The encoder sees no more at once."""

Encoded = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Decoded:
    """The tokens of one clip; `log_probability` is the mean over them."""

    tokens: tuple[int, ...]
    log_probability: float
    no_speech_probability: float


class WhisperModel:
    """The weights, loaded once; safe to use from as many threads as it was made for."""

    def __init__(self, weights: Path, device: str, precision: str | None, threads: int) -> None:
        self._library = _library()
        self.device = device
        try:
            self._model = self._library.models.Whisper(
                str(weights),
                device=device,
                compute_type=precision or PRECISIONS[device],
                intra_threads=1,
                inter_threads=threads,
            )
        except (RuntimeError, ValueError, MemoryError) as error:
            raise _unusable(weights, device, precision, error) from None
        self.vocabulary = Vocabulary(weights)
        self._mel = LogMel(self._model.n_mels)

    def features(self, samples: Samples, seconds: float) -> Features:
        """What the encoder takes of `samples`, filled up to `seconds`."""
        return self._mel(samples, round(seconds * FRAMES_PER_SECOND))

    def encode(self, features: Sequence[Features]) -> Any:
        """The encoder frames of features of the same length, ready for the other methods.

        On a processor one by one, because larger products fit its caches less well.
        """
        if self.device == CUDA:
            return self._model.encode(self._view(np.stack(features)))
        return self._view(np.concatenate([self._encoded(each) for each in features]))

    def language_odds(self, encoded: Any) -> list[dict[Language, float]]:
        """How probable each language is that gardefou evaluates in, for each clip."""
        odds = [dict(each) for each in self._model.detect_language(encoded)]
        return [{language: each.get(f"<|{language.value}|>", 0.0) for language in Language} for each in odds]

    def decode(self, encoded: Any, prompts: Sequence[list[int]], beam: int, most_tokens: int) -> list[Decoded]:
        """The likeliest tokens of each clip."""
        results = self._model.generate(
            encoded,
            list(prompts),
            beam_size=beam,
            max_length=2 * most_tokens,  # the library takes half of it for the prompt
            return_scores=True,
            return_no_speech_prob=True,
        )
        return [Decoded(tuple(each.sequences_ids[0]), each.scores[0], each.no_speech_prob) for each in results]

    def align(
        self, encoded: Any, language: Language, tokens: Sequence[Sequence[int]], seconds: Sequence[float]
    ) -> list[Any]:
        """Where in its clip each token was said; all clips in one language."""
        frames = [max(2, round(each * FRAMES_PER_SECOND)) for each in seconds]
        return list(self._model.align(encoded, self.vocabulary.start(language), [list(t) for t in tokens], frames))

    def chosen(self, encoded: Any, places: Sequence[int]) -> Any:
        """The encoder frames of some clips of a batch."""
        if len(places) == encoded.shape[0]:
            return encoded
        whole = np.asarray(encoded.to_device(self._library.Device.cpu) if self.device == CUDA else encoded)
        part = self._view(whole[list(places)])
        return part.to_device(self._library.Device.cuda) if self.device == CUDA else part

    def _encoded(self, features: Features) -> Encoded:
        return np.array(self._model.encode(self._view(features[None]), to_cpu=True))

    def _view(self, values: npt.NDArray[np.float32]) -> Any:
        return self._library.StorageView.from_array(np.ascontiguousarray(values))


def _library() -> Any:
    try:
        import ctranslate2
    except ImportError:
        raise PartMissing("the speech engine", "speech") from None
    return ctranslate2


def _unusable(weights: Path, device: str, precision: str | None, error: Exception) -> SettingWrong:
    """One line that says which setting is at fault."""
    said = " ".join(str(error).split())
    if isinstance(error, MemoryError) or "alloc" in said or "out of memory" in said:
        return SettingWrong(f"speech model {weights}: not enough memory to load it; name a smaller one")
    if "cuda" in said.lower():
        return SettingWrong(f"GARDEFOU_SPEECH_DEVICE: {device} cannot be used here ({said}); cpu always can")
    if "compute type" in said:
        return SettingWrong(f"GARDEFOU_SPEECH_PRECISION: {precision} cannot be had on {device} here ({said})")
    return SettingWrong(f"speech model {weights}: not a CTranslate2 Whisper model ({said})")
