"""A Whisper model without the tokens of scripts that are not evaluated."""

import json
import struct
from collections.abc import Iterator
from contextlib import nullcontext
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from gardefou.adapters.speech import fewer_tokens, whisper_model
from gardefou.adapters.speech.fewer_tokens import with_fewer_tokens
from gardefou.adapters.speech.vocabulary import Vocabulary
from gardefou.adapters.speech.weights import find_weights
from gardefou.adapters.speech.whisper_model import WhisperModel
from gardefou.bootstrap.samples import sample_calls
from gardefou.bootstrap.settings import read_settings
from gardefou.kernel.sound import HEARING_RATE
from gardefou.kernel.transcript import Language

EURO_PARTS = ("â", "Ĥ", "¬", "Ĥ¬")
TEXT = ("a", "Ð", "°", "Ġ", "Ã", "©", *EURO_PARTS, "ab", "Ã©", "Ð°", "âĤ¬", "")
SPECIAL = ("<|endoftext|>", "<|startoftranscript|>", "<|fr|>", "<|notimestamps|>", "<|0.00|>")
TOKENS = (*TEXT, *SPECIAL)
MERGES = ["Ð °", "Ã ©", "Ĥ ¬", "â Ĥ¬"]


def model_bin(version: int = 6, rows: str = "decoder/embeddings/weight") -> bytes:
    """Two weights, of which the second has one row for each token with the token's number in it."""

    def text(value: str) -> bytes:
        return struct.pack("<H", len(value) + 1) + value.encode() + b"\0"

    def weight(name: str, values: "np.ndarray[tuple[int, ...], np.dtype[np.float32]]") -> bytes:
        shape = struct.pack(f"<B{values.ndim}I", values.ndim, *values.shape)
        return text(name) + shape + struct.pack("<BI", 0, values.nbytes) + values.tobytes()

    numbers = np.repeat(np.arange(len(TOKENS), dtype=np.float32)[:, None], 2, axis=1)
    weights = weight("encoder/weight", np.ones(30, np.float32)) + weight(rows, numbers)
    alias = struct.pack("<I", 1) + text("decoder/projection/weight") + text("decoder/embeddings/weight")
    return struct.pack("<I", version) + text("WhisperSpec") + struct.pack("<II", 3, 2) + weights + alias


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    added = [{"id": TOKENS.index(each), "content": each, "special": True} for each in SPECIAL]
    model = {"type": "BPE", "vocab": {each: number for number, each in enumerate(TEXT)}, "merges": MERGES}
    tokenizer = {"added_tokens": added, "post_processor": {"type": "none"}, "model": model}
    (tmp_path / "tokenizer.json").write_text(json.dumps(tokenizer), "utf-8")
    config = {"suppress_ids": [0, TOKENS.index("Ð°"), TOKENS.index("ab")], "lang_ids": [TOKENS.index("<|fr|>")]}
    (tmp_path / "config.json").write_text(json.dumps(config), "utf-8")
    (tmp_path / "model.bin").write_bytes(model_bin())
    return tmp_path


@pytest.fixture
def made(weights: Path) -> Iterator[Path]:
    with with_fewer_tokens(weights) as folder:
        assert folder != weights
        yield folder


def tokens_of(folder: Path) -> list[str]:
    tokens: list[str] = json.loads((folder / "vocabulary.json").read_text("utf-8"))
    return tokens


def test_letters_of_french_and_english_stay_with_all_their_parts_and_every_single_byte(made: Path) -> None:
    assert tokens_of(made) == [each for each in TOKENS if each not in {"Ð°", "<|0.00|>"}]


def test_every_token_keeps_its_own_weights_and_the_rest_of_the_model_is_as_it_was(weights: Path, made: Path) -> None:
    whole, fewer = (weights / "model.bin").read_bytes(), (made / "model.bin").read_bytes()
    numbers = np.array([TOKENS.index(each) for each in tokens_of(made)], np.float32)
    rows = np.repeat(numbers[:, None], 2, axis=1).tobytes()
    before, after = whole.index(b"decoder/embeddings/weight"), whole.rindex(struct.pack("<I", 1))
    assert fewer[:before] == whole[:before]
    assert fewer.endswith(rows + whole[after:])


def test_what_is_suppressed_stays_suppressed_under_its_new_number(made: Path) -> None:
    config, tokens = json.loads((made / "config.json").read_text("utf-8")), tokens_of(made)
    assert [tokens[each] for each in config["suppress_ids"]] == ["a", "ab"]
    assert [tokens[each] for each in config["lang_ids"]] == ["<|fr|>"]


def test_nothing_is_left_behind(weights: Path) -> None:
    with with_fewer_tokens(weights) as folder:
        pass
    assert not folder.exists()


@pytest.mark.parametrize(
    "content", [b"", model_bin()[:200], model_bin(version=7), model_bin(rows="decoder/tokens/weight")]
)
def test_a_model_of_another_layout_is_taken_whole(weights: Path, content: bytes) -> None:
    (weights / "model.bin").write_bytes(content)
    assert_taken_whole(weights)


def test_where_no_temporary_folder_can_be_made_the_model_is_taken_whole(
    weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(weights / "missing"))
    assert_taken_whole(weights)


def test_a_large_model_is_taken_whole(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fewer_tokens, "LARGEST", 100)
    assert_taken_whole(weights)


def assert_taken_whole(weights: Path) -> None:
    with with_fewer_tokens(weights) as folder:
        assert folder == weights


@pytest.mark.speech
@pytest.mark.skipif(not find_spec("ctranslate2"), reason="CTranslate2 is not installed")
def test_the_packaged_model_hears_the_same_words_with_fewer_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read_settings()
    folder = find_weights(settings.speech_model, settings.models)
    fewer = WhisperModel(folder, "cpu", None, 1)
    monkeypatch.setattr(whisper_model, "with_fewer_tokens", nullcontext)
    whole = WhisperModel(folder, "cpu", None, 1)
    assert fewer.vocabulary.end < 0.85 * whole.vocabulary.end
    assert heard(fewer) == heard(whole)


@pytest.mark.speech
@pytest.mark.skipif(not find_spec("tokenizers"), reason="no tokenizer is installed")
def test_every_text_can_be_written_and_western_ones_with_the_tokens_of_before() -> None:
    settings = read_settings()
    folder = find_weights(settings.speech_model, settings.models)
    with with_fewer_tokens(folder) as made:
        fewer, whole = Vocabulary(made), Vocabulary(folder)
    for said in (" L’offre, Zoë\xa0? 19,99 € — « Œuvre »", " Łódź, Привет, 你好 🤷", " Where's the naïve façade?"):
        assert fewer.text(fewer.encode(said)) == said
    french = " L’offre, à 19,99 €, n'est-elle pas naïve ? Œuvre, Éric."
    assert len(fewer.encode(french)) == len(whole.encode(french))


def heard(model: WhisperModel) -> str:
    from gardefou.adapters.media.sound import open_sound

    call = next(each for each in sample_calls() if each.part == "development")
    samples = next(iter(open_sound(call.sound).blocks())).samples[0][: 12 * HEARING_RATE]
    frames = model.encode([model.features(samples, 14.0)])
    decoded = model.decode(frames, [model.vocabulary.prompt(Language.FRENCH)], 3, 100)[0]
    assert decoded.tokens
    return model.vocabulary.text(decoded.tokens)
