"""Word errors on human French telephone speech: the prompts of Debian's asterisk-core-sounds-fr.

Run: python -m evals.prompts [--count 80] [--language fr|en]

One professional voice, 8 kHz, one prompt at a time, beam 1 and 5; missing packages are installed when we are root.
"""

import argparse
import gzip
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from evals.machine import Cost, heading
from evals.word_errors import character_counts, counts
from gardefou.adapters.media.sound import open_sound
from gardefou.adapters.speech.faster_whisper_engine import FasterWhisperEngine
from gardefou.adapters.speech.weights import find_weights
from gardefou.bootstrap.settings import read_settings
from gardefou.hearing.redaction import redact_transcript
from gardefou.hearing.steps import Hearing
from gardefou.kernel.transcript import Language, Role

FEWEST_WORDS = 6
VOICES = {"fr": "fr_CA_f_June", "en": "en_US_f_Allison"}
_LINE = re.compile(r"^(?P<name>[\w/-]+):\s*(?P<text>.+)$")


def main() -> None:
    """Transcribe the prompts and print the error rates."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=80)
    parser.add_argument("--language", choices=["fr", "en"], default="fr")
    options = parser.parse_args()
    prompts = list(_prompts(options.language, options.count))
    if not prompts:
        print("skipped: the packages with the prompts are not installed, and only root can install them")
        return
    settings = read_settings()
    weights = find_weights(settings.speech_model, settings.models)
    print(heading(f"python -m evals.prompts --language {options.language}"))
    for beam in (1, 5):
        engine = FasterWhisperEngine(weights, settings.speech_model, settings.threads, beam)
        _measure(prompts, engine, beam, Language(options.language))


def _measure(prompts: list[tuple[Path, str]], engine: FasterWhisperEngine, beam: int, language: Language) -> None:
    hearing = Hearing(engine, redact_transcript)
    words, characters, cost = [0, 0], [0, 0], Cost()
    for sound, text in prompts:
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
        f"{len(prompts)} prompts of {FEWEST_WORDS} words or more, beam {beam}: WER {words[0] / words[1]:.3f}, "
        f"CER {characters[0] / characters[1]:.3f}, {wall:.0f} s, {processor:.0f} s of processor time"
    )


def _prompts(language: str, count: int) -> Iterator[tuple[Path, str]]:
    """The first prompts with enough words whose sound is there, in order of the list."""
    _install(language)
    lists = Path(f"/usr/share/doc/asterisk-core-sounds-{language}").glob("core-sounds-*.txt.gz")
    folders = [
        *Path("/usr/share/asterisk/sounds").glob(f"{VOICES[language]}*"),
        Path(f"/usr/share/asterisk/sounds/{language}"),
    ]
    found = 0
    for listing in sorted(lists):
        for line in gzip.decompress(listing.read_bytes()).decode("utf-8", errors="replace").splitlines():
            match = _LINE.match(line.strip())
            if not match or len(match["text"].split()) < FEWEST_WORDS or found >= count:
                continue
            sound = next((f / f"{match['name']}.wav" for f in folders if (f / f"{match['name']}.wav").is_file()), None)
            if sound:
                found += 1
                yield sound, match["text"]


def _install(language: str) -> None:
    names = [f"asterisk-core-sounds-{language}-wav", f"asterisk-core-sounds-{language}"]
    if Path(f"/usr/share/doc/{names[1]}").is_dir() or os.geteuid() or not shutil.which("apt-get"):
        return
    print("installing " + " ".join(names), file=sys.stderr)
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names],
    ):
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
