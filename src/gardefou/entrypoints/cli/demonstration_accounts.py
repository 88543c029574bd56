"""The accounts of the demonstration: one password for all of its simulated people, new at each start."""

from pathlib import Path
from secrets import choice

from rich.console import Console
from rich.table import Table

from gardefou.adapters.passwords import Passwords
from gardefou.bootstrap.installation import Installation, administration_of
from gardefou.bootstrap.samples import PEOPLE

SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]
SYLLABLES_OF_A_PASSWORD = 8


def open_accounts(installation: Installation) -> str:
    """Let everybody sign in by one new password, and return it; it is stored nowhere."""
    password = _password()
    hashed = Passwords().hash(password)
    with administration_of(installation) as administration:
        for number in PEOPLE:
            administration.accounts.put(administration.accounts.person(number).id, hashed)
    return password


def show_accounts(console: Console, address: str, password: str, keys: Path) -> None:
    """Print where the pages are, who may sign in by what, and where the keys of the simulated signatories are."""
    table = Table(box=None, padding=(0, 3, 0, 0))
    for heading in ("sign in as", "who", "role"):
        table.add_column(heading)
    for number, (name, role) in PEOPLE.items():
        table.add_row(number, name, role.value.replace("_", " "))
    console.print()
    console.print(table)
    console.print(f"\npassword of all of them: [bold]{password}[/bold]  (new at each start)")
    console.print(f"keys of the simulated signatories, without passphrase: {keys}/*.key", soft_wrap=True)
    console.print(f"pages: [bold]{address}[/bold]  -  Ctrl-C stops everything")


def _password() -> str:
    """Syllables that can be typed, 49 bits of chance."""
    syllables = [choice(SYLLABLES) for _ in range(SYLLABLES_OF_A_PASSWORD)]
    return "-".join("".join(syllables[i : i + 2]) for i in range(0, SYLLABLES_OF_A_PASSWORD, 2))
