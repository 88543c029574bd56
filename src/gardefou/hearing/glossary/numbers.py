"""The digits of a text, written or spoken: a name never takes the place of any, as redaction rests on them."""

from functools import lru_cache

from gardefou.hearing.recognisers.spoken import read_spoken
from gardefou.hearing.recognisers.tokens import TokenKind, tokens_of


@lru_cache(maxsize=10_000)
def digits_of(text: str) -> str:
    """All digits in order; words such as "un" and "neuf", which mean something else as often, are none."""
    tokens = tokens_of(text)
    found, index = [], 0
    while index < len(tokens):
        spoken = read_spoken(tokens, index)
        if spoken:
            found.append("" if spoken.ambiguous else spoken.digits)
        elif tokens[index].kind is TokenKind.DIGITS:
            found.append(tokens[index].folded)
        index = spoken.after if spoken else index + 1
    return "".join(found)
