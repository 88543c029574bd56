"""A charter as sentences, and what changes between two of them marked up in these."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from gardefou.adapters.pages.charter_signatories import party_sentences
from gardefou.adapters.pages.charter_values import Pieces, values_in
from gardefou.adapters.pages.charter_words import NO_EXPERIMENT, SECTIONS, SENTENCES
from gardefou.adapters.pages.marked_text import Segment, compared
from gardefou.governance.charter import Charter
from gardefou.governance.terms.parties import Parties, Party, Side
from gardefou.governance.tightness import Change

_SITE = re.compile(r"^sites\.([^.]+)")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its sentences, each under the path of its field."""

    title: str
    sentences: tuple[tuple[str, str], ...]


def charter_text(charter: Charter, code: str) -> tuple[Section, ...]:
    """The whole charter in a language."""
    return tuple(
        Section(
            values_in(code).worded(title),
            tuple(
                (path, "".join(pieces))
                for name in names
                for path, pieces in _sentences(name, getattr(charter, name), code)
            ),
        )
        for title, names in SECTIONS.items()
    )


def changed_sentence(change: Change, code: str) -> tuple[Segment, ...]:
    """What a change does to the text."""
    return compared(_text(change.path, change.before, code), _text(change.path, change.after, code))


def changed_parties(before: Parties, after: Parties, code: str) -> tuple[tuple[Side, tuple[Segment, ...]], ...]:
    """What differs in who signs, side by side; only a succession changes it."""
    return tuple(
        (
            side,
            compared(_text(f"parties.{side}", before.of(side), code), _text(f"parties.{side}", after.of(side), code)),
        )
        for side in Side
        if before.of(side) != after.of(side)
    )


def _text(path: str, value: Any, code: str) -> Pieces:
    """The sentences of a part one after the other; a site that is not there says nothing."""
    if value is None and path.startswith("sites."):
        return ()
    pieces = [(" ", *each) for _, each in _sentences(path, value, code)]
    return tuple(piece for each in pieces for piece in each)[1:]


def _sentences(path: str, value: Any, code: str) -> Iterator[tuple[str, Pieces]]:
    values = values_in(code)
    match value:
        case Party():
            yield from party_sentences(path, value, values)
        case BaseModel():
            for name in type(value).model_fields:
                yield from _sentences(f"{path}.{name}", getattr(value, name), code)
        case Mapping():
            for key, each in sorted(value.items()):
                yield from _sentences(f"{path}.{key}", each, code)
        case None if path == "experiment":
            yield path, (values.worded(NO_EXPERIMENT),)
        case _:
            site = _SITE.match(path)
            sentence = SENTENCES[_SITE.sub("sites.*", path)]
            given = {"value": values.pieces(sentence, value), "site": (site[1],) if site else ()}
            yield path, values.filled(sentence.text, given)
