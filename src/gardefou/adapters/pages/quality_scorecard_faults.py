"""What is wrong with a criterion that was typed, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from gardefou.adapters.report.language import message
from gardefou.evaluation.criteria import Criterion
from gardefou.query.errors import Told
from gardefou.query.lexicon import Lexicon
from gardefou.query.parse import QueryError, parse_query
from gardefou.query.written import LEXICON

CRITERION: TypeAdapter[Criterion] = TypeAdapter(Criterion)
QUERIES = ("find", "phrases", "applies-if")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a field, none where it is about the whole.

    `words` are French and may name a `limit`; without them `told` can be translated, or `cause` is told as it is,
    in English. A fault of a query has its column, and what could be meant.
    """

    field: str
    words: str = ""
    cause: str = ""
    told: Told = ()
    limit: float | None = None
    column: int | None = None
    fix: str | None = None


def criterion_of(
    values: Mapping[str, str], document: Mapping[str, Any], lexicon: Lexicon | None = None
) -> tuple[Criterion | None, tuple[Fault, ...]]:
    """The criterion that a document makes, its searches with the lists that they name; or what is wrong with it."""
    queries = [name for name in QUERIES if values.get(name, "").strip()]
    faults = tuple(fault for name in queries for fault in _of_query(name, values[name], lexicon))
    if faults:
        return None, faults
    try:
        return CRITERION.validate_python(dict(document), context={LEXICON: lexicon}), ()
    except ValidationError as error:
        found = [_of_error(dict(each), 1) for each in error.errors(include_url=False, include_input=False)]
        return None, tuple({each.field: each for each in reversed(found)}.values())[::-1]


def fixed(text: str, lexicon: Lexicon | None = None) -> str:
    """The search that may be meant, or the text as it is."""
    try:
        parse_query(text, lexicon)
    except QueryError as error:
        return error.fix or text
    return text


def told(error: ValidationError) -> tuple[Fault, ...]:
    """What is wrong with a scorecard as a whole."""
    return tuple(_of_error(dict(each), 0) for each in error.errors(include_url=False, include_input=False)[:1])


def _of_query(name: str, text: str, lexicon: Lexicon | None) -> list[Fault]:
    try:
        parse_query(text, lexicon)
    except QueryError as error:
        return [Fault(name, told=error.told, column=error.column, fix=error.fix)]
    return []


def _of_error(error: dict[str, Any], depth: int) -> Fault:
    """A fault; the first `depth` parts of its place are kinds, which are no fields."""
    field = _field(error["loc"][depth:])
    cause = str(error["msg"]).removeprefix("Value error, ")
    for part, (where, words) in _CAUSES.items():
        if part in cause:
            return Fault(where or field, words)
    kind = str(error["type"])
    if kind in _TYPES:
        return Fault(field, _TYPES[kind])
    if kind in _LIMITS:
        limit = next(value for name, value in error["ctx"].items() if name in {"gt", "ge", "lt", "le"})
        return Fault(field, _LIMITS[kind], limit=limit)
    return Fault(field, cause=cause)


def _field(place: tuple[str | int, ...]) -> str:
    """The field of the form that a place in the document is typed in."""
    names = [str(part).replace("_", "-") for part in place if not isinstance(part, int)]
    renamed = {"asked-if": "asked", "counter-exemplars": "counter"}
    joined = "-".join(renamed.get(name, name) for name in names)
    return "exemplars-fr" if joined == "exemplars" else joined


_TYPES = {
    "string_too_short": message("Écrivez ce texte, dans les deux langues."),
    "missing": message("Écrivez-le."),
    "float_type": message("Écrivez un nombre, comme 1 ou 0,5."),
    "int_type": message("Écrivez un nombre entier, comme 5."),
    "string_pattern_mismatch": message("Des lettres minuscules sans accent, des chiffres et _ ; une lettre d'abord."),
    "enum": message("Choisissez dans la liste."),
    "literal_error": message("Choisissez dans la liste."),
}
_LIMITS = {
    "greater_than": message("Plus que %(limit)s."),
    "greater_than_equal": message("Au moins %(limit)s."),
    "less_than_equal": message("Au plus %(limit)s."),
    "less_than": message("Moins que %(limit)s."),
}
_CAUSES = {
    "points and levels exclude": ("points", message("Ce critère a des niveaux : les points sont les leurs.")),
    "not_met_below must": ("not-met-below", message("Ce seuil ne peut pas dépasser l'autre.")),
    "first_s and last_s": ("last-s", message("Le début ou la fin, pas les deux.")),
    "a measure needs": ("at-least", message("Il faut un minimum, un maximum, ou les deux.")),
    "at_least must not": ("at-least", message("Le minimum ne peut pas dépasser le maximum.")),
    "at least one exemplar": ("exemplars-fr", message("Il faut au moins une phrase, en français ou en anglais.")),
    "has no weight; either": ("", message("Donnez un poids à toutes les sections, ou à aucune.")),
    "the criterion id": ("id", message("Un autre critère de la grille porte ce nom.")),
    "which is no criterion here": (
        "asked-criterion",
        message("Une condition nomme un critère qui n'est plus dans la grille."),
    ),
    "at least 1 item": ("", message("La grille garde au moins un critère.")),
    "criteria wait for each other": ("asked-criterion", message("Ces critères s'attendent l'un l'autre.")),
    "a scorecard has at most": ("", message("La grille a autant de critères qu'elle peut en avoir.")),
    "a time such as": ("", message("Écrivez une durée, comme 20s ou 500ms.")),
    "a share such as": ("", message("Écrivez une part, comme 40%.")),
    "a number such as": ("", message("Écrivez un nombre, comme 1.")),
}
"""By what a cause says: the field where it is mended, if another than its own, and the words for it."""
