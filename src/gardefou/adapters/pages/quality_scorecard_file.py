"""A scorecard as a file: what can be downloaded, changed by hand and sent again."""

from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from gardefou.adapters.documents.scorecard_file import read_any_scorecard
from gardefou.evaluation.model import Scorecard
from gardefou.kernel.errors import InputRefused
from gardefou.query.lexicon import Lexicon

WIDTH = 110


def yaml_of(scorecard: Scorecard) -> bytes:
    """The whole scorecard, without what goes without saying."""
    document = scorecard.model_dump(mode="json", exclude_defaults=True)
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=WIDTH).encode()


def scorecard_of(content: bytes, lexicon: Lexicon | None = None) -> Scorecard:
    """The scorecard of a file that was sent, its searches with the lists that they name.

    Raises InputRefused telling line, column and field of the first fault.
    """
    with TemporaryDirectory() as directory:
        path = Path(directory) / "scorecard.yaml"
        path.write_bytes(content)
        try:
            return read_any_scorecard(path, lexicon).content
        except InputRefused as error:
            raise InputRefused("the file", error.cause) from None
