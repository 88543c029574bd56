"""Reads tables that people export as CSV: encoding and separator are found out, and every row keeps its line."""

import csv
import io
import os
import re
import stat
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import BinaryIO, NamedTuple, TextIO

from gardefou.adapters.documents.faults import Faults
from gardefou.adapters.documents.text_encoding import encoding_of
from gardefou.intake.rules import shown
from gardefou.kernel.errors import InputRefused

SEPARATORS = ";,\t|"
LARGEST_FILE = 100_000_000
LONGEST_LINE = 1_000_000
QUOTED = re.compile(r'"(?:[^"]|"")*"')
EXCEL_SEPARATOR = re.compile(r'"?sep=([;,\t|])"?\s*', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its own name and by the names that people give it; case, accents and spaces do not matter."""

    name: str
    synonyms: tuple[str, ...] = ()
    required: bool = True


class Row(NamedTuple):
    """The fields of a row by the names of their columns, and the line on which it begins."""

    line: int
    fields: Mapping[str, str]


def read_rows(
    path: Path, columns: Sequence[Column], faults: Faults, tell: Callable[[str], None], largest: int = LARGEST_FILE
) -> Iterator[Row]:
    """The rows of a table one by one, blank ones left out; rows without the header's number of fields become faults.

    `tell` is given one line when there are columns that nobody knows. Raises InputRefused when it is not a table, or
    changes while it is read.
    """
    with _opened(path, faults.source, largest) as file:
        before = _state(file)
        yield from rows_of(file, columns, faults, tell)
        if _state(file) != before:
            raise InputRefused(faults.source, "was changed while it was read; try again when it is complete")


def rows_of(file: BinaryIO, columns: Sequence[Column], faults: Faults, tell: Callable[[str], None]) -> Iterator[Row]:
    """The same of a file that is open already, and stays open."""
    encoding = encoding_of(faults.source, file)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, newline="")
    try:
        yield from _rows(_lines(text, faults), columns, faults, tell)
    finally:
        text.detach()


@contextmanager
def _opened(path: Path, source: str, largest: int) -> Iterator[BinaryIO]:
    try:
        if path.exists() and not path.is_file():
            raise InputRefused(source, "is not an ordinary file; give a CSV file")
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise InputRefused(source, "is not an ordinary file; give a CSV file")
            if size > largest:
                raise InputRefused(source, f"has {size} bytes, the most is {largest}; split it")
            yield file
    except FileNotFoundError:
        raise InputRefused(source, "no such file; check the path") from None
    except PermissionError:
        raise InputRefused(source, "reading is not permitted; change its mode or run as its owner") from None
    except OSError as error:
        raise InputRefused(source, f"cannot be read ({error.strerror}); copy it to another disk") from None


def _state(file: BinaryIO) -> tuple[int, int]:
    now = os.fstat(file.fileno())
    return now.st_size, now.st_mtime_ns


def _lines(text: TextIO, faults: Faults) -> Iterator[str]:
    """The lines with their ends, each read whole only when it is not too long."""
    number = 0
    while line := text.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE:
            raise InputRefused(
                faults.source, f"line {number}: is longer than {LONGEST_LINE} characters; is this a CSV?"
            )
        yield line


def _rows(
    lines: Iterator[str], columns: Sequence[Column], faults: Faults, tell: Callable[[str], None]
) -> Iterator[Row]:
    skipped, header, separator = _header(lines, faults.source)
    reader = csv.reader(chain(header, lines), delimiter=separator, strict=True)
    read = skipped
    width = 0
    places: dict[str, int] = {}
    try:
        for values in reader:
            line, read = read + 1, skipped + reader.line_num
            if not width:
                width = len(values)
                places = _places(values, columns, line, faults.source, tell)
            elif len(values) == width:
                if any(map(str.strip, values)):
                    yield Row(line, {name: values[place] for name, place in places.items()})
            elif any(map(str.strip, values)):
                faults.add(
                    line,
                    f"has {len(values)} fields, the header has {width}; quote a field that holds {_named(separator)}",
                )
    except csv.Error as error:
        faults.add(read + 1, f"cannot be split into fields ({error}); check the quotes of this row")


def _header(lines: Iterator[str], source: str) -> tuple[int, list[str], str]:
    """The lines skipped before the header, those that it takes, and the separator."""
    skipped, named, header = 0, "", list[str]()
    for line in lines:
        excel = EXCEL_SEPARATOR.fullmatch(line) if not skipped else None
        if not header and (excel or not line.strip()):
            skipped += 1
            named = excel[1] if excel else named
            continue
        header.append(line)
        if sum(each.count('"') for each in header) % 2 == 0:
            return skipped, header, named or _separator("".join(header), skipped + 1, source)
    if header:
        raise InputRefused(source, f"line {skipped + 1}: a quote of the header is never closed; close it")
    raise InputRefused(source, "is empty; expected a header row with the names of the columns")


def _separator(header: str, line: int, source: str) -> str:
    """The separator that the header has most of, outside quotes."""
    bare = QUOTED.sub("", header)
    counts = sorted(((bare.count(each), each) for each in SEPARATORS), reverse=True)
    if counts[0][0] and counts[0][0] == counts[1][0]:
        both = f"{_named(counts[0][1])} and {_named(counts[1][1])}"
        raise InputRefused(
            source, f"line {line}: {both} both may separate the columns; put names that hold one in quotes"
        )
    return counts[0][1] if counts[0][0] else ","


def _named(separator: str) -> str:
    return {";": "a semicolon", ",": "a comma", "\t": "a tab", "|": "a bar"}[separator]


def _places(
    header: Sequence[str], columns: Sequence[Column], line: int, source: str, tell: Callable[[str], None]
) -> dict[str, int]:
    """Where each known column stands."""
    known = {plain(name): column.name for column in columns for name in (column.name, *column.synonyms)}
    places: dict[str, int] = {}
    unknown: list[str] = []
    seen: dict[str, int] = {}
    for place, title in enumerate(header):
        key = plain(title)
        name = known.get(key)
        twice = places.get(name) if name else seen.get(key)
        if key and twice is not None:
            raise InputRefused(
                source, f"line {line}: columns {twice + 1} and {place + 1} are both {name or shown(title)}; keep one"
            )
        seen[key] = place
        if name:
            places[name] = place
        elif title.strip():
            unknown.append(shown(title.strip()[:40]))
    missing = [column.name for column in columns if column.required and column.name not in places]
    if missing:
        raise InputRefused(source, f"line {line}: the header lacks {', '.join(missing)}; add every one of them")
    if unknown:
        tell(f"{source}: line {line}: columns that are not read: {', '.join(unknown[:20])}")
    return places


@lru_cache(maxsize=1_000)
def plain(name: str) -> str:
    """A name as one word of small letters and digits without accents, by which writings of it are compared."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(each for each in decomposed if each.isalnum())
