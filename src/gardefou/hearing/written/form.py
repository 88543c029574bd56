"""Words to what is written for them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from gardefou.hearing.written import amounts, bare, times
from gardefou.hearing.written.model import Written
from gardefou.hearing.written.said import Said
from gardefou.hearing.written.typography import between, typeset
from gardefou.hearing.written.units import Form
from gardefou.kernel.span import Span
from gardefou.kernel.transcript import Word

_WITH_UNITS = (times.date, times.time, amounts.percentage, amounts.money, bare.written_telephone)
_INSIDE = frozenset({" ", "", "-", "‐", "‑", ",", ".", "'", "’", ":", " -", "- "})


def written_form(words: Sequence[Word], language: str) -> tuple[Written, ...]:
    """What is written for successive words of one speaker, each word in exactly one piece, in order.

    Where a figure is in doubt, its words stay as heard.
    """
    code = language[:2].lower()
    pieces: list[Written] = []
    for piece in _pieces(words, code):
        held = between(pieces[-1].text, piece.text, code) if pieces else None
        if held is None:
            pieces.append(piece)
        else:
            pieces[-1] = _joined(pieces[-1], piece, held)
    return tuple(replace(piece, text=typeset(piece.text, code)) for piece in pieces)


def written_text(words: Sequence[Word], language: str) -> str:
    """The written form as one text."""
    return " ".join(piece.text for piece in written_form(words, language) if piece.text)


def _pieces(words: Sequence[Word], language: str) -> Iterator[Written]:
    """Figures, and the words between them one by one."""
    index = 0
    for text, first, last in _figures(Said(words, language)):
        yield from (_piece(word.text.strip(), at, at, words) for at, word in enumerate(words[index:first], start=index))
        yield _piece(text, first, last, words)
        index = last + 1
    yield from (_piece(word.text.strip(), at, at, words) for at, word in enumerate(words[index:], start=index))


def _figures(said: Said) -> Iterator[tuple[str, int, int]]:
    """Each figure with the first and the last of its words."""
    place = 0
    while place < len(said):
        form, after = _at(said, place)
        text = _whole_words(said, place, form) if form else None
        if form and text is not None:
            yield text, said.parts[place].word, said.parts[form.after - 1].word
            after = form.after
        place = after


def _at(said: Said, place: int) -> tuple[Form | None, int]:
    """What is written for the figure that begins at a place, and where to read on if nothing is."""
    for read in _WITH_UNITS:
        form = read(said, place)
        if form:
            return form, form.after
    numbers = bare.successive(said, place)
    if not numbers:
        return None, place + 1
    after = numbers[-1][1].after
    if len(numbers) > 1:
        return bare.telephone(said, numbers), after
    return bare.count(said, place, numbers[0][1]), after


def _whole_words(said: Said, place: int, form: Form) -> str | None:
    """The figure with what stands before and after it in its words; None where it is only part of a word."""
    first, last = said.parts[place], said.parts[form.after - 1]
    before, after = said.words[first.word].text[: first.start], said.words[last.word].text[last.end :]
    elided = before.endswith(("'", "’")) and before[:-1].isalpha()
    inside = all(said.gap(each) in _INSIDE for each in range(place + 1, form.after))
    ends = not after or not (after[0] in "'’-‐‑_" or any(sign.isalnum() for sign in after)) or after[0] == "/"
    begins = not before or elided or not any(sign.isalnum() or sign in "-+.,'’/€£$_" for sign in before)
    return f"{before}{form.text}{after}" if inside and begins and ends else None


def _piece(text: str, first: int, last: int, words: Sequence[Word]) -> Written:
    covered = words[first : last + 1]
    known = [word.confidence for word in covered if word.confidence is not None]
    span = Span(min(word.start_ms for word in covered), max(word.end_ms for word in covered))
    return Written(text, first, last, span, min(known) if known else None)


def _joined(left: Written, right: Written, held: str) -> Written:
    known = [each.confidence for each in (left, right) if each.confidence is not None]
    span = Span(min(left.span.start_ms, right.span.start_ms), max(left.span.end_ms, right.span.end_ms))
    return Written(f"{left.text}{held}{right.text}", left.first, right.last, span, min(known) if known else None)
