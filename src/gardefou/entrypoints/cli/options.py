"""Options that several commands share, and what they mean."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from gardefou.adapters.speech.speaker_embeddings import are_installed
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.sound import Sound
from gardefou.kernel.transcript import Language, Role


class LanguageChoice(StrEnum):
    """A language, or recognising it."""

    FR = "fr"
    EN = "en"
    AUTO = "auto"

    @property
    def language(self) -> Language | None:
        """None stands for recognising it."""
        return None if self is LanguageChoice.AUTO else Language(self.value)


LanguageOption = Annotated[LanguageChoice, typer.Option("--language", help="The language spoken, or auto.")]
ChannelsOption = Annotated[
    str, typer.Option("--channels", help="Who speaks on each channel, in order, as adviser,customer.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


_WAY_OUT = "pip install 'gardefou[speakers]' tells two speakers apart"


def roles_of(channels: str) -> tuple[Role, ...]:
    """The roles that an option names.

    Raises typer.BadParameter unless it names one or two different roles.
    """
    try:
        roles = tuple(Role(name.strip()) for name in channels.split(","))
    except ValueError:
        raise typer.BadParameter("expected adviser, customer or both, with a comma", param_hint="--channels") from None
    if len(set(roles)) < len(roles):
        raise typer.BadParameter("a role stands twice", param_hint="--channels")
    return roles


def roles_for(sound: Sound, roles: tuple[Role, ...]) -> tuple[Role, ...]:
    """The roles of a sound's channels; both may share a single one.

    Raises InputRefused when a two-channel sound has one role only.
    """
    channels = sound.properties.channels
    if channels > len(roles):
        raise InputRefused(sound.name, f"has {channels} channels, --channels names {len(roles)}; name both")
    if channels < len(roles):
        told = "who speaks is estimated" if are_installed() else f"all is taken as said by the {roles[0]}: {_WAY_OUT}"
        print(f"gardefou: {sound.name}: one channel, {told}", file=sys.stderr)
    return roles
