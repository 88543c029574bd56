"""What an installation can set: variables prefixed GARDEFOU_, or gardefou.toml in the working directory."""

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from gardefou.bootstrap.resources import checkout
from gardefou.bootstrap.setting_forms import addresses, endpoint, key
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
    """How many processor threads compute speech at once; each further call of speech_batch adds one that reads it."""
    speech_device: Literal["cpu", "cuda"] = "cpu"
    """Where speech is computed; cuda needs a GPU of NVIDIA and its libraries."""
    speech_precision: Literal["int8", "int8_float16", "int8_bfloat16", "float16", "bfloat16", "float32"] | None = None
    """What its model computes with; without it int8 on cpu, and float16 on cuda."""
    speech_beam: int = Field(default=3, ge=1, le=10)
    """How many readings of a passage are followed at once: more are slower, and seldom better."""
    data_directory: Path = Field(default_factory=_default_data_directory)
    """Where the database, the vault, its keys, assembled models and reports are."""
    models_directory: Path | None = None
    """Where models are, and are assembled; without it the folder models of the data directory."""
    database_url: SecretStr | None = None
    """A PostgreSQL 18 server to use instead of the one that gardefou brings, as postgresql://user@host/database."""
    vault_key: SecretStr | None = None
    """The key-encryption key, 32 bytes as base64, instead of the file keys/vault.key of the data directory."""
    scorecard: Path | None = None
    """The scorecard that drafts answer; without it the one for customer relation."""
    lexicon: Path | None = None
    """The lists that queries take in as @name; without it those that come with gardefou."""
    glossary: Path | None = None
    """Names of products and offers that calls may contain, which the speech model does not know; without it none."""
    speech_processes: int = Field(default=1, ge=1, le=64)
    """How many processes of a worker hear calls, each with the speech model loaded once."""
    speech_batch: int = Field(default=2, ge=1, le=64)
    """How many waiting calls one of them hears together."""
    room_minutes: int = Field(default=600, ge=1, le=1_000_000)
    """How many minutes of sound may wait to be heard: more than is heard before quarantine ends is lost."""
    largest_upload_mb: int = Field(default=1000, ge=1, le=100_000)
    """The largest sound that POST /api/calls takes, in megabytes."""
    memory_directory: Path = Path("/dev/shm")  # noqa: S108 -- memory, which is the point
    """Where sound waits when the charter lets it be in memory only."""
    retry_after_s: float = Field(default=10, ge=0, le=3600)
    """How long after its first failure a step is tried again; four times longer after the next."""
    stalled_after_s: float = Field(default=30, ge=1, le=3600)
    """After how many seconds without a sign of life a worker counts as dead, and its jobs go to others."""
    sweep_every_s: float = Field(default=60, ge=0.1, le=3600)
    """How often a worker looks for what is overdue and for jobs of dead workers."""
    tombstones_copy: Path | None = None
    """A second file on another disk where every erasure is noted too, for restores; the journal's copy is beside it."""
    web_host: str = "127.0.0.1"
    """The address that `gardefou serve` listens on."""
    web_port: int = Field(default=8000, ge=0, le=65535)
    """Its port."""
    web_address: str | None = None
    """The address that people type, as https://gardefou.example.org; without it pages are for this machine alone."""
    trusted_proxy: Annotated[str, AfterValidator(addresses)] | None = None
    """Whose X-Forwarded-For is believed: the proxy that serves that address, as an address, or several with commas.

    Without it nobody's is, and all who come through a proxy count as one address when attempts to sign in are counted.
    """
    live_host: str = "127.0.0.1"
    """The address that `gardefou assist` listens on."""
    live_port: int = Field(default=8001, ge=0, le=65535)
    """Its port."""
    live_address: str | None = None
    """The address that people type for its page, where it is another than that of the pages, as for web_address."""
    live_calls: int = Field(default=32, ge=1, le=10_000)
    """How many calls may go on at once in it, assisted or recorded; further ones are refused."""
    live_channels: int = Field(default=16, ge=1, le=1_000)
    """How many channels of them it hears at once for assist; further ones get no help until a call ends."""
    knowledge: Path | None = None
    """The folder of knowledge cards that assist suggests; without it those that come with gardefou as samples."""
    guides: Path | None = None
    """The folder of call guides and statements; without it the samples."""
    phrases: Path | None = None
    """The phrase book; without it the sample."""
    wrap_up: Path | None = None
    """What a wrap-up holds; without it the sample."""
    wrap_up_url: Annotated[str, AfterValidator(endpoint)] | None = None
    """Where an adviser's wrap-up is sent when they say so; without it they copy it."""
    wrap_up_secret: Annotated[SecretStr, AfterValidator(key)] | None = None
    """What each wrap-up is signed with."""
    audiohook_keys: Path | None = None
    """A file with an API key of Genesys AudioHook and its secret on each line; without it no telephone is connected."""
    audiohook_simulated: bool = False
    """Whether the telephone system behind those keys is a simulator: one for simulated calls takes no other."""
    session_idle_minutes: float = Field(default=60, gt=0, le=12 * 60)
    """After how many minutes without a request a person has to sign in again."""
    session_hours: float = Field(default=12, gt=0, le=24)
    """After how many hours they have to in any case."""
    judge_url: Annotated[str, AfterValidator(endpoint)] | None = None
    """Where a language model answers criteria of kind judge, as https://models.example.org/v1; without it none does.

    It receives words of calls. Any server with the chat completions interface of OpenAI will do.
    """
    judge_model: str | None = Field(default=None, min_length=1, max_length=200, validate_default=True)
    """Which model of that server, as the server names it."""
    judge_key: Annotated[SecretStr, AfterValidator(key)] | None = None
    """The key that the server asks for."""
    judge_timeout_s: float = Field(default=60, ge=0.1, le=3600)
    """How long one answer may take."""
    judge_call_timeout_s: float = Field(default=300, ge=0.1, le=36_000)
    """How long all answers about one call may take together."""

    @field_validator("judge_model")
    @classmethod
    def _names_a_model(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None and info.data.get("judge_url"):
            raise PydanticCustomError("model", "has to name a model of the server at GARDEFOU_JUDGE_URL")
        return value

    @property
    def models(self) -> Path:
        """Where models are."""
        return self.models_directory or self.data_directory / "models"

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
