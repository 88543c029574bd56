"""Writes the weights of a CTranslate2 Whisper model as the ggml file that whisper.cpp reads, products in 8 bits."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float16]
MAGIC, FLOAT32, FLOAT16, Q8 = 0x67676D6C, 0, 1, 8
MOSTLY_Q8 = 2007
"""Most tensors are Q8_0, in the second version of its layout."""
BLOCK = 32
TOKENS = 50_257
"""Of the multilingual vocabulary; whisper.cpp adds the special ones itself."""
MELS = 80
TYPES: dict[int, npt.DTypeLike] = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}


def write_ggml(model: Path, destination: Path) -> None:
    """Convert the folder of a CTranslate2 model whose weights are float16."""
    from faster_whisper.feature_extractor import FeatureExtractor

    weights = _read(model / "model.bin")
    filters = FeatureExtractor(MELS).mel_filters.astype(np.float32)
    with destination.open("wb") as file:
        file.write(struct.pack("<12i", MAGIC, *_sizes(weights), MOSTLY_Q8))
        file.write(struct.pack("<2i", *filters.shape) + filters.tobytes())
        tokens = _tokens(model / "vocabulary.txt")
        file.write(struct.pack("<i", len(tokens)))
        for token in tokens:
            file.write(struct.pack("<i", len(token)) + token)
        for name, tensor in _tensors(weights):
            _write(file, name, tensor)


def _read(path: Path) -> dict[str, Array]:
    content, offset = memoryview(path.read_bytes()), 0

    def number(form: str) -> int:
        nonlocal offset
        (value,) = struct.unpack_from(f"<{form}", content, offset)
        offset += struct.calcsize(form)
        return int(value)

    def taken(length: int) -> memoryview:
        nonlocal offset
        offset += length
        return content[offset - length : offset]

    number("I"), taken(number("H")), number("I")
    tensors = {}
    for _ in range(number("I")):
        name = bytes(taken(number("H"))).rstrip(b"\0").decode()
        shape = [number("I") for _ in range(number("B"))]
        kind = TYPES[number("B")]
        tensors[name] = np.frombuffer(taken(number("I")), kind).reshape(shape)
    return tensors


def _sizes(weights: dict[str, Array]) -> tuple[int, ...]:
    vocabulary, states = weights["decoder/embeddings/weight"].shape
    sizes = [vocabulary]
    for side in ("encoder", "decoder"):
        heads = int(weights[f"{side}/num_heads"])
        sizes += [weights[f"{side}/position_encodings/encodings"].shape[0], states, heads, len(_layers(weights, side))]
    return (*sizes, MELS)


def _layers(weights: dict[str, Array], side: str) -> list[str]:
    return sorted({name.split("/")[1] for name in weights if name.startswith(f"{side}/layer_") and "/ffn/" in name})


def _tokens(path: Path) -> list[bytes]:
    """The bytes of each token, which the file spells with one printable character a byte."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in plain]
    byte_of = {chr(byte): byte for byte in plain} | {chr(256 + n): byte for n, byte in enumerate(others)}
    lines = path.read_text("utf-8").split("\n")[:TOKENS]
    return [bytes(byte_of[character] for character in line) for line in lines]


def _tensors(weights: dict[str, Array]) -> Iterator[tuple[str, Array]]:
    for number in (1, 2):
        yield f"encoder.conv{number}.weight", weights[f"encoder/conv{number}/weight"]
        yield f"encoder.conv{number}.bias", weights[f"encoder/conv{number}/bias"][:, np.newaxis]
    yield "decoder.token_embedding.weight", weights["decoder/embeddings/weight"]
    for side, last in (("encoder", "ln_post"), ("decoder", "ln")):
        yield f"{side}.positional_embedding", weights[f"{side}/position_encodings/encodings"]
        yield from _norm(weights, f"{side}/layer_norm", f"{side}.{last}")
        for layer in _layers(weights, side):
            yield from _block(weights, f"{side}/{layer}", f"{side}.blocks.{layer.removeprefix('layer_')}")


def _block(weights: dict[str, Array], source: str, target: str) -> Iterator[tuple[str, Array]]:
    attention: list[tuple[str, str, tuple[tuple[str, ...], ...]]] = [
        ("self_attention", "attn", (("query", "key", "value"), ("out",)))
    ]
    if f"{source}/attention/linear_0/weight" in weights:
        attention.append(("attention", "cross_attn", (("query",), ("key", "value"), ("out",))))
    for name, short, linears in attention:
        yield from _norm(weights, f"{source}/{name}/layer_norm", f"{target}.{short}_ln")
        for number, parts in enumerate(linears):
            for kind in ("weight", "bias"):
                whole = weights[f"{source}/{name}/linear_{number}/{kind}"]
                for part, tensor in zip(parts, np.split(whole, len(parts)), strict=True):
                    if (part, kind) != ("key", "bias"):  # Whisper has none, here it is zeros
                        yield f"{target}.{short}.{part}.{kind}", tensor
    yield from _norm(weights, f"{source}/ffn/layer_norm", f"{target}.mlp_ln")
    for number, position in ((0, 0), (1, 2)):
        for kind in ("weight", "bias"):
            yield f"{target}.mlp.{position}.{kind}", weights[f"{source}/ffn/linear_{number}/{kind}"]


def _norm(weights: dict[str, Array], source: str, target: str) -> Iterator[tuple[str, Array]]:
    yield f"{target}.weight", weights[f"{source}/gamma"]
    yield f"{target}.bias", weights[f"{source}/beta"]


def _write(file: BinaryIO, name: str, tensor: Array) -> None:
    is_float = tensor.ndim == 1 or name.endswith((".bias", "positional_embedding"))
    kind = FLOAT32 if is_float else FLOAT16 if tensor.ndim == 3 else Q8
    encoded = name.encode()
    file.write(struct.pack(f"<{3 + tensor.ndim}i", tensor.ndim, len(encoded), kind, *reversed(tensor.shape)) + encoded)
    file.write(_quantised(tensor) if kind == Q8 else tensor.astype(np.float32 if is_float else np.float16).tobytes())


def _quantised(tensor: Array) -> bytes:
    blocks = tensor.astype(np.float32).reshape(-1, BLOCK)
    scales = np.abs(blocks).max(axis=1, keepdims=True) / 127
    numbers = np.rint(blocks / np.where(scales, scales, 1)).astype(np.int8)
    made = np.empty(len(blocks), np.dtype([("scale", np.float16), ("numbers", np.int8, BLOCK)]))
    made["scale"], made["numbers"] = scales[:, 0], numbers
    return made.tobytes()
