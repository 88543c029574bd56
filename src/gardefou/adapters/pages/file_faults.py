"""Why the file of a scorecard or a charter is refused, in the language of the page; readers say it in English."""

import re
from functools import cache

from gardefou.adapters.pages.faults import fault_catalogue, said_in
from gardefou.adapters.report.language import NO_BREAK
from gardefou.kernel.message import Message

FILE_SENTENCES = (
    "line {line}, column {column}",
    "the file",
    "query, column {column}",
    "did you mean",
    "not readable as YAML",
    "the file is empty; expected {fields}",
    "nested more than {most} deep, or in itself",
    "too many entries; a file has at most {most}",
    "a value that YAML cannot read; put it in quotes",
    "a field name must be a word",
    "the field {field} stands twice",
    "is larger than {most} MB ({size} bytes)",
    "is not UTF-8 text (byte {byte}); save it as UTF-8",
    "this field is missing",
    "no such field here",
    "there is no kind {kind}; the kinds are {kinds}",
    "this field is missing; it says of which kind this is",
    "has {count} entries; at most {most} may be here",
    "expected small letters, digits and _, a letter first, as price_stated",
    "Input should be a valid number",
    "Input should be a valid integer",
    "Input should be a valid boolean",
    "Input should be a valid string",
    "Input should be {values}",
    "Input should be greater than {limit}",
    "Input should be greater than or equal to {limit}",
    "Input should be less than {limit}",
    "Input should be less than or equal to {limit}",
    "String should have at least {least} character",
    "the criterion id {criterion} stands twice",
    "a scorecard has at most {most} criteria, this one has {count}",
    "the id of a section stands twice",
    "the section {section} has no weight; either every section has one or none",
    "asked_if needs a criterion, reasons, or both",
    "a verdict needs the criterion that it is about",
    "points and levels exclude each other",
    "levels are two or more, from best to worst",
    "the id of a level stands twice",
    "levels go from most points to fewest",
    "the first level counts as met, the last as not met",
    "a level that counts as met stands before those that do not",
    "not_met_below must not be above met_from",
    "first_s and last_s exclude each other",
    "at least one exemplar is needed",
    "needs {needed} of {count} parts",
    "the id of a part stands twice",
    "a level asks for more than the {count} parts",
    "{criterion} is asked if {first} holds, which is no criterion here",
    "criteria wait for each other: {circle}",
    "the limit of {measure} is a time such as 20s or 500ms",
    "the limit of {measure} is a share such as 40%",
    "the limit of {measure} is a number such as 1",
    "a measure needs at_most, at_least or both",
    "at_least must not be above at_most",
    "a query is a text",
    "must be after valid_from, and three years after it at the latest (S32)",
    "a purpose stands twice (S1)",
    "rate must not be more than {limit} where calls are real (S5)",
    "starts_on must be within valid_from and valid_until (S19)",
    "must be a date, as {day}",
    "must be from {first} to {last}",
    "a rate above {limit} needs a written reason here (S5)",
    "must not be less than recordings_days (S14)",
    "required is more than there are signatories, so nothing could ever be signed (S32)",
    "a signatory stands twice; one person signs once (S32)",
    "a key stands twice; each signatory has a key of their own (S32)",
    "a feature stands twice",
    "evaluation needs recording",
    "String should match pattern '{pattern}'",
    "String should have at most {limit} characters",
    "Input should be a valid integer, unable to parse string as an integer",
    "must be at least {limit} where calls are real (S12)",
)
"""As the readers of files write them, for whom they are plain text."""
_MOST_PARTS = 30
_FIELD = re.compile(r"[a-z_]+(?:\.\w+)*")
_NUMBERS = frozenset({"line", "column", "number", "count", "most", "byte", "size", "least"})
_FORMATTED = re.compile(r":[.\d]*[g%]\}")
"""Of findings, which are translated before they are written as text."""
_VALUE = re.compile(r"\\\{(\w+)\\\}")


def file_fault_in(language: str, cause: str) -> str:
    """The cause in that language; a part of it that nobody translated stays as it is."""
    if language == "en" or cause.count(": ") > _MOST_PARTS:
        return cause
    either = [_either(language, each) for each in cause.split("; or ")]
    return " ; ou ".join(either).replace(" ; ", f"{NO_BREAK}; ")


def _either(language: str, cause: str) -> str:
    whole = _sentence(language, cause)
    if whole is not None:
        return whole
    before, between, after = cause.partition("; did you mean: ")
    if between:
        return f"{_either(language, before)} ; {said_in(language, 'did you mean')}{NO_BREAK}: {after}"
    first, between, rest = cause.partition(": ")
    if not between:
        return cause
    head = _sentence(language, first) or (first if _FIELD.fullmatch(first) else None)
    return f"{head}{NO_BREAK}: {_either(language, rest)}" if head else cause


def _sentence(language: str, text: str) -> str | None:
    for template, pattern in _patterns(language):
        if found := pattern.fullmatch(text):
            return said_in(language, Message(template, dict(found.groupdict())))
    return None


@cache
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Every sentence that is translated, as a pattern, those with most words of their own first."""
    known = [str(each.id) for each in fault_catalogue(language) if each.id and not _FORMATTED.search(str(each.id))]
    known.sort(key=lambda template: -len(_VALUE.sub("", re.escape(template))))
    return tuple((each, re.compile(_VALUE.sub(_value, re.escape(each)))) for each in known)


def _value(named: re.Match[str]) -> str:
    """What a value may be: a number where that is counted, else a few words within one part of the line."""
    value = r"\d+" if named[1] in _NUMBERS else r"(?:(?!: )[^\n]){1,300}?"
    return f"(?P<{named[1]}>{value})"
