"""What is stored can be read again, from anywhere and exactly; what was touched cannot be read at all."""

import hashlib
import os
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from vaults import (
    CALL,
    OTHER_CALL,
    QUARANTINE,
    RECORD,
    SOUND,
    files_below,
    loaded,
    new_vault,
    nothing_unfinished,
    object_file,
    store,
    vault_in,
)

from gardefou.adapters.vault.segments import HEADER, SEALED_BYTES, SEGMENT_BYTES, TAG_BYTES
from gardefou.kernel.errors import ContentAltered, ContentErased

SIZES = st.one_of(
    st.integers(0, 300),
    st.integers(0, 3 * SEGMENT_BYTES + 10),
    st.integers(-2, 2).map(lambda more: SEGMENT_BYTES + more),
    st.integers(-2, 2).map(lambda more: 2 * SEGMENT_BYTES + more),
)
NO_FIXTURE = settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)


def content_of(size: int) -> bytes:
    return hashlib.shake_128(str(size).encode()).digest(size)


@NO_FIXTURE
@given(st.lists(SIZES, max_size=4), st.data())
def test_any_writes_then_any_range(sizes: list[int], data: st.DataObject) -> None:
    pieces = [content_of(size) for size in sizes]
    whole = b"".join(pieces)
    with new_vault() as (vault, _):
        with vault.writer(CALL, RECORD, SOUND) as writer:
            for piece in pieces:
                assert writer.write(piece) == len(piece)
        with vault.reader(CALL, RECORD, SOUND) as reader:
            assert reader.size == len(whole)
            for _ in range(3):
                start = data.draw(st.integers(0, len(whole) + 5))
                length = data.draw(st.integers(0, len(whole) + 5))
                reader.seek(start)
                assert reader.read(length) == whole[start : start + length]
                assert reader.tell() == (start + len(whole[start : start + length]))
                pieces_read = list(vault.read_range(CALL, RECORD, SOUND, start, length))
                assert b"".join(pieces_read) == whole[start : start + length]
                assert all(0 < len(piece) <= SEGMENT_BYTES for piece in pieces_read)


@NO_FIXTURE
@given(SIZES, st.data())
def test_any_change_is_noticed_and_no_wrong_byte_is_given(size: int, data: st.DataObject) -> None:
    content = content_of(size)
    with new_vault() as (vault, folder):
        store(vault, content)
        path = object_file(folder)
        sealed = path.read_bytes()
        at = data.draw(st.integers(0, len(sealed) - 1))
        changed = data.draw(
            st.sampled_from(
                [
                    sealed[:at] + bytes([sealed[at] ^ 1 << at % 8]) + sealed[at + 1 :],
                    sealed[:at],
                    sealed[:at] + b"\0" + sealed[at:],
                    sealed + sealed[-17:],
                    sealed + bytes(SEALED_BYTES),
                ]
            )
        )
        path.write_bytes(changed)
        given_before = b""
        with pytest.raises(ContentAltered) as caught, vault.reader(CALL, RECORD, SOUND) as reader:
            while piece := reader.read(10_000):
                given_before += piece
        assert content.startswith(given_before)
        assert str(path) in str(caught.value) and str(caught.value).isprintable()


