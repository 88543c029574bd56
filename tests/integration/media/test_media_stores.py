"""Sound that comes from a store and goes to one: the same as from and to a file, and failures keep their cause."""

import io
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
from sound_files import KINDS, Kind, encoded, kind_named, tone_file, tones

from gardefou.adapters.media.file import readable
from gardefou.adapters.media.peaks import peaks
from gardefou.adapters.media.silence import encode_kept, encode_silenced, write_silenced
from gardefou.adapters.media.sound import open_sound, open_sound_from
from gardefou.adapters.vault.compartment import Compartment, Place
from gardefou.adapters.vault.key_encryption import KeyEncryptionKey, KeyRing
from gardefou.adapters.vault.segments import SEALED_BYTES, SEGMENT_BYTES
from gardefou.adapters.vault.vault import Vault
from gardefou.kernel.errors import ContentAltered, InputRefused, StorageFull
from gardefou.kernel.sound import HEARING_RATE, Sound
from gardefou.kernel.transcript import Redaction

CALL = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
RECORD, QUARANTINE, ORIGINAL = Compartment.RECORD, Compartment.QUARANTINE, Compartment.ORIGINAL
CARD, NUMBER, PHONE, UNHEARD = (
    Redaction(kind, 0, start, start + 1_000)
    for kind, start in (("card", 2_000), ("number", 5_000), ("phone", 8_000), ("unheard", 10_500))
)


class Taken:
    """Takes bytes and can do nothing else; may fail after some."""

    def __init__(self, fails_after: int | None = None) -> None:
        self.content = b""
        self.fails_after = fails_after

    def write(self, content: bytes, /) -> int:
        if self.fails_after is not None and len(self.content) + len(content) > self.fails_after:
            raise StorageFull("the disk is full")
        self.content += content
        return len(content)


def vault_in(folder: Path) -> Vault:
    return Vault(KeyRing(KeyEncryptionKey(bytes(32))), Place(folder / "keys", folder / "objects"))


def stored(vault: Vault, content: bytes, compartment: Compartment = QUARANTINE) -> Sound:
    with vault.writer(CALL, compartment, "sound") as writer:
        writer.write(content)
    return sound_in(vault, compartment)


def sound_in(vault: Vault, compartment: Compartment) -> Sound:
    return open_sound_from(f"call {CALL}", lambda: vault.reader(CALL, compartment, "sound"))


def heard(sound: Sound) -> np.ndarray:
    return np.concatenate([block.samples for block in sound.blocks()], axis=1)


def call_of(seconds: float = 12.0, rate: int = HEARING_RATE) -> bytes:
    return encoded("wav", "pcm_s16le", rate, tones(rate, 2, seconds))


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_sound_of_the_vault_is_the_sound_of_the_file(tmp_path: Path, kind: Kind) -> None:
    content = tone_file(kind, rate=kind.rates[0], seconds=6.0)
    path = tmp_path / "call"
    path.write_bytes(content)
    file, sound = open_sound(path), stored(vault_in(tmp_path), content)
    assert sound.properties == file.properties and sound.name == f"call {CALL}"
    assert np.array_equal(heard(sound), heard(file))
    assert peaks(sound) == peaks(file)


def test_silenced_copy_into_the_vault_is_the_one_in_a_file(tmp_path: Path) -> None:
    vault, path = vault_in(tmp_path), tmp_path / "copy.ogg"
    sound = stored(vault, call_of())
    with vault.writer(CALL, RECORD, "redacted.ogg") as writer:
        encode_silenced(sound, [CARD, PHONE], writer)
    write_silenced(sound, [CARD, PHONE], path)
    with vault.reader(CALL, RECORD, "redacted.ogg") as reader:
        assert reader.read() == path.read_bytes()


