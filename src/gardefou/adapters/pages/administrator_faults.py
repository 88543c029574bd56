"""What is wrong with a file of people, in the words of its page."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from gardefou.adapters.report.language import message
from gardefou.kernel.errors import InputRefused

LINE = re.compile(r"line (?P<line>\d+): (?P<cause>.*)", re.DOTALL)
FIELD = re.compile(r"(?P<field>number|name|site|roles|team|email|language): (?P<cause>.*)", re.DOTALL)
PERSON = re.compile(
    r"person (?P<number>.*?): (?P<cause>(there is no site|whoever (administers|represents)|nobody (changes|sits)) .*)",
    re.DOTALL,
)

FIELDS = {
    "number": message("Numéro"),
    "name": message("Nom"),
    "site": message("Site"),
    "roles": message("Rôles"),
    "team": message("Équipe"),
    "email": message("Adresse électronique"),
    "language": message("Langue"),
}

CAUSES = (
    (r"is empty; fill it in", message("est vide ; remplissez-le")),
    (r"is empty; name one or more of .*", message("est vide ; nommez un rôle ou plusieurs")),
    (
        r"names one that is not known.*",
        message("nomme un rôle inconnu ; les rôles se séparent par une barre verticale"),
    ),
    (
        r"is not an address such as .*",
        message("n'est pas une adresse ; corrigez-la ou laissez la case vide"),
    ),
    (
        r"is that of line (?P<first>\d+) too; keep one of the two rows",
        message("est aussi celui de la ligne %(first)s ; gardez l'une des deux"),
    ),
    (
        r"was shortened to a number by a spreadsheet.*",
        message("a été arrondi par un tableur ; exportez la colonne comme du texte"),
    ),
    (r"expected fr or en, or nothing", message("doit être fr ou en, ou rien")),
    (
        r"has (?P<long>\d+) characters; the most is (?P<most>\d+)",
        message("a %(long)s caractères, %(most)s au plus"),
    ),
    (
        r"has a character that cannot be shown \((?P<code>U\+[0-9A-F]+)\); remove it",
        message("contient un caractère invisible (%(code)s) ; retirez-le"),
    ),
    (
        r"has (?P<found>\d+) fields, the header has (?P<wanted>\d+); .*",
        message("%(found)s cases, l'en-tête en a %(wanted)s ; mettez entre guillemets ce qui contient le séparateur"),
    ),
    (
        r"cannot be split into fields .*",
        message("la ligne ne peut pas être découpée en cases ; vérifiez ses guillemets"),
    ),
    (r"the header lacks (?P<names>.*); add every one of them", message("l'en-tête n'a pas : %(names)s ; ajoutez-les")),
    (
        r"columns (?P<first>\d+) and (?P<second>\d+) are both (?P<name>.*); keep one",
        message("les colonnes %(first)s et %(second)s sont toutes deux « %(name)s » ; gardez-en une"),
    ),
    (r"is empty; expected a header row .*", message("le fichier est vide ; il faut une ligne d'en-tête")),
    (
        r"(is neither UTF-8 nor|is not \S+ text as|holds NUL bytes).*",
        message("le texte n'est pas lisible ; enregistrez le fichier en CSV UTF-8"),
    ),
    (r"is longer than \d+ characters; is this a CSV\?", message("la ligne est trop longue ; est-ce bien un CSV ?")),
    (r"a quote of the header is never closed; close it", message("un guillemet de l'en-tête n'est pas fermé")),
    (
        r".* both may separate the columns; .*",
        message("le séparateur n'est pas clair ; mettez entre guillemets les noms de colonnes qui en contiennent un"),
    ),
    (
        r"there is no site (?P<site>.*) here; open it with gardefou site open",
        message("le site %(site)s n'est pas ouvert ici ; ouvrez-le avec gardefou site open"),
    ),
    (
        r"whoever administers reads no content .*",
        message(
            "qui administre ne lit aucun contenu (S10) ; retirez l'administration, ou bien l'analyse qualité, la "
            "relecture et la responsabilité d'équipe"
        ),
    ),
    (
        r"nobody sits on both sides, .*",
        message(
            "représentation du personnel, signature pour l'employeur et administration vont à trois personnes (S10) ; "
            "n'en gardez qu'une"
        ),
    ),
    (
        r"whoever represents the staff leads no team .*",
        message("qui représente le personnel n'est responsable d'aucune équipe (S10) ; retirez l'un des deux rôles"),
    ),
    (
        r"nobody changes their own roles, .*",
        message(
            "personne ne change soi-même ses rôles, son site ou son équipe (S10) ; demandez-le à une autre personne "
            "qui administre"
        ),
    ),
    (
        r"and (?P<rest>\d+) more faults; mend these and try again",
        message("et %(rest)s autres ; corrigez d'abord celles-ci"),
    ),
)
"""What the reader of tables says, in English, and the page's words for it."""
PATTERNS = tuple((re.compile(pattern, re.DOTALL), words) for pattern, words in CAUSES)


@dataclass(frozen=True, slots=True)
class ToldFault:
    """A fault of a file: where, in which field, and why; `values` stand in the words, which are a message to translate.

    Without words, `cause` is told as the reader of the file said it, in English.
    """

    line: int | None
    place: str | None
    words: str | None
    cause: str
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def told_faults(error: InputRefused) -> tuple[ToldFault, ...]:
    """The faults that a file was refused for, in order."""
    return tuple(_faults(error))


def _faults(error: InputRefused) -> Iterator[ToldFault]:
    for told in error.cause.split(f"\n{error.source}: "):
        at_line = LINE.fullmatch(told)
        line, rest = (int(at_line["line"]), at_line["cause"]) if at_line else (None, told)
        in_field = FIELD.fullmatch(rest)
        place, cause = (FIELDS[in_field["field"]], in_field["cause"]) if in_field else _of_person(rest)
        yield _fault(line, place, cause)


def _of_person(told: str) -> tuple[str | None, str]:
    """A fault that names a person by their number rather than a field."""
    found = PERSON.fullmatch(told)
    return (found["number"], found["cause"]) if found else (None, told)


def _fault(line: int | None, place: str | None, cause: str) -> ToldFault:
    for pattern, words in PATTERNS:
        if found := pattern.fullmatch(cause):
            return ToldFault(line, place, words, cause, found.groupdict())
    return ToldFault(line, place, None, cause)
