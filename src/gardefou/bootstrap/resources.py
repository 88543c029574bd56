"""Where the files that come with gardefou are: in the checkout, else inside the installed package."""

from importlib.resources import files
from pathlib import Path

import gardefou


def checkout() -> Path | None:
    """The root of the checkout that this code runs from, None when it was installed elsewhere."""
    root = Path(gardefou.__file__).resolve().parents[2]
    return root if (root / "pyproject.toml").is_file() and (root / "scorecards").is_dir() else None


def resource(name: str) -> Path:
    """A file or folder that comes with gardefou, by its path from the root of the checkout."""
    root = checkout()
    return root / name if root else Path(str(files("gardefou"))) / "resources" / name
