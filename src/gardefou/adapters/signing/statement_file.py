"""What a signatory takes to another machine to sign, and what they bring back.

The file holds the act whole: whoever signs it computes the statement from it, and so signs what they can read.
"""

import json
import re
from pathlib import Path
from uuid import UUID

from gardefou.adapters.documents.text_file import read_text
from gardefou.governance.acts import Act, ActKind, Signature
from gardefou.kernel.errors import InputRefused

FORMAT = "gardefou statement 1"
FIELDS = frozenset({"format", "act", "id", "installation", "site", "document"})
LARGEST = 4_000_000
_SIGNATURE = re.compile(r"\s*([0-9a-f]{64})\s+([0-9a-f]{128})\s*")


def statement_text(act: Act) -> str:
    """The text of the file."""
    fields = {
        "format": FORMAT,
        "act": act.kind.value,
        "id": str(act.id),
        "installation": str(act.installation),
        "site": act.site,
        "document": act.document,
    }
    return json.dumps(fields, ensure_ascii=False, indent=1) + "\n"


def read_statement(path: Path) -> Act:
    """The act that a file holds.

    Raises InputRefused when it is no such file.
    """
    try:
        given = json.loads(read_text(path, LARGEST), object_pairs_hook=_each_once)
        if not isinstance(given, dict) or given.get("format") != FORMAT or given.keys() != FIELDS:
            raise ValueError
        if not isinstance(given["site"], str) or not isinstance(given["document"], dict):
            raise ValueError
        return Act(
            UUID(given["id"]), UUID(given["installation"]), given["site"], ActKind(given["act"]), given["document"]
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise InputRefused(
            path, "is no statement of gardefou; take the file from the page, or from gardefou charter statement"
        ) from None


def signature_text(signature: Signature) -> str:
    """What is brought back: the key and its signature, on one line."""
    return f"{signature.key} {signature.value}\n"


def signature_of(text: str, source: object) -> Signature:
    """The signature that a text holds.

    Raises InputRefused when it holds none.
    """
    found = _SIGNATURE.fullmatch(text)
    if found is None:
        raise InputRefused(source, "holds no signature; it is one line: the key and what gardefou charter sign printed")
    return Signature(found[1], found[2])


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """What stands twice could be read in two ways."""
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError
    return made
