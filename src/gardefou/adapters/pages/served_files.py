"""Style, scripts and fonts: read and compressed once, under an address that changes with their content."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

PLACES = ("gardefou.adapters.report", "gardefou.adapters.pages")
TYPES = MappingProxyType(
    {
        "css": "text/css; charset=utf-8",
        "js": "text/javascript; charset=utf-8",
        "svg": "image/svg+xml",
        "txt": "text/plain; charset=utf-8",
        "woff2": "font/woff2",
    }
)
DIGEST_LENGTH = 16


@dataclass(frozen=True, slots=True)
class ServedFile:
    """A file as it goes out; `compressed` is None where that would save nothing."""

    name: str
    content: bytes
    media_type: str
    compressed: bytes | None


@cache
def served_files() -> MappingProxyType[str, ServedFile]:
    """Every file by its name, the served pages' own last."""
    found = {}
    for place in PLACES:
        for name, each in _below(files(place).joinpath("assets")):
            kind = name.rpartition(".")[2]
            if kind in TYPES:
                content = each.read_bytes()
                compressed = None if kind == "woff2" else gzip.compress(content, 9, mtime=0)
                found[name] = ServedFile(name, content, TYPES[kind], compressed)
    return MappingProxyType(found)


@cache
def digest() -> str:
    """What stands for the content of all of them: relative addresses between them stay right."""
    whole = sha256()
    for name, each in sorted(served_files().items()):
        whole.update(name.encode() + b"\0" + sha256(each.content).digest())
    return whole.hexdigest()[:DIGEST_LENGTH]


def asset(name: str) -> str:
    """The address of a file.

    Raises KeyError when there is none of that name.
    """
    return f"/assets/{digest()}/{served_files()[name].name}"


def _below(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    if not folder.is_dir():
        return
    for each in folder.iterdir():
        if each.is_dir():
            yield from _below(each, f"{prefix}{each.name}/")
        else:
            yield f"{prefix}{each.name}", each
