"""The address under which people reach the pages, and whether a request comes from one of them."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.requests import Request

from gardefou.bootstrap.settings import Settings
from gardefou.kernel.errors import SettingWrong

EXAMPLE = "write it as https://gardefou.example.org"


class Origin:
    """Where the pages are served: over https, or on this machine alone."""

    def __init__(self, settings: Settings) -> None:
        """Raises SettingWrong for an address that cannot be, or pages for others without https."""
        self._own = _own(settings.web_address)
        self.is_secure = self._own is not None and self._own.startswith("https:")
        if not self.is_secure and not _is_this_machine(settings.web_host):
            raise SettingWrong(
                f"GARDEFOU_WEB_ADDRESS: {settings.web_host} (GARDEFOU_WEB_HOST) is reached from other machines, where "
                f"passwords need https: name the address that a proxy serves, {EXAMPLE}"
            )

    def sent(self, request: Request) -> bool:
        """Whether a form was sent from a page of ours: no other site can make a browser say so."""
        site = request.headers.get("sec-fetch-site")
        if site is not None:
            return site in {"same-origin", "none"}
        own = self._own or f"http://{request.headers.get('host', '')}"
        return request.headers.get("origin") == own


def _own(address: str | None) -> str | None:
    if address is None:
        return None
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise SettingWrong(f"GARDEFOU_WEB_ADDRESS: is not an address; {EXAMPLE}") from None
    more = parts.path.strip("/") or parts.query or parts.fragment or parts.username
    if parts.scheme not in {"http", "https"} or not host or more:
        raise SettingWrong(f"GARDEFOU_WEB_ADDRESS: is not an address without a path; {EXAMPLE}")
    if parts.scheme == "http" and not _is_this_machine(host):
        raise SettingWrong(f"GARDEFOU_WEB_ADDRESS: is not https, which passwords need; {EXAMPLE}")
    shown = f"[{host}]" if ":" in host else host
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{shown}" + (f":{port}" if port and port != usual else "")


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
