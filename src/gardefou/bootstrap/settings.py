"""What an installation can set: variables prefixed GARDEFOU_, or gardefou.toml in the working directory."""

import os
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from gardefou.bootstrap.resources import checkout
from gardefou.kernel.errors import SettingWrong


def _default_data_directory() -> Path:
    root = checkout()
    if root:
        return root / "var"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "gardefou"


def _available_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Settings(BaseSettings):
    """Every setting with its default."""

    model_config = SettingsConfigDict(
        env_prefix="GARDEFOU_", toml_file="gardefou.toml", extra="forbid", env_ignore_empty=True
    )

    speech_model: str = Field(default="base", min_length=1)
    """A folder with a CTranslate2 Whisper model, a folder name under models/ of the data directory, or base."""
    threads: int = Field(default_factory=_available_cores, ge=1, le=256)
    """The most processor threads that speech may use."""
    data_directory: Path = Field(default_factory=_default_data_directory)
    """Where assembled models and reports go."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Variables win over the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def read_settings() -> Settings:
    """The settings of this process.

    Raises SettingWrong naming the first wrong one.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        name = "GARDEFOU_" + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingWrong(f"{name}: {first['msg']} (in the environment or gardefou.toml)") from None
    except ValueError as error:
        raise SettingWrong(f"gardefou.toml: {' '.join(str(error).split())}") from None
