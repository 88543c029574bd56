"""Word errors on human French telephone speech: the prompts of Debian's asterisk-core-sounds-fr.

Run: python -m evals.prompts [--count 80] [--language fr|en]

One professional voice, 8 kHz, one prompt at a time, beam 1 and 5; missing packages are installed when we are root.
"""

import argparse
from itertools import islice
from pathlib import Path

from evals.asr.recordings import FEWEST_WORDS, prompts
from evals.machine import Cost, heading
from evals.word_errors import character_counts, counts
from gardefou.adapters.media.sound import open_sound
from gardefou.adapters.speech.voice_activity import SileroVoiceActivity
from gardefou.adapters.speech.weights import find_weights
from gardefou.adapters.speech.whisper_engine import WhisperEngine
from gardefou.adapters.speech.whisper_model import WhisperModel
from gardefou.bootstrap.settings import read_settings
from gardefou.hearing.redaction import redact_transcript
from gardefou.hearing.steps import Hearing
from gardefou.kernel.transcript import Language, Role


def main() -> None:
    """Transcribe the prompts and print the error rates."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=80)
    parser.add_argument("--language", choices=["fr", "en"], default="fr")
    options = parser.parse_args()
    found = list(islice(prompts(options.language), options.count))
    if not found:
        print("skipped: the packages with the prompts are not installed, and only root can install them")
        return
    settings = read_settings()
    weights = find_weights(settings.speech_model, settings.models)
    print(heading(f"python -m evals.prompts --language {options.language}"))
    model = WhisperModel(weights, settings.speech_device, settings.speech_precision, settings.threads)
    for beam in (1, 3, 5):
        engine = WhisperEngine(model, settings.speech_model, settings.threads, beam)
        _measure(found, engine, beam, Language(options.language))


def _measure(found: list[tuple[Path, str]], engine: WhisperEngine, beam: int, language: Language) -> None:
    hearing = Hearing(engine, SileroVoiceActivity(), redact_transcript)
    words, characters, cost = [0, 0], [0, 0], Cost()
    for sound, text in found:
        heard = hearing.hear_raw(open_sound(sound), (Role.ADVISER,), language)
        said = " ".join(segment.text for segment in heard.segments)
        for totals, pair in (
            (words, counts(text, said, language)),
            (characters, character_counts(text, said, language)),
        ):
            totals[0] += pair[0]
            totals[1] += pair[1]
    wall, processor, _ = cost.spent()
    print(
        f"{len(found)} prompts of {FEWEST_WORDS} words or more, beam {beam}: WER {words[0] / words[1]:.3f}, "
        f"CER {characters[0] / characters[1]:.3f}, {wall:.0f} s, {processor:.0f} s of processor time"
    )


if __name__ == "__main__":
    main()
