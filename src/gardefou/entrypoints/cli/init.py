"""`gardefou init`: an installation begins."""

from typing import Annotated

import typer

from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.settings import read_settings
from gardefou.bootstrap.store import Store


def init(
    simulated: Annotated[
        bool, typer.Option("--simulated", help="For simulated calls only; this can never be changed.")
    ] = False,
) -> None:
    """Make the database, the keys and the installation in the data directory; once made, its kind never changes."""
    settings = read_settings()
    with Store(settings, creating=True) as store:
        made = store.create(simulated=simulated)
        with Installation(settings, connections=1) as installation:
            installation.ring  # noqa: B018 -- makes the keys, or checks those that are there
    kind = "a simulated installation" if simulated else "an installation"
    print(f"{kind} is {'made' if made else 'here already'} in {settings.data_directory}")
    if made:
        print("next: gardefou site open CODE --zone Europe/Paris --charter charters/…, then gardefou people import")
