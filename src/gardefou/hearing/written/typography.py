"""Apostrophes, marks and the spaces that hold, as French and English set them."""

import re

from gardefou.hearing.written.figures import NARROW, NO_BREAK

_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['´`](?=[^\W_])|(?<=[^\W\d_])['´`]$|^['´`](?=[^\W_])")
_HIGH_MARKS = re.compile(r"(?<=[\w)\]»’])\s*([?!;]+|:)(?=\W*$)")
_MARKS = re.compile(r"[^\w\s«(\[\"“#@&€£$%+=*/<>–—-]+")
_LONE_APOSTROPHE = frozenset("'’´`")


def typeset(text: str, language: str) -> str:
    """One word with typographic apostrophes and, in French, the space that holds before a high mark."""
    text = _APOSTROPHE.sub("’", text)
    if language != "fr":
        return text
    return _HIGH_MARKS.sub(lambda mark: f"{_space_before(mark[1])}{mark[1]}", text)


def between(left: str, right: str, language: str) -> str | None:
    """What holds two successive words together, None where they are two."""
    if not right.strip() or not left.strip():
        return ""
    if right in _LONE_APOSTROPHE or _is_elided(left, right):
        return ""
    if re.fullmatch(r"[’'][^\W\d_]+", right) and left[-1].isalpha():
        return ""
    if re.fullmatch(r"-[^\W\d_].*", right) and left[-1].isalpha():
        return ""
    if right.startswith("»"):
        return NO_BREAK
    if left == "«":
        return NO_BREAK
    if _MARKS.fullmatch(right):
        return _space_before(right) if language == "fr" else ""
    return None


def _is_elided(left: str, right: str) -> bool:
    return bool(re.search(r"[^\W\d_][’']$", left)) and right[0].isalpha()


def _space_before(mark: str) -> str:
    return NARROW if mark[0] in "?!;" else NO_BREAK if mark[0] == ":" else ""
