"""A command that a person stops: one line, at once, whatever is computed on other threads."""

import os
import sys

import pytest
import typer

from gardefou.entrypoints.cli import main as command


class Left(BaseException):
    """The process has ended."""


def leave(code: int) -> None:
    raise Left(code)


@pytest.mark.parametrize("interruption", [KeyboardInterrupt(), typer.Exit(130)])
def test_a_stopped_command_says_so_and_leaves_without_waiting(
    interruption: BaseException, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: object) -> None:
        raise interruption

    monkeypatch.setattr(command.Commands, "invoke", stopped)
    monkeypatch.setattr(command, "protect_memory", lambda: None)
    monkeypatch.setattr(os, "_exit", leave)
    monkeypatch.setattr(sys, "argv", ["gardefou", "doctor"])
    with pytest.raises(Left, match="130"):
        command.main()
    assert capsys.readouterr().err == "gardefou: stopped\n"
