"""Where to go next, as a request says it: a page of ours or the home page, never another site."""

from urllib.parse import urlsplit

LONGEST = 2000


def local_path(given: str | None) -> str:
    """The path, or / for whatever is not one."""
    if not given or len(given) > LONGEST or not given.startswith("/") or given.startswith(("//", "/\\")):
        return "/"
    if any(ord(each) < 0x21 or each == "\\" or ord(each) > 0x7E for each in given):
        return "/"
    parts = urlsplit(given)
    return "/" if parts.scheme or parts.netloc else given
