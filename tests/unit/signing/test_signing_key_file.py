"""Key files: who may read them, what opens them, and that a bad one is told in one line."""

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gardefou.adapters.signing import key_sealing
from gardefou.adapters.signing.ed25519 import SigningKey, verify
from gardefou.adapters.signing.signing_key_file import (
    read_key_document,
    read_signing_key,
    rewrite_signing_key,
    write_signing_key,
)
from gardefou.kernel.errors import InputRefused

KEY = SigningKey.from_seed("Zoé Roy", bytes(range(32)))
OTHER = SigningKey.from_seed("Zoé Roy", bytes(range(1, 33)))
PASSPHRASE = "café crème du matin"


def never() -> str:
    raise AssertionError("no passphrase is needed")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_sealing, "ITERATIONS", key_sealing.FEWEST_ITERATIONS)


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    write_signing_key(tmp_path / "zoe.key", KEY, PASSPHRASE)
    return tmp_path / "zoe.key"


def changed(path: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    fields = json.loads(path.read_text())
    change(fields)
    path.write_text(json.dumps(fields))
    return path


def refusal(path: Path, passphrase: str = PASSPHRASE) -> str:
    with pytest.raises(InputRefused) as refused:
        read_signing_key(path, lambda: passphrase)
    text = str(refused.value)
    assert text.startswith(f"{path}: ") and "\n" not in text
    return text


def test_a_key_comes_back_by_its_passphrase_alone(sealed: Path) -> None:
    key = read_signing_key(sealed, lambda: PASSPHRASE)
    assert (key.name, key.public) == ("Zoé Roy", KEY.public)
    assert verify(KEY.public, key.sign(b"act"), b"act")
    assert "another passphrase" in refusal(sealed, "café creme du matin")
    assert stat.S_IMODE(sealed.stat().st_mode) == 0o600
    assert KEY.seed().hex() not in sealed.read_text()
    assert [each.name for each in sealed.parent.iterdir()] == ["zoe.key"]


def test_a_passphrase_is_the_same_however_its_accents_are_composed(sealed: Path) -> None:
    assert read_signing_key(sealed, lambda: "cafe\u0301 cre\u0300me du matin").public == KEY.public


def test_two_files_of_one_key_have_nothing_secret_in_common(sealed: Path, tmp_path: Path) -> None:
    write_signing_key(tmp_path / "again.key", KEY, PASSPHRASE)
    first, second = (json.loads(path.read_text()) for path in (sealed, tmp_path / "again.key"))
    assert all(first[field] != second[field] for field in ("salt", "nonce", "sealed"))


def test_a_key_without_passphrase_asks_for_none(tmp_path: Path) -> None:
    write_signing_key(tmp_path / "bare.key", KEY, None)
    assert read_signing_key(tmp_path / "bare.key", never).public == KEY.public


def test_name_and_public_key_are_read_without_the_passphrase(sealed: Path) -> None:
    document = read_key_document(sealed)
    assert (document.name, document.public) == (KEY.name, KEY.public)


@pytest.mark.parametrize("there", ["file", "link to nothing", "folder"])
def test_nothing_is_written_over(tmp_path: Path, there: str) -> None:
    path = tmp_path / "a.key"
    if there == "file":
        path.touch()
    elif there == "folder":
        path.mkdir()
    else:
        path.symlink_to("gone")
    with pytest.raises(InputRefused, match="is there already"):
        write_signing_key(path, KEY, PASSPHRASE)
    assert [each.name for each in tmp_path.iterdir()] == ["a.key"]


def test_a_key_that_could_not_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Exception, match="its disk is full"):
        write_signing_key(tmp_path / "a.key", KEY, PASSPHRASE)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("passphrase", ["", "elevenchars", "\udcff" * 20, "x" * 257])
