"""Leaves out of a Whisper model the tokens of scripts that are not evaluated: the same weights, fewer to choose from.

Layout of model.bin: CTranslate2, specs/model_spec.py, binary version 6.
"""

import json
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

LARGEST = 1 << 29
"""Bytes of model.bin: larger models spend little on the choice of tokens, and are not copied."""
BINARY_VERSION = 6
OF_TOKENS = ("decoder/embeddings/", "decoder/projection/")
"""Weights that have a row for each token."""
WESTERN = "cp1252"
"""The letters that stay: those of French, English and their neighbours."""

Rows = npt.NDArray[np.intp]


@contextmanager
def with_fewer_tokens(weights: Path) -> Iterator[Path]:
    """The folder of the model with fewer tokens, there for as long as it is loaded: the library keeps what it reads.

    Where the model is too large, not laid out as known, or cannot be copied, the folder is `weights`.
    """
    try:
        made = TemporaryDirectory(prefix="gardefou-speech-")
    except OSError:
        yield weights
        return
    with made as folder:
        yield Path(folder) if _is_reduced(weights, Path(folder)) else weights


def _is_reduced(weights: Path, folder: Path) -> bool:
    """Write the files of the model with fewer tokens, unless it is to be taken whole."""
    try:
        if (weights / "model.bin").stat().st_size > LARGEST:
            return False
        tokenizer = json.loads((weights / "tokenizer.json").read_text("utf-8"))
        config = json.loads((weights / "config.json").read_text("utf-8"))
        numbers = _kept(tokenizer)
        with (weights / "model.bin").open("rb") as model, (folder / "model.bin").open("wb") as fewer:
            _copy_rows(model, fewer, np.fromiter(numbers, np.intp))
        for name in ("suppress_ids", "suppress_ids_begin", "lang_ids"):
            config[name] = [numbers[each] for each in config.get(name, ()) if each in numbers]
        tokens = _fewer_tokens(tokenizer, numbers)
        for name, content in {"config": config, "vocabulary": tokens, "tokenizer": tokenizer}.items():
            (folder / f"{name}.json").write_text(json.dumps(content), "utf-8")
    except (OSError, MemoryError, LookupError, TypeError, AttributeError, ValueError, struct.error):
        return False
    return True


def _kept(tokenizer: Any) -> dict[int, int]:
    """The new number of each token that stays, by its old one, in order; marks of times do not."""
    special = {each["content"]: int(each["id"]) for each in tokenizer["added_tokens"]}
    end, last = special["<|endoftext|>"], special["<|notimestamps|>"]
    stay = _staying(tokenizer["model"])
    text = (number for token, number in tokenizer["model"]["vocab"].items() if number < end and token in stay)
    return {old: new for new, old in enumerate([*sorted(text), *range(end, last + 1)])}


def _staying(model: Any) -> set[str]:
    """The tokens of letters that stay, the parts they are put together from, and single bytes, which write the rest."""
    letters = _letters()
    stay = {token for token in model["vocab"] if len(token) == 1 or _is_western(token, letters)}
    for first, second in reversed([_parts(merge) for merge in model["merges"]]):
        if first + second in stay:
            stay |= {first, second}
    return stay


def _is_western(token: str, letters: dict[str, int]) -> bool:
    if not set(token) <= letters.keys():
        return False
    try:
        bytes(letters[each] for each in token).decode().encode(WESTERN)
    except UnicodeError:
        return False
    return True


def _letters() -> dict[str, int]:
    """The byte that each letter of a token stands for: printable ones for themselves, others from 256 on."""
    plain = {*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
    others = [each for each in range(0x100) if each not in plain]
    return {chr(each): each for each in plain} | {chr(0x100 + place): each for place, each in enumerate(others)}


def _fewer_tokens(tokenizer: Any, numbers: dict[int, int]) -> list[str]:
    """The tokens that stay, in order; leaves the others out of the tokenizer."""
    model = tokenizer["model"]
    vocabulary = {token: numbers[number] for token, number in model["vocab"].items() if number in numbers}
    added = [each for each in tokenizer["added_tokens"] if each["id"] in numbers]
    model["vocab"] = vocabulary
    model["merges"] = [each for each in model["merges"] if "".join(_parts(each)) in vocabulary]
    tokenizer["added_tokens"] = [each | {"id": numbers[each["id"]]} for each in added]
    tokenizer["post_processor"] = None
    every = vocabulary | {each["content"]: each["id"] for each in tokenizer["added_tokens"]}
    return sorted(every, key=lambda token: every[token])


def _parts(merge: Any) -> tuple[str, str]:
    first, second = merge.split(" ") if isinstance(merge, str) else merge
    return first, second


def _copy_rows(model: BinaryIO, fewer: BinaryIO, kept: Rows) -> None:
    """Copy a model.bin with those rows alone of the weights that have one for each token."""

    def copied(layout: str) -> Any:
        content = model.read(struct.calcsize(layout))
        fewer.write(content)
        return struct.unpack(layout, content)[0]

    def text() -> str:
        length = copied("<H")
        return str(copied(f"{length}s").decode("ascii").rstrip("\0"))

    if copied("<I") != BINARY_VERSION or text() != "WhisperSpec":
        raise ValueError
    copied("<I")
    found = False
    for _ in range(copied("<I")):
        name, rank = text(), copied("<B")
        shape = struct.unpack(f"<{rank}I", model.read(4 * rank))
        kind, length = struct.unpack("<BI", model.read(5))
        content = model.read(length)
        if name.startswith(OF_TOKENS) and rank and shape[0] > kept[-1]:
            content = np.frombuffer(content, np.uint8).reshape(shape[0], -1)[kept].tobytes()
            shape, found = (len(kept), *shape[1:]), True
        fewer.write(struct.pack(f"<{rank}IBI", *shape, kind, len(content)))
        fewer.write(content)
    if not found:
        raise ValueError
    fewer.write(model.read())