def test_cut_between_two_segments_is_noticed_when_opened(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    store(vault, content_of(3 * SEGMENT_BYTES))
    path = object_file(tmp_path)
    os.truncate(path, HEADER.size + 2 * SEALED_BYTES)
    with pytest.raises(ContentAltered):
        vault.reader(CALL, RECORD, SOUND)


def test_segments_in_another_order(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    store(vault, content_of(3 * SEGMENT_BYTES))
    path = object_file(tmp_path)
    head, body = path.read_bytes()[: HEADER.size], path.read_bytes()[HEADER.size :]
    path.write_bytes(head + body[SEALED_BYTES : 2 * SEALED_BYTES] + body[:SEALED_BYTES] + body[2 * SEALED_BYTES :])
    with pytest.raises(ContentAltered), vault.reader(CALL, RECORD, SOUND) as reader:
        reader.read(1)


@pytest.mark.parametrize("with_key", [False, True])
def test_objects_of_two_calls_swapped(tmp_path: Path, with_key: bool) -> None:
    vault = vault_in(tmp_path)
    store(vault, b"one")
    store(vault, b"two", OTHER_CALL)
    swap(object_file(tmp_path), object_file(tmp_path, OTHER_CALL))
    if with_key:
        swap(*files_below(tmp_path / "keys"))
    for call in (CALL, OTHER_CALL):
        with pytest.raises(ContentAltered):
            vault.reader(call, RECORD, SOUND)


def test_objects_of_one_call_swapped(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    store(vault, b"one", name="one.ogg")
    store(vault, b"two", name="two.ogg")
    swap(object_file(tmp_path, name="one.ogg"), object_file(tmp_path, name="two.ogg"))
    with pytest.raises(ContentAltered):
        vault.reader(CALL, RECORD, "one.ogg")


def test_object_that_somebody_removed_is_altered_not_erased(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    store(vault, b"one")
    object_file(tmp_path).unlink()
    assert not vault.exists(CALL, RECORD, SOUND)
    with pytest.raises(ContentAltered, match="has gone"):
        vault.reader(CALL, RECORD, SOUND)


def test_a_job_that_runs_twice(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    store(vault, b"before")
    with vault.reader(CALL, RECORD, SOUND) as reader:
        store(vault, b"after")
        assert reader.read() == b"before"
    assert loaded(vault) == b"after"
    assert len(files_below(tmp_path / "objects")) == 1


def test_failure_while_writing_leaves_what_was_there(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    store(vault, b"before")
    with pytest.raises(KeyError), vault.writer(CALL, RECORD, SOUND) as writer:
        writer.write(bytes(3 * SEGMENT_BYTES))
        raise KeyError
    assert loaded(vault) == b"before" and nothing_unfinished(tmp_path)


def test_nothing_under_the_name_before_the_end(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    with vault.writer(CALL, RECORD, SOUND) as writer:
        writer.write(bytes(3 * SEGMENT_BYTES))
        assert not vault.exists(CALL, RECORD, SOUND)
    assert vault.exists(CALL, RECORD, SOUND)
    with pytest.raises(ValueError, match="complete"):
        writer.write(b"more")


def test_same_content_is_never_the_same_on_disk(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    seen = []
    for _ in range(3):
        store(vault, b"the same")
        seen.append(object_file(tmp_path).read_bytes()[-TAG_BYTES - 8 :])
    seen += [vault.seal(CALL, RECORD, "transcript:1", b"the same") for _ in range(3)]
    assert len(set(seen)) == 6


def test_seek_from_everywhere(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    store(vault, b"0123456789")
    with vault.reader(CALL, RECORD, SOUND) as reader:
        assert reader.seek(-3, os.SEEK_END) == 7 and reader.read() == b"789"
        assert reader.seek(-9, os.SEEK_CUR) == 1 and reader.read(2) == b"12"
        assert reader.seek(100) == 100 and reader.read(1) == b""
        with pytest.raises(ValueError, match="before the start"):
            reader.seek(-1)
    with pytest.raises(ValueError, match="closed"):
        reader.read(1)


def test_errors_of_a_range_come_before_its_first_byte(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    store(vault, b"one")
    with pytest.raises(ContentErased):
        vault.read_range(uuid4(), RECORD, SOUND, 0, 1)
    with pytest.raises(ValueError):
        vault.read_range(CALL, RECORD, SOUND, -1, 1)


@pytest.mark.parametrize("name", ["", "..", "../x", "a/b", "a b", "A", ".part", "a..b", "x" * 101, "é"])
def test_names_that_are_no_names(tmp_path: Path, name: str) -> None:
    vault = vault_in(tmp_path)
    with pytest.raises(ValueError, match="cannot name"), vault.writer(CALL, RECORD, name):
        pass
    with pytest.raises(ValueError, match="cannot name"):
        vault.exists(CALL, RECORD, name)


@given(st.binary(max_size=2_000), st.text(max_size=30))
def test_content_for_a_column(content: bytes, label: str) -> None:
    with new_vault() as (vault, _):
        sealed = vault.seal(CALL, RECORD, label, content)
        assert vault.unseal(CALL, RECORD, label, sealed) == content
        vault.seal(OTHER_CALL, RECORD, label, content)
        vault.seal(CALL, QUARANTINE, label, content)
        elsewhere = [(OTHER_CALL, RECORD, label), (CALL, QUARANTINE, label), (CALL, RECORD, label + "x")]
        for call, compartment, other in elsewhere:
            with pytest.raises(ContentAltered):
                vault.unseal(call, compartment, other, sealed)


@settings(max_examples=40)
@given(st.binary(max_size=300), st.data())
def test_any_change_of_content_for_a_column(content: bytes, data: st.DataObject) -> None:
    with new_vault() as (vault, _):
        sealed = vault.seal(CALL, RECORD, "transcript:1", content)
        at = data.draw(st.integers(0, len(sealed) - 1))
        for changed in (
            sealed[:at] + bytes([sealed[at] ^ 1 << at % 8]) + sealed[at + 1 :],
            sealed[:at],
            sealed + b"\0",
        ):
            with pytest.raises(ContentAltered, match="transcript:1"):
                vault.unseal(CALL, RECORD, "transcript:1", changed)


def test_text_is_compressed(tmp_path: Path) -> None:
    text = b"je vous confirme le rendez-vous de mardi " * 200
    assert len(vault_in(tmp_path).seal(CALL, RECORD, "transcript:1", text)) < len(text) / 10


def test_no_window_of_the_content_is_on_disk(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    content = content_of(2 * SEGMENT_BYTES + 77)
    store(vault, content)
    with vault.writer(CALL, RECORD, "half.ogg") as writer:
        writer.write(content)
        on_disk = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
        assert sum(map(len, on_disk)) > 3 * SEGMENT_BYTES
        windows = {content[at : at + 12] for at in range(0, len(content) - 12, 4)}
        for stored in on_disk:
            assert not windows & {stored[at : at + 12] for at in range(len(stored) - 11)}


def swap(one: Path, two: Path) -> None:
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)
