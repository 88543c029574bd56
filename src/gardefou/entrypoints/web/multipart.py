"""Reads a multipart request in pieces as they arrive: nothing is written anywhere and nothing is held whole."""

from collections import deque
from collections.abc import AsyncIterator
from typing import NamedTuple

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

LARGEST_BOUNDARY = 70


class Malformed(Exception):
    """The body is not the multipart form that its header announces; the message says why."""


class PartBegins(NamedTuple):
    """The headers of a part: the name of its field, and its content type in small letters."""

    name: str
    content_type: str


class PartEnds(NamedTuple):
    """A part is complete."""


class FormEnds(NamedTuple):
    """The closing boundary was there: the form is complete."""


Event = PartBegins | bytes | PartEnds | FormEnds


def boundary_of(content_type: str) -> bytes | None:
    """The boundary that a multipart/form-data header names, None for any other header."""
    kind, options = parse_options_header(content_type)
    boundary = options.get(b"boundary", b"")
    return boundary if kind == b"multipart/form-data" and 0 < len(boundary) <= LARGEST_BOUNDARY else None


class Form:
    """The parts of a form, event after event; the bytes of a part come as they were received."""

    def __init__(self, boundary: bytes, chunks: AsyncIterator[bytes]) -> None:
        self._chunks = chunks
        self._events: deque[Event] = deque()
        self._headers: dict[bytes, bytes] = {}
        self._field = self._value = b""
        self._parser = MultipartParser(
            boundary,
            {
                "on_header_field": self._on_header_field,
                "on_header_value": self._on_header_value,
                "on_header_end": self._on_header_end,
                "on_headers_finished": self._on_headers_finished,
                "on_part_data": lambda data, start, end: self._events.append(data[start:end]),
                "on_part_end": lambda: self._events.append(PartEnds()),
                "on_end": lambda: self._events.append(FormEnds()),
            },
        )

    async def next(self) -> Event:
        """The next event.

        Raises Malformed, also when the body ends before the form does.
        """
        while not self._events:
            chunk = await anext(self._chunks, None)
            if chunk is None:
                raise Malformed("the body ends before its closing boundary; send it again whole")
            try:
                self._parser.write(chunk)
            except FormParserError:
                raise Malformed("the body is not the multipart form that its header announces") from None
        return self._events.popleft()

    def _on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header_end(self) -> None:
        self._headers[self._field.lower()] = self._value
        self._field = self._value = b""

    def _on_headers_finished(self) -> None:
        kind, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        if kind != b"form-data" or b"name" not in options:
            raise FormParserError("a part without the name of a field")
        content_type, _ = parse_options_header(self._headers.get(b"content-type", b""))
        self._headers = {}
        self._events.append(PartBegins(_text(options[b"name"]), _text(content_type)))


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")
