"""What a glossary gives, and whether it puts in names that nobody said.

Run: python -m evals.glossary [--half evaluation] [--sets samples,prompts,english] [--most 40]

Each sound is heard without a glossary, with one, and with its names as text that the model goes on from ("prompt").
Glossaries: "products" is that of the sample calls; "stand-ins" are names of persons in their labels, which the model
does not know either, as the calls name two products only; "altered" are words of these sounds with one letter changed,
the hardest case: each of them that is heard is wrong. "wrong" are entries heard more often than said.
"""

import argparse
import json
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

import numpy as np

from evals.asr.material import Half, Item
from evals.asr.sets import SETS
from evals.machine import heading
from evals.word_errors import counts
from gardefou.adapters.documents.glossary_file import FEWEST_SOUNDS, read_glossary
from gardefou.adapters.media.sound import open_sound
from gardefou.adapters.speech.vocabulary import Vocabulary
from gardefou.adapters.speech.voice_activity import SileroVoiceActivity
from gardefou.adapters.speech.weights import find_weights
from gardefou.adapters.speech.whisper_engine import WhisperEngine
from gardefou.adapters.speech.whisper_model import WhisperModel
from gardefou.bootstrap.samples import sample_calls
from gardefou.bootstrap.settings import read_settings
from gardefou.hearing.glossary.model import Entry, Glossary
from gardefou.hearing.glossary.sounds import sound_of
from gardefou.hearing.glossary.windows import plain
from gardefou.hearing.redaction import redact_transcript
from gardefou.hearing.steps import Hearing
from gardefou.kernel.transcript import Language, Role

PRODUCTS = Path("samples/glossary.yaml")
MOST_ALTERED = 100
ROLES = (Role.ADVISER, Role.CUSTOMER)
VOWELS, CONSONANTS = "aeiou", "bdflmnprstv"
MODES = ("without", "glossary", "prompt")


class Prompted(Vocabulary):
    """The tokens of a model that goes on from the names of a glossary."""

    def __init__(self, weights: Path, glossary: Glossary) -> None:
        super().__init__(weights)
        names = ", ".join(each.write for each in glossary.entries)
        self._names = self.encode(f" {names}.")[:200]

    def prompt(self, language: Language, before: Sequence[int] = ()) -> list[int]:
        """Names, then text of that language."""
        return super().prompt(language, [*self._names, *before])


def main() -> None:
    """Hear the sets in each way and print what came of it."""
    options = _options()
    settings = read_settings()
    weights = find_weights(settings.speech_model, settings.models)
    model = WhisperModel(weights, "cpu", None, 1)
    print(heading(f"python -m evals.glossary --half {options.half} --sets {','.join(options.sets)}"))
    print("set      glossary   way        entries  said heard wrong     WER  CPU s")
    with tempfile.TemporaryDirectory(prefix="gardefou-glossary-") as folder:
        for name in options.sets:
            items = SETS[name](options.half, Path(folder), 10).items[: options.most]
            spoken = [_Heard(item, "", _said(item)) for item in items]
            without, cost = _hear(items, WhisperEngine(model, "base", 1, settings.speech_beam))
            for title, glossary in _glossaries(options.half, spoken).items():
                _print(name, title, "without", glossary, without, cost)
                own = WhisperEngine(model, "base", 1, settings.speech_beam, glossary=glossary)
                _print(name, title, "glossary", glossary, *_hear(items, own))
                if title != "altered":
                    plain_vocabulary, model.vocabulary = model.vocabulary, Prompted(weights, glossary)
                    heard = _hear(items, WhisperEngine(model, "base", 1, settings.speech_beam))
                    model.vocabulary = plain_vocabulary
                    _print(name, title, "prompt", glossary, *heard)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=get_args(Half), default="evaluation")
    parser.add_argument("--sets", type=lambda text: text.split(","), default=["samples", "prompts", "english"])
    parser.add_argument("--most", type=int, help="so many sounds of each set at most")
    return parser.parse_args()


class _Heard:
    """What was said and heard in one sound."""

    def __init__(self, item: Item, heard: str, said: str) -> None:
        self.item, self.heard, self.said = item, heard, said


def _said(item: Item) -> str:
    turns = sorted(item.turns or (), key=lambda turn: (turn.channel, turn.start_ms))
    return " ".join(turn.text for turn in turns)


def _hear(items: Sequence[Item], engine: WhisperEngine) -> tuple[list[_Heard], float]:
    hearing = Hearing(engine, SileroVoiceActivity(), redact_transcript)
    before, heard = time.process_time(), []
    for item in items:
        raw = hearing.hear_raw(open_sound(item.sound), ROLES[: item.channels], Language(item.language))
        ordered = sorted(raw.segments, key=lambda each: (each.channel, each.start_ms))
        heard.append(_Heard(item, " ".join(each.text for each in ordered), _said(item)))
    return heard, time.process_time() - before


def _print(name: str, title: str, way: str, glossary: Glossary, heard: Sequence[_Heard], cost: float) -> None:
    said = found = wrong = errors = words = 0
    for each in heard:
        for entry in glossary.entries:
            in_truth, in_heard = _times(entry.write, each.said), _times(entry.write, each.heard)
            said, found = said + in_truth, found + min(in_truth, in_heard)
            wrong += max(0, in_heard - in_truth)
        errors_of_item, words_of_item = counts(each.said, each.heard, each.item.language)
        errors, words = errors + errors_of_item, words + words_of_item
    rate = errors / max(1, words)
    size = len(glossary.entries)
    print(f"{name:<9}{title:<11}{way:<10}{size:>8}{said:>6}{found:>6}{wrong:>6}{rate:>8.4f}{cost:>7.1f}", flush=True)


def _times(entry: str, text: str) -> int:
    words = " ".join(re.sub(r"[^\w]+", " ", text.lower()).split())
    return len(re.findall(rf"\b{re.escape(plain(entry))}\b", words))


def _glossaries(half: Half, spoken: Sequence[_Heard]) -> dict[str, Glossary]:
    return {
        "products": read_glossary(PRODUCTS),
        "stand-ins": Glossary(tuple(Entry(name) for name in _stand_ins(half))),
        "altered": Glossary(tuple(Entry(name) for name in _altered(" ".join(each.said for each in spoken)))),
    }


def _stand_ins(half: Half) -> list[str]:
    """Names in the labels of the sample calls of a half."""
    found: set[str] = set()
    for call in sample_calls():
        if call.part == half:
            labels = json.loads(call.labels.read_text("utf-8"))["personal"]
            texts = (label["text"] for label in labels if label["kind"] == "name")
            found.update(word for text in texts for word in re.findall(r"[A-ZÀ-Ý][\w-]+", text) if _is_long(word))
    return sorted(found)


def _altered(text: str) -> Iterator[str]:
    """Words of a text with one letter changed, such that nobody says them."""
    said = sorted({word for word in re.findall(r"[^\W\d_]+", text.lower()) if _is_long(word)})
    random = np.random.default_rng(5)
    for word in random.permutation(said)[:MOST_ALTERED]:
        places = [place for place in range(len(word) - 1) if word[place] in VOWELS + CONSONANTS]
        place = int(random.choice(places))
        others = [letter for letter in (VOWELS if word[place] in VOWELS else CONSONANTS) if letter != word[place]]
        changed = word[:place] + str(random.choice(others)) + word[place + 1 :]
        if changed not in said:
            yield changed.capitalize()


def _is_long(word: str) -> bool:
    return len(sound_of(word)) > FEWEST_SOUNDS


if __name__ == "__main__":
    main()
