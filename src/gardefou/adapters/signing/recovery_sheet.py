"""The sheet of paper that brings a key back when its file or its passphrase is lost."""

import re
from datetime import date

from gardefou.adapters.signing.ed25519 import SigningKey, fingerprint
from gardefou.adapters.signing.recovery_rows import rows_of
from gardefou.kernel.transcript import Language

NAMED = re.compile(r"^(?:Nom|Name) *: *(.*\S)\s*$", re.MULTILINE)
SHEETS = {
    Language.FRENCH: """\
FEUILLE DE SECOURS D’UNE CLÉ DE SIGNATURE GARDEFOU

Nom : {name}
Empreinte : {fingerprint}
Faite le : {day}

Qui tient cette feuille peut signer à la place de la personne nommée, sans
phrase secrète. Elle rend la clé quand le fichier de la clé est perdu ou sa
phrase secrète oubliée.

À garder sur papier seulement, dans une enveloppe scellée, dans un autre lieu
que le fichier de la clé. Si l’enveloppe est perdue ou ouverte, faites
remplacer la clé aussitôt.

{rows}

Pour rendre la clé : sur la page des signatures, ou par la commande
gardefou key restore FICHIER --name NOM, recopier les cinq lignes. Le dernier
groupe de chaque ligne la contrôle. Les lettres I, L, O et U n’y sont jamais.
""",
    Language.ENGLISH: """\
RECOVERY SHEET OF A GARDEFOU SIGNING KEY

Name: {name}
Fingerprint: {fingerprint}
Made on: {day}

Whoever holds this sheet can sign in the place of the person named, without a
passphrase. It brings the key back when the key's file is lost or its
passphrase forgotten.

Keep it on paper only, in a sealed envelope, in another place than the key's
file. If the envelope is lost or opened, have the key replaced at once.

{rows}

To bring the key back: on the page of signatures, or with the command
gardefou key restore FILE --name NAME, copy the five rows. The last group of
each row checks it. The letters I, L, O and U are never in them.
""",
}


def sheet_text(key: SigningKey, day: date, language: Language) -> str:
    """The sheet to print, with the secret on it."""
    rows = "\n".join(f"    {number}   {row}" for number, row in enumerate(rows_of(key), 1))
    made_on = f"{day:%d/%m/%Y}" if language is Language.FRENCH else day.isoformat()
    return SHEETS[language].format(name=key.name, fingerprint=fingerprint(key.public), day=made_on, rows=rows)


def name_on(sheet: str) -> str | None:
    """Whose key a sheet says that it is, None when it does not say."""
    found = NAMED.search(sheet)
    return found[1] if found else None
