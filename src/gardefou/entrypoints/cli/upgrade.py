"""`gardefou upgrade`: the database follows the version of the program."""

from gardefou.bootstrap.settings import read_settings
from gardefou.bootstrap.store import Store


def upgrade() -> None:
    """Apply the migrations that the database lacks; stop serve and worker first."""
    with Store(read_settings()) as store:
        store.simulated(checked=False)
        applied = store.upgrade()
    print("\n".join(applied) if applied else "nothing to do")
