"""Whisper through faster-whisper, with Silero voice activity before it."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from gardefou.hearing.ports import HeardPassage
from gardefou.kernel.errors import PartMissing, SettingWrong
from gardefou.kernel.sound import HEARING_RATE, Samples
from gardefou.kernel.transcript import Language, Word

LANGUAGE_SAMPLE_S = 30
FEWEST_SPEECH_SAMPLES = HEARING_RATE // 4


class FasterWhisperEngine:
    """A Whisper model on the processor; `threads` is the most it computes with at once."""

    def __init__(self, weights: Path, name: str, threads: int, beam_size: int = 5) -> None:
        try:
            from faster_whisper import WhisperModel
            from faster_whisper.vad import VadOptions, get_speech_timestamps
        except ImportError:
            raise PartMissing("the speech engine", "speech") from None
        self.name = name
        self.parallel_channels = threads
        self._beam_size = beam_size
        self._voice = VadOptions(min_silence_duration_ms=500, speech_pad_ms=300)
        self._speech_timestamps = get_speech_timestamps
        try:
            self._model = WhisperModel(
                str(weights),
                device="cpu",
                compute_type="int8",
                cpu_threads=1,
                num_workers=threads,
                local_files_only=True,
            )
        except (RuntimeError, ValueError) as error:
            raise SettingWrong(f"speech model {weights}: not a CTranslate2 Whisper model ({error})") from error

    def language_of(self, samples: Samples) -> Language | None:
        """French or English, whichever is likelier in the first half minute of speech."""
        speech = self._speech(samples)
        if len(speech) < FEWEST_SPEECH_SAMPLES:
            return None
        _, _, odds = self._model.detect_language(speech[: LANGUAGE_SAMPLE_S * HEARING_RATE])
        likely = dict(odds)
        return max(Language, key=lambda language: likely.get(language.value, 0.0))

    def hear(self, samples: Samples, language: Language) -> Sequence[HeardPassage]:
        """The passages spoken in `samples`, without carrying text over from one to the next."""
        segments, _ = self._model.transcribe(
            samples,
            language=language.value,
            beam_size=self._beam_size,
            condition_on_previous_text=False,
            vad_filter=True,
            vad_parameters=self._voice,
            word_timestamps=True,
            no_speech_threshold=0.6,
            log_prob_threshold=-1.0,
            compression_ratio_threshold=2.4,
        )
        return [
            HeardPassage(
                _whole_words(segment.words or ()),
                segment.avg_logprob,
                segment.no_speech_prob,
                segment.compression_ratio,
            )
            for segment in segments
        ]

    def _speech(self, samples: Samples) -> Samples:
        spans = self._speech_timestamps(samples, self._voice)
        parts = [samples[span["start"] : span["end"]] for span in spans]
        return np.concatenate(parts) if parts else samples[:0]


def _whole_words(parts: Iterable[Any]) -> tuple[Word, ...]:
    """Words as people write them: a part without a leading space, as 'ai after j, belongs to the part before it."""
    words: list[Word] = []
    for part in parts:
        text, confidence = part.word.strip(), round(float(part.probability), 3)
        start_ms, end_ms = round(part.start * 1000), round(part.end * 1000)
        if not text:
            continue
        if words and not part.word[0].isspace():
            whole = words.pop()
            lowest = min(confidence, whole.confidence or 0.0)
            words.append(Word(whole.start_ms, max(end_ms, whole.end_ms), whole.text + text, lowest))
        else:
            words.append(Word(start_ms, end_ms, text, confidence))
    return tuple(words)
