"""`gardefou keys`: the key that wraps the keys of calls."""

from gardefou.adapters.vault.key_file import read_key_file, read_or_create_key_file
from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.settings import read_settings
from gardefou.entrypoints.cli.groups import group
from gardefou.kernel.errors import SettingWrong

keys = group("The key that wraps the keys of calls.")


@keys.callback()
def _keys() -> None:
    """Keep `rotate` a word of its own while it is the only one."""


@keys.command("rotate")
def rotate() -> None:
    """Make a new key and wrap every call's key under it; stop serve, watch and worker first.

    It may be stopped and run again. The former key stays in keys/former-ID.key until you destroy it.
    """
    settings = read_settings()
    if settings.vault_key:
        raise SettingWrong("GARDEFOU_VAULT_KEY: the key is not in a file; give the new one there, the former as a file")
    with Installation(settings, connections=1) as installation:
        path = installation.keys / "vault.key"
        former = installation.keys / f"former-{read_key_file(path).id}.key"
        if not former.exists():
            former.hardlink_to(path)
        new = installation.keys / "vault.key.new"
        read_or_create_key_file(new)
        new.replace(path)
    with Installation(settings, connections=1) as installation:
        print(f"rewrapped: {installation.sounds.rewrap()}; destroy {former} when no backup needs it")
