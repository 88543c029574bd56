"""The address under which people reach the pages, and whether a request comes from one of them."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection, Request

from gardefou.bootstrap.settings import Settings
from gardefou.kernel.errors import SettingWrong

EXAMPLE = "write it as https://gardefou.example.org"


class Origin:
    """Where the pages are served: over https, or on this machine alone."""

    def __init__(self, settings: Settings) -> None:
        """Raises SettingWrong for an address that cannot be, or pages for others without https."""
        self._take("WEB", settings.web_host, settings.web_address)

    @classmethod
    def of_live(cls, settings: Settings) -> "Origin":
        """Where the page beside a call is served: with the others, unless it has an address of its own.

        Raises SettingWrong as for the others.
        """
        origin = cls.__new__(cls)
        name = "LIVE" if settings.live_address else "WEB"
        origin._take(name, settings.live_host, settings.live_address or settings.web_address)
        return origin

    def _take(self, name: str, host: str, address: str | None) -> None:
        self._own = _own(name, address)
        self.is_secure = self._own is not None and self._own.startswith("https:")
        if not self.is_secure and not _is_this_machine(host):
            raise SettingWrong(
                f"GARDEFOU_{name}_ADDRESS: {host} is reached from other machines, where "
                f"passwords need https: name the address that a proxy serves, {EXAMPLE}"
            )

    def sent(self, request: Request) -> bool:
        """Whether a form was sent from a page of ours: no other site can make a browser say so."""
        site = request.headers.get("sec-fetch-site")
        if site is not None:
            return site in {"same-origin", "none"}
        return self.is_own(request)

    def is_own(self, connection: HTTPConnection) -> bool:
        """Whether the browser says that a page of ours asks: what opens a WebSocket is checked by this alone."""
        own = self._own or f"http://{connection.headers.get('host', '')}"
        return connection.headers.get("origin") == own


def _own(name: str, address: str | None) -> str | None:
    if address is None:
        return None
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise SettingWrong(f"GARDEFOU_{name}_ADDRESS: is not an address; {EXAMPLE}") from None
    more = parts.path.strip("/") or parts.query or parts.fragment or parts.username
    if parts.scheme not in {"http", "https"} or not host or more:
        raise SettingWrong(f"GARDEFOU_{name}_ADDRESS: is not an address without a path; {EXAMPLE}")
    if parts.scheme == "http" and not _is_this_machine(host):
        raise SettingWrong(f"GARDEFOU_{name}_ADDRESS: is not https, which passwords need; {EXAMPLE}")
    shown = f"[{host}]" if ":" in host else host
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{shown}" + (f":{port}" if port and port != usual else "")


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
