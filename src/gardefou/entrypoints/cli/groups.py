"""Commands that share a first word."""

import typer


def group(about: str) -> typer.Typer:
    """A group of commands, each told by its own docstring."""
    return typer.Typer(help=about, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
