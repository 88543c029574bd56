"""A Whisper model as CTranslate2 runs it: sound to encoder frames, frames to tokens, tokens to times."""

import math
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from gardefou.adapters.speech.devices import CPU, CUDA, PRECISIONS, library, unusable
from gardefou.adapters.speech.features import FRAMES_PER_SECOND, Features, LogMel
from gardefou.adapters.speech.fewer_tokens import with_fewer_tokens
from gardefou.adapters.speech.memory import memory_told
from gardefou.adapters.speech.vocabulary import Vocabulary
from gardefou.kernel.errors import SettingWrong
from gardefou.kernel.sound import HEARING_RATE, Samples
from gardefou.kernel.transcript import Language

LONGEST_S = 30
"""The encoder sees no more at once."""
ALIGNED_TOKENS = 256
"""So many are aligned at once: for each the library holds a float for every token of the vocabulary, more than once."""

TRIED_TOKENS = 4

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
        self._library = library()
        self.device = device
        with memory_told():
            with with_fewer_tokens(weights) if device == CPU else nullcontext(weights) as folder:
                self._model = self._loaded(weights, folder, precision, threads)
                self.vocabulary = Vocabulary(folder)
            self._mel = LogMel(self._model.n_mels)
        self._try_out(weights, precision)

    def _loaded(self, weights: Path, folder: Path, precision: str | None, threads: int) -> Any:
        """What the library makes of `folder`, spoken of as `weights`."""
        try:
            model = self._library.models.Whisper(
                str(folder),
                device=self.device,
                compute_type=precision or PRECISIONS[self.device],
                intra_threads=1,
                inter_threads=threads,
            )
        except (RuntimeError, ValueError, LookupError, MemoryError) as error:
            raise unusable(weights, self.device, precision, error) from None
        if not model.is_multilingual:
            raise SettingWrong(f"speech model {weights}: knows English only; name a multilingual one")
        return model

    def _try_out(self, weights: Path, precision: str | None) -> None:
        """Find out whether it computes: weights may be broken, and a GPU looks for its libraries at the first product.

        Noise is heard for it, which reaches every layer.
        """
        noise = np.random.default_rng(0).normal(0, 0.1, HEARING_RATE).astype(np.float32)
        try:
            encoded = self.encode([self.features(noise, 1.0)])
            odds = self.language_odds(encoded)[0].values()
            prompt = self.vocabulary.prompt(Language.FRENCH)
            decoded = self.decode(encoded, [prompt], 1, TRIED_TOKENS)[0]
        except (RuntimeError, ValueError, LookupError, MemoryError) as error:
            raise unusable(weights, self.device, precision, error) from None
        if not all(map(math.isfinite, (*odds, decoded.log_probability, decoded.no_speech_probability))):
            raise SettingWrong(
                f"speech model {weights}: its weights are broken, and give no numbers; convert or download it again"
            )

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
            max_length=most_tokens + max(most_tokens, *map(len, prompts)),  # half of it at least is for the prompt
            return_scores=True,
            return_no_speech_prob=True,
        )
        return [Decoded(tuple(each.sequences_ids[0]), each.scores[0], each.no_speech_prob) for each in results]

    def align(
        self, encoded: Any, language: Language, tokens: Sequence[Sequence[int]], seconds: Sequence[float]
    ) -> list[Any]:
        """Where in its clip each token was said; all clips in one language."""
        start = self.vocabulary.start(language)
        together = max(1, ALIGNED_TOKENS // (max(map(len, tokens)) + len(start) + 2))
        alignments: list[Any] = []
        for first in range(0, len(tokens), together):
            places = range(first, min(first + together, len(tokens)))
            frames = [max(2, round(seconds[place] * FRAMES_PER_SECOND)) for place in places]
            said = [list(tokens[place]) for place in places]
            alignments += self._model.align(self.chosen(encoded, places), start, said, frames)
        return alignments

    def chosen(self, encoded: Any, places: Sequence[int]) -> Any:
        """The encoder frames of some clips of a batch."""
        if list(places) == list(range(encoded.shape[0])):
            return encoded
        return self._view(self._on_processor(encoded)[list(places)])

    def apart(self, encoded: Any, places: Sequence[int]) -> list[Any]:
        """The encoder frames of some clips of a batch, each for itself."""
        whole = self._on_processor(encoded) if places else None
        return [self._view(whole[[place]].copy()) for place in places] if whole is not None else []

    def joined(self, frames: Sequence[Any]) -> Any:
        """Frames of several batches, all of the same length, as one."""
        return self._view(np.concatenate([self._on_processor(each) for each in frames]))

    def _encoded(self, features: Features) -> Encoded:
        return np.array(self._model.encode(self._view(features[None]), to_cpu=True))

    def _on_processor(self, encoded: Any) -> Encoded:
        if self.device == CUDA:  # numpy has no bfloat16; the library takes it back to its device and precision
            encoded = encoded.to(self._library.DataType.float32).to_device(self._library.Device.cpu)
        return np.asarray(encoded)

    def _view(self, values: npt.NDArray[np.float32]) -> Any:
        return self._library.StorageView.from_array(np.ascontiguousarray(values))
