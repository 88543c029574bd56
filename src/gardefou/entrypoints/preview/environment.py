"""What the preview process is told of its surroundings: where programs are and how many threads, no setting."""

from collections.abc import Mapping

NAMES = frozenset({"PATH", "LANG", "HOME", "PYTHONPATH", "VIRTUAL_ENV"})
BEGINNINGS = ("LC_", "OMP_", "OPENBLAS_")
THREADS = {"OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2"}
"""Where nothing else is said: each thread reserves memory, which is limited."""


def preview_environment(variables: Mapping[str, str]) -> dict[str, str]:
    """Those of the variables that the process may know."""
    return THREADS | {name: value for name, value in variables.items() if name in NAMES or name.startswith(BEGINNINGS)}
