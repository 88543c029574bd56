"""Finds the encoding of a text file by reading all of it."""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from gardefou.kernel.errors import InputRefused

PIECE_BYTES = 1 << 20
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# What Windows-1252 text never has: bytes without a character, accented letters as UTF-8 writes them, and low quotes or
# capitals between small letters, which are the accents of DOS and of old Macs.
NOT_WINDOWS = re.compile(rb"[\x00\x81\x8d\x8f\x90\x9d]|[\xc2\xc3][\x80-\xbf]|[a-z][\x82-\x84\x86-\x8c\x8e][a-z]")
LONGEST_MATCH = 3
WAY_OUT = "save it again as CSV UTF-8"


def encoding_of(source: str, file: BinaryIO) -> str:
    """The name by which Python decodes all of the file: UTF-8, UTF-16 with its mark, or Windows-1252.

    Raises InputRefused naming the line at which none of them fits.
    """
    file.seek(0)
    start = file.read(3)
    marked = next((name for mark, name in MARKS.items() if start.startswith(mark)), None)
    line = _misfit(source, file, marked or "utf-8")
    if line is None:
        return marked or "utf-8"
    if marked:
        raise InputRefused(source, f"line {line}: is not {marked.upper()} text as its first bytes say; {WAY_OUT}")
    line = _not_windows(file)
    if line is not None:
        raise InputRefused(source, f"line {line}: is neither UTF-8 nor Windows-1252 text; {WAY_OUT}")
    return "cp1252"


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(PIECE_BYTES):
        yield piece
    yield b""


def _misfit(source: str, file: BinaryIO, encoding: str) -> int | None:
    """The line that this encoding cannot have written, None when it fits."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    for piece in _pieces(file):
        try:
            text = decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            return line + error.object[: error.start].count(b"\n")
        if "\0" in text:
            line += text[: text.index("\0")].count("\n")
            raise InputRefused(source, f"line {line}: holds NUL bytes, which no text has; {WAY_OUT}")
        line += text.count("\n")
    return None


def _not_windows(file: BinaryIO) -> int | None:
    line, tail = 1, b""
    for piece in _pieces(file):
        held = tail + piece
        found = NOT_WINDOWS.search(held)
        if found:
            return line + held[: found.start()].count(b"\n")
        tail = held[1 - LONGEST_MATCH :]
        line += held[: len(held) - len(tail)].count(b"\n")
    return None
