"""Imports the packages that hearing needs: one that is absent is told apart from one that cannot be loaded."""

from importlib import import_module
from typing import Any

from gardefou.adapters.speech.memory import memory_told
from gardefou.kernel.errors import PartMissing, SettingWrong


def loaded(module: str, part: str) -> Any:
    """The module, spoken of as `part`.

    Raises PartMissing where it is not installed, SettingWrong where it is and cannot be loaded.
    """
    try:
        with memory_told():
            return import_module(module)
    except ImportError as error:
        if isinstance(error, ModuleNotFoundError) and error.name == module:
            raise PartMissing(part, "speech") from None
        said = " ".join(str(error).split())
        raise SettingWrong(f"{part}: {module} is installed and cannot be loaded ({said}); reinstall it") from None
