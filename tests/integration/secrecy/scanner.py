"""Looks for canaries, byte by byte, wherever a program could have left something in clear."""

import os
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
from psycopg import sql

LETTERS = re.compile(rb"(?:[a-z]|[\xc3-\xc5][\x80-\xbf]){6,}")
LETTERS_OF_TWO_BYTES = re.compile(rb"(?:[a-z\xe0-\xff]\x00){6,}")
COMPRESSED = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
OTHER_INSTALLATIONS = "gardefou-test-"
"""Folders of tests that run at the same time; the one of this test is looked through by its own name."""
STEM = 7
SHORTEST = 6
LARGEST_BYTES = 64_000_000
LARGEST_UNPACKED = 4_000_000


class Canaries:
    """What must be in clear nowhere: words, numbers and bytes, each in every form that a program could give it."""

    def __init__(self) -> None:
        self._words: dict[bytes, str] = {}
        self._bytes: dict[bytes, str] = {}

    def __len__(self) -> int:
        return len(self._words) + len(self._bytes)

    def word(self, text: str) -> None:
        """A word of at least six letters: its stem, with accents and without, in UTF-8 and UTF-16, in any case."""
        stem = text.lower()[: max(SHORTEST, min(STEM, len(text) - 2))]
        plain = "".join(each for each in unicodedata.normalize("NFD", stem) if not unicodedata.combining(each))
        for form in {stem, stem.upper(), plain}:
            self._words[form.encode().lower()] = text
            self._words[form.encode("utf-16-le").lower()[:-1]] = text

    def number(self, text: str) -> None:
        """A number as it was said and written, and its digits alone."""
        for form in {text, re.sub(r"\D", "", text)}:
            self._bytes[form.encode()] = text
            self._bytes[form.encode("utf-16-le")[:-1]] = text

    def content(self, name: str, content: bytes) -> None:
        """Bytes as they are."""
        self._bytes[content] = name

    def without(self, haystack: Iterable[bytes]) -> "Canaries":
        """Those that are not in what was there before."""
        known = {name for piece in haystack for name in self.found(piece)}
        rest = Canaries()
        rest._words = {needle: name for needle, name in self._words.items() if name not in known}
        rest._bytes = dict(self._bytes)
        return rest

    def found(self, content: bytes) -> set[str]:
        """The canaries in some bytes, also where these hold something compressed."""
        found = self._plain(content)
        view = memoryview(content)
        for start in COMPRESSED.finditer(content):
            with suppress(zlib.error):
                unpacked = zlib.decompressobj().decompress(view[start.start() :], LARGEST_UNPACKED)
                found |= self._plain(unpacked) if len(unpacked) >= SHORTEST else set()
        return found

    def _plain(self, content: bytes) -> set[str]:
        small = content.lower()
        runs = b"\n".join({*LETTERS.findall(small), *LETTERS_OF_TWO_BYTES.findall(small)})
        found = {name for needle, name in self._words.items() if needle in runs}
        return found | {name for needle, name in self._bytes.items() if needle in content}


SOFTWARE = {".venv", ".git", "site-packages", "node_modules"}
"""Installed meanwhile by others, perhaps; no program of a call writes there."""


class Places:
    """Folders that are looked through for files that changed after `since`, when the canaries came into being.

    A file that has not changed since it was found clean is not read again. In folders that others use too, only what is
    `unique` to this run is looked for.
    """

    def __init__(
        self, canaries: Canaries, folders: Iterable[Path], shared: Iterable[Path], since: float, unique: Canaries
    ) -> None:
        self.canaries = canaries
        self._unique = unique
        self._folders = list(folders)
        self._shared = list(shared)
        self._since = since
        self._clean: set[tuple[Path, int, int]] = set()

    def leaks(self) -> dict[str, set[str]]:
        """Every file with canaries in it, and which."""
        found = {}
        for path, state, canaries in self._files():
            known = (path, state.st_size, state.st_mtime_ns)
            if known in self._clean:
                continue
            with suppress(OSError):
                names = canaries.found(_content(path))
                if names:
                    found[str(path)] = names
                else:
                    self._clean.add(known)
        return found

    def _files(self) -> Iterator[tuple[Path, os.stat_result, Canaries]]:
        for folder in self._folders:
            yield from ((path, state, self.canaries) for path, state in _below(folder, self._since))
        for folder in self._shared:
            for path, state in _below(folder, self._since, OTHER_INSTALLATIONS):
                if not any(path.is_relative_to(each) for each in self._folders):
                    yield path, state, self._unique


def database_leaks(canaries: Canaries, dsn: str) -> dict[str, set[str]]:
    """Every table with canaries in it, as its rows are once decompressed, and which."""
    found = {}
    with psycopg.connect(dsn) as connection:
        tables = connection.execute(
            "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')"
        ).fetchall()
        for schema, table in tables:
            statement = sql.SQL("COPY (SELECT * FROM {}.{}) TO STDOUT (FORMAT binary)")
            with connection.cursor().copy(statement.format(sql.Identifier(schema), sql.Identifier(table))) as copy:
                content = b"".join(bytes(each) for each in copy)
            if names := canaries.found(content):
                found[f"{schema}.{table}"] = names
    return found


def rows(dsn: str) -> bytes:
    """Everything that the tables hold, for what is known before."""
    everything = Recording()
    database_leaks(everything, dsn)
    return b"".join(everything.seen)


class Recording(Canaries):
    """Finds nothing and remembers what it was shown."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[bytes] = []

    def found(self, content: bytes) -> set[str]:
        self.seen.append(content)
        return set()


def contents(folder: Path) -> Iterator[bytes]:
    """The bytes of every file below."""
    for path, _ in _below(folder):
        with suppress(OSError):
            yield _content(path)


def _below(folder: Path | str, since: float = 0, apart: str = "") -> Iterator[tuple[Path, os.stat_result]]:
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                if entry.is_dir(follow_symlinks=False):
                    if not entry.name.startswith(apart or "\0") and entry.name not in SOFTWARE:
                        yield from _below(entry.path, since)
                elif entry.is_file(follow_symlinks=False):
                    state = entry.stat(follow_symlinks=False)
                    if max(state.st_mtime, state.st_ctime) >= since:
                        yield Path(entry.path), state


def _content(path: Path) -> bytes:
    """The bytes of a file, long stretches of zeros made short."""
    with path.open("rb") as file:
        return re.sub(rb"\x00{64,}", bytes(64), file.read(LARGEST_BYTES))