def test_a_passphrase_that_protects_nothing_is_refused(tmp_path: Path, passphrase: str) -> None:
    with pytest.raises(InputRefused, match=r"^the passphrase: ") as refused:
        write_signing_key(tmp_path / "a.key", KEY, passphrase)
    assert not passphrase or passphrase not in str(refused.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a\u202eb", " a", "x" * 101])
def test_a_name_that_cannot_be_shown_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputRefused, match=r"^the name of the key: "):
        write_signing_key(tmp_path / "a.key", SigningKey.generate(name), PASSPHRASE)


def test_another_passphrase_takes_the_place_of_the_former_one(sealed: Path) -> None:
    rewrite_signing_key(sealed, read_signing_key(sealed, lambda: PASSPHRASE), "a new passphrase")
    assert read_signing_key(sealed, lambda: "a new passphrase").public == KEY.public
    assert "does not open" in refusal(sealed)
    assert stat.S_IMODE(sealed.stat().st_mode) == 0o600


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o610])
def test_a_key_open_to_others_is_refused(sealed: Path, mode: int) -> None:
    sealed.chmod(mode)
    assert f"run chmod 600 {sealed}" in refusal(sealed)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_key_of_somebody_else_is_refused(sealed: Path) -> None:
    os.chown(sealed, 12_345, -1)
    assert "belongs to user 12345" in refusal(sealed)


def test_what_is_no_ordinary_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    assert "not an ordinary file" in refusal(tmp_path / "pipe")
    assert "not an ordinary file" in refusal(tmp_path)
    assert "no such key file" in refusal(tmp_path / "gone.key")


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("name", "", "field name: is empty"),
        ("name", "a\nb", "field name: has a character that cannot be shown"),
        ("name", 7, "field name: is not text"),
        ("public", KEY.public.upper(), "field public"),
        ("public", "00" * 32, "field public"),
        ("public", OTHER.public, "does not open"),
        ("iterations", 99_999, "field iterations"),
        ("iterations", 10_000_001, "field iterations"),
        ("iterations", True, "field iterations"),
        ("iterations", "600000", "field iterations"),
        ("iterations", 100_001, "does not open"),
        ("salt", "AAAA", "field salt: is not base64 of 16 bytes"),
        ("nonce", "é", "field nonce: is not base64 of 12 bytes"),
        ("nonce", None, "field nonce: is not base64 of 12 bytes"),
        ("sealed", "A" * 64 + "\n", "field sealed: is not base64 of 48 bytes"),
        ("sealed", "A" * 64, "does not open"),
        ("format", "gardefou signing key 2", "its format is not"),
        ("more", 1, "has a field that is none of"),
        ("seed", "A" * 43 + "=", "has a field that is none of"),
    ],
)
def test_an_altered_field_is_named(sealed: Path, field: str, value: object, told: str) -> None:
    text = refusal(changed(sealed, lambda fields: fields.update({field: value})))
    assert told in text and "recovery sheet" in text


@pytest.mark.parametrize("field", ["name", "public", "iterations", "salt", "nonce", "sealed"])
def test_a_missing_field_is_named(sealed: Path, field: str) -> None:
    assert f"field {field}: is missing" in refusal(changed(sealed, lambda fields: fields.pop(field)))


def test_a_bare_secret_of_another_public_key_is_refused(tmp_path: Path) -> None:
    write_signing_key(tmp_path / "a.key", KEY, None)
    path = changed(tmp_path / "a.key", lambda fields: fields.update(public=OTHER.public))
    assert "field public: does not belong to the secret" in refusal(path)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "not JSON"),
        (b"[" * 4000, "not JSON"),
        (b'{"format": ' + b"1" * 4000 + b"}", "its format is not"),
        (b"[]", "its format is not"),
        (b"\xff\xfe", "not UTF-8"),
        (b" " * 5000, "more than 4096 bytes"),
        (b'{"format": "gardefou signing key 1", "name": "A", "name": "B"}', "field name: stands twice"),
        (b'{"format": "gardefou signing key 1", "x\\ny": 1, "x\\ny": 2}', "stands twice"),
    ],
)
def test_what_is_no_key_file_is_told_in_one_line(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "a.key"
    path.write_bytes(content)
    path.chmod(0o600)
    assert told in refusal(path)
