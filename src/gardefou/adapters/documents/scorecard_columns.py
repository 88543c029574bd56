"""The columns of a table of questions, and what stands in their fields."""

import re
from collections.abc import Mapping
from typing import Any
from unicodedata import category

from gardefou.adapters.documents.csv_table import Column, plain
from gardefou.adapters.documents.field_values import NO, YES
from gardefou.intake.rules import UNSHOWABLE, shown

COLUMNS = (
    Column("section", ("rubrique", "thème", "partie", "catégorie", "chapitre", "category", "theme"), required=False),
    Column("section_en", ("section anglais", "rubrique en anglais", "section english"), required=False),
    Column("section_weight", ("poids de la section", "poids section", "poids de la rubrique"), required=False),
    Column("id", ("identifiant", "code"), required=False),
    Column("question", ("critère", "item", "criterion", "intitulé", "libellé", "question fr")),
    Column("question_en", ("question anglais", "question en anglais", "question english"), required=False),
    Column("guidance", ("consigne", "aide", "précisions", "définition", "commentaire", "help"), required=False),
    Column("guidance_en", ("consigne en", "consigne anglais", "guidance english"), required=False),
    Column("weight", ("poids", "pondération", "coefficient", "coef"), required=False),
    Column("points", ("barème", "note", "score"), required=False),
    Column("critical", ("critique", "éliminatoire", "rédhibitoire", "knock-out"), required=False),
    Column("kind", ("type", "nature"), required=False),
    Column("query", ("requête", "find", "mots", "expressions", "words"), required=False),
    Column("measure", ("mesure",), required=False),
    Column("at_most", ("au plus", "maximum", "max"), required=False),
    Column("at_least", ("au moins", "minimum", "min"), required=False),
    Column("automation", ("automatisation",), required=False),
    Column("exemplars", ("exemples", "examples", "verbatims"), required=False),
    Column("exemplars_en", ("exemples en", "exemples anglais", "examples english"), required=False),
    Column("counter_exemplars", ("contre-exemples", "counter-examples"), required=False),
    Column("counter_exemplars_en", ("contre-exemples en", "contre-exemples anglais"), required=False),
)
_KINDS = {
    "phrase": ("phrase", "phrases", "words", "mots", "expression", "expressions"),
    "measure": ("measure", "mesure"),
    "meaning": ("meaning", "sens", "signification"),
    "judge": ("judge", "juge", "modèle de langue", "language model"),
    "manual": ("manual", "manuel", "manuelle", "people", "personne", "humain"),
}
KINDS = {plain(word): kind for kind, words in _KINDS.items() for word in words}
_AUTOMATION = {
    "off": ("off", "non", "sans", "aucune"),
    "suggest": ("suggest", "suggestion", "suggérer", "proposer"),
    "prefill": ("prefill", "pre-fill", "préremplir", "prérempli"),
}
AUTOMATION = {plain(word): value for value, words in _AUTOMATION.items() for word in words}
LONGEST_TEXT = 2_000
_NUMBER = re.compile(r"\d{1,6}(?:[.,]\d{1,6})?")
_SEPARATED = re.compile(r"\s*[\n|]\s*")


def text(value: str) -> str:
    """A text on one line; a ValueError words what cannot be shown or is too long."""
    joined = " ".join(value.split())
    if len(joined) > LONGEST_TEXT:
        raise ValueError(f"has {len(joined)} characters; the most is {LONGEST_TEXT}")
    for character in joined:
        if not character.isprintable() and category(character) in UNSHOWABLE:
            raise ValueError(f"has a character that cannot be shown (U+{ord(character):04X}); remove it")
    return joined


def texts(value: str) -> list[str]:
    """Sentences, one on each line or separated by a bar."""
    return [text(each) for each in _SEPARATED.split(value.strip()) if each.strip()]


def number(value: str) -> float | int:
    """A weight or points, with or without a sign for percent."""
    written = value.strip().removesuffix("%").strip()
    if not _NUMBER.fullmatch(written):
        raise ValueError(f"{shown(written[:20])} is no number; write 5, 2.5 or 20 %")
    read = float(written.replace(",", "."))
    return int(read) if read.is_integer() else read


def yes(value: str) -> bool:
    """Whether it is said."""
    word = plain(value)
    if word and word not in YES | NO | {"x"}:
        raise ValueError("expected yes or no (oui, non)")
    return word in YES | {"x"}


def kind(value: str) -> str:
    """The kind that a word stands for."""
    return _named(value, KINDS, _KINDS, "kind", "; a combination is written in YAML")


def automation(value: str) -> str:
    """The automation that a word stands for."""
    return _named(value, AUTOMATION, _AUTOMATION, "automation", "")


def _named(value: str, known: Mapping[str, str], names: Mapping[str, Any], what: str, more: str) -> str:
    found = known.get(plain(value))
    if found is None:
        raise ValueError(f"there is no {what} {shown(value.strip()[:20])}; expected {', '.join(names)}{more}")
    return found
