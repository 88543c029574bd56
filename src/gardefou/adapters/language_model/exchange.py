"""One question and one answer over HTTP: no redirect followed, and neither more time nor more bytes than allowed."""

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Event, Timer
from time import monotonic

from gardefou.adapters.language_model.endpoint import Endpoint

LARGEST_ANSWER = 64 * 1024
_PIECE = 8 * 1024


class NoAnswer(Exception):
    """The exchange failed; the message says how, without a word of what was sent or received."""


def posted(
    endpoint: Endpoint, path: str, headers: Mapping[str, str], body: bytes, within_s: float
) -> tuple[int, bytes]:
    """The status and body of the answer.

    Raises NoAnswer.
    """
    connection = endpoint.connection(within_s)
    until, late = monotonic() + within_s, Event()
    try:
        connection.connect()
        with _hung_up_after(until - monotonic(), connection, late):
            connection.request("POST", endpoint.path + path, body, dict(headers))
            response = connection.getresponse()
            return response.status, _read(response)
    except TimeoutError:
        raise NoAnswer(f"no answer within {within_s:.0f} s") from None
    except (OSError, HTTPException, ValueError) as error:
        cause = f"no answer within {within_s:.0f} s" if late.is_set() else f"no connection ({type(error).__name__})"
        raise NoAnswer(cause) from None
    finally:
        connection.close()


@contextmanager
def _hung_up_after(within_s: float, connection: HTTPConnection, late: Event) -> Iterator[None]:
    """A server that sends a little now and then never meets the time limit of a socket."""
    timer = Timer(max(0.0, within_s), _hang_up, (connection.sock, late))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
    if late.is_set():
        raise TimeoutError


def _hang_up(connected: socket.socket, late: Event) -> None:
    late.set()
    with suppress(OSError):
        socket.socket.shutdown(connected, socket.SHUT_RDWR)


def _read(response: HTTPResponse) -> bytes:
    answer = b""
    while piece := response.read1(_PIECE):
        answer += piece
        if len(answer) > LARGEST_ANSWER:
            raise NoAnswer(f"an answer of more than {LARGEST_ANSWER // 1024} kB")
    return answer
