"""The fields `signature-input` and `signature`, in the strict form that RFC 8941 has programs write."""

import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gardefou.kernel.errors import AccessRefused

LONGEST = 4_096
KEY = r"[a-z*][a-z0-9_.*-]*"
STRING = r'"(?:[\x20-\x21\x23-\x5b\x5d-\x7e]|\\["\\])*"'
VALUE = rf"(?:{STRING}|[0-9]{{1,15}})"
MEMBER = re.compile(rf"({KEY})=(\(((?:{STRING}(?: {STRING})*)?)\)((?:;{KEY}={VALUE})*))")
SIGNATURE = re.compile(rf"({KEY})=:([A-Za-z0-9+/]*={{0,2}}):")
PARAMETER = re.compile(rf";({KEY})=({VALUE})")
BETWEEN = re.compile(r"[ \t]*,[ \t]*")


@dataclass(frozen=True, slots=True)
class SignatureInput:
    """What a signature covers and when it was made; `written` is the whole, as the signer signed it."""

    label: str
    components: tuple[str, ...]
    parameters: Mapping[str, str | int]
    written: str

    def text(self, name: str) -> str | None:
        """A parameter that is text."""
        value = self.parameters.get(name)
        return value if isinstance(value, str) else None

    def number(self, name: str) -> int | None:
        """A parameter that is a number."""
        value = self.parameters.get(name)
        return value if isinstance(value, int) else None


def read_input(field: str) -> list[SignatureInput]:
    """All signatures that are announced; raises AccessRefused."""
    return [
        SignatureInput(
            found[1],
            tuple(_value(each[0]) for each in re.finditer(STRING, found[3])),
            {each[1]: int(each[2]) if each[2].isdigit() else _value(each[2]) for each in PARAMETER.finditer(found[4])},
            found[2],
        )
        for found in _members(field, MEMBER)
    ]


def read_signature(field: str, label: str) -> bytes:
    """The signature of that label; raises AccessRefused."""
    found = next((each[2] for each in _members(field, SIGNATURE) if each[1] == label), "")
    if not found or len(found) % 4:
        raise AccessRefused("the request has no signature of that label")
    return b64decode(found)


def _members(field: str, member: re.Pattern[str]) -> Iterator[re.Match[str]]:
    position = 0
    while len(field) <= LONGEST and (found := member.match(field, position)):
        yield found
        if found.end() == len(field):
            return
        between = BETWEEN.match(field, found.end())
        if between is None:
            break
        position = between.end()
    raise AccessRefused("the fields of the signature cannot be read")


def _value(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1])


def quoted(text: str) -> str:
    """Text as it is written in these fields."""
    return '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'
