"""A charter as a file: what can be downloaded, changed by hand and proposed."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from pydantic import ValidationError

from gardefou.adapters.documents.yaml_document import read_yaml
from gardefou.governance.charter import Charter
from gardefou.governance.terms.parties import Parties
from gardefou.kernel.errors import InputRefused

WIDTH = 110


def yaml_of(charter: Charter) -> bytes:
    """The whole charter, every field written out."""
    return yaml.safe_dump(dict(charter.document), allow_unicode=True, sort_keys=False, width=WIDTH).encode()


def charter_of_file(content: bytes, parties: Parties | None) -> Charter:
    """The charter of a file that was sent; whose key it leaves out has the one that these parties have.

    Raises InputRefused telling line, column and field of the first fault.
    """
    with TemporaryDirectory() as directory:
        path = Path(directory) / "charter.yaml"
        path.write_bytes(content)
        try:
            read = read_yaml(path, Charter)
        except InputRefused as error:
            raise InputRefused("the file", error.cause) from None
    if parties and read.parties.lacking and _unkeyed(read.parties) == _unkeyed(parties):
        return read.model_copy(update={"parties": parties})
    return read


def charter_of_text(text: str) -> Charter:
    """The charter that a form carries from its preview.

    Raises InputRefused when it is none.
    """
    try:
        return Charter.model_validate(json.loads(text))
    except (ValueError, ValidationError, RecursionError):
        raise InputRefused("the form", "carries no charter; begin again") from None


def _unkeyed(parties: Parties) -> object:
    """Who the parties are, without keys and whoever keeps one for them."""
    return [
        (party.required, [(each.name, each.organisation) for each in party.signatories])
        for party in (parties.employees, parties.employer)
    ]
