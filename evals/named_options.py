"""Options of commands that take names, separated by commas."""

import argparse
from collections.abc import Callable, Mapping


def names_of(known: Mapping[str, object]) -> Callable[[str], list[str]]:
    """What reads such an option, and refuses names that are not among the `known`."""

    def read(text: str) -> list[str]:
        names = text.split(",")
        if unknown := [name for name in names if name not in known]:
            raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: not one of {', '.join(known)}")
        return names

    return read
