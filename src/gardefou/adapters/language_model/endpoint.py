"""The address of a language model: one host, which content of calls is sent to and to no other."""

from dataclasses import dataclass
from http.client import HTTPConnection, HTTPSConnection
from ipaddress import ip_address
from urllib.parse import urlsplit

EXPECTED = "is no address such as https://models.example.org/v1 or http://127.0.0.1:8080/v1"
LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the interface starts, without a slash at its end."""

    is_encrypted: bool
    host: str
    port: int
    path: str

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def is_near(self) -> bool:
        """Whether it is this machine or plainly of its own network: a private address, or a name without dots."""
        try:
            address = ip_address(self.host)
        except ValueError:
            return "." not in self.host
        return address.is_loopback or (address.is_private and not address.is_link_local and not address.is_unspecified)

    def connection(self, timeout_s: float) -> HTTPConnection:
        """A connection that goes straight there: proxies named in the environment are not used."""
        kind = HTTPSConnection if self.is_encrypted else HTTPConnection
        return kind(self.host, self.port, timeout=timeout_s)


def read_endpoint(url: str) -> Endpoint:
    """The endpoint at an address; http is for near ones only.

    Raises ValueError saying what is wrong, without quoting the address, which may hold a password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError(EXPECTED) from None
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in {"http", "https"} or not host or port == 0 or len(url) > LONGEST or not _is_plain(url):
        raise ValueError(EXPECTED)
    if parts.username is not None or parts.password is not None:
        raise ValueError("holds a user name or password; a key goes into GARDEFOU_JUDGE_KEY")
    if parts.query or parts.fragment:
        raise ValueError(EXPECTED + ", without ? and #")
    encrypted = parts.scheme == "https"
    endpoint = Endpoint(encrypted, host, port or (443 if encrypted else 80), parts.path.rstrip("/"))
    if not encrypted and not endpoint.is_near:
        raise ValueError("has to begin with https, as words of calls go there; http is for a private address only")
    return endpoint


def _is_plain(url: str) -> bool:
    return url.isascii() and url.isprintable() and " " not in url and "\\" not in url