def test_kept_sound_is_exact_but_for_what_may_be_a_card(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    sound = stored(vault, call_of())
    with vault.writer(CALL, ORIGINAL, "sound") as writer:
        encode_kept(sound, [CARD, NUMBER, PHONE, UNHEARD], writer)
    kept = sound_in(vault, ORIGINAL)
    assert kept.properties.codec == "flac" and kept.properties.duration_ms == 12_000
    before, after = heard(sound), heard(kept)
    assert before.shape == after.shape
    touched = np.zeros(before.shape[1], bool)
    for redaction in (CARD, NUMBER, UNHEARD):
        silence = slice(redaction.start_ms * 16, redaction.end_ms * 16)
        assert not after[:, silence].any() and before[:, silence].any()
        touched[(redaction.start_ms - 5) * 16 : (redaction.end_ms + 5) * 16] = True
    assert np.array_equal(before[:, ~touched], after[:, ~touched])


@pytest.mark.parametrize("encode", [encode_silenced, encode_kept])
def test_writer_that_can_only_write(tmp_path: Path, encode: Callable) -> None:
    sound = stored(vault_in(tmp_path), call_of(rate=8_000))
    taken = Taken()
    encode(sound, [CARD], taken)
    copy = open_sound_from("copy", lambda: io.BytesIO(taken.content))
    assert heard(copy).shape == (2, 12 * HEARING_RATE)


@pytest.mark.parametrize("encode", [encode_silenced, encode_kept])
def test_writer_that_fails_anywhere_says_so_itself(tmp_path: Path, encode: Callable) -> None:
    sound = stored(vault_in(tmp_path), call_of())
    whole = Taken()
    encode(sound, [], whole)
    for fails_after in (0, 100, len(whole.content) // 2, len(whole.content) - 1):
        with pytest.raises(StorageFull, match="the disk is full"):
            encode(sound, [], Taken(fails_after))
    encode(sound, [], Taken(len(whole.content)))


@pytest.mark.parametrize("name", ["s16.wav", "call.flac", "call.mp3", "call.opus", "flac.ogg", "call.m4a"])
@pytest.mark.parametrize("segment", [0, 1, 2])
def test_altered_ciphertext_is_never_taken_for_the_end_of_the_call(tmp_path: Path, name: str, segment: int) -> None:
    vault = vault_in(tmp_path)
    kind = kind_named(name)
    noise = np.random.default_rng(2).normal(0, 0.2, (2, 60 * kind.rates[0])).clip(-1, 1).astype(np.float32)
    content = encoded(kind.container, kind.encoder, kind.rates[0], noise)
    assert len(content) > 2 * SEGMENT_BYTES + 10_000
    sound = stored(vault, content)
    path = next((tmp_path / "objects").rglob(f"{CALL}.sound"))
    sealed = bytearray(path.read_bytes())
    sealed[segment * SEALED_BYTES + 5_000] ^= 1
    path.write_bytes(sealed)
    with pytest.raises(ContentAltered):
        heard(sound)
    with pytest.raises(ContentAltered), vault.writer(CALL, RECORD, "sound") as writer:
        encode_silenced(sound, [], writer)
    assert not vault.exists(CALL, RECORD, "sound")
    with pytest.raises(ContentAltered):
        for _ in sound_in(vault, QUARANTINE).blocks():
            pass


def test_sound_of_the_vault_that_is_none(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    for content, cause in ((b"", "is empty"), (b"text " * 100, "is text"), (call_of()[:-100], "cut short")):
        with pytest.raises(InputRefused, match=f"call {CALL}: .*{cause}"):
            stored(vault, content)


def test_reader_that_the_system_fails(tmp_path: Path) -> None:
    content = call_of()

    class Failing(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > len(content) // 2:
                raise OSError(5, "Input/output error")
            return super().read(size)

    with pytest.raises(InputRefused, match=r"cannot be read \(Input/output error\)"):
        heard(open_sound_from("call", lambda: Failing(content)))


def test_failure_that_was_taken_for_the_end_comes_up_again() -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise ContentAltered("call")

    with pytest.raises(ContentAltered), readable(lambda: Failing(b"sound")) as (file, _), suppress(ContentAltered):
        file.read()
