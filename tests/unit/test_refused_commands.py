"""What somebody at the command line reads when the charter refuses a command."""

import sys
from datetime import UTC, datetime

import pytest

from gardefou.entrypoints.cli import main
from gardefou.kernel.errors import Refused, Stop


def test_a_command_that_a_suspension_refuses_says_whose_it_is_since_when_and_why(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse() -> None:
        stop = Stop(("employees",), datetime(2027, 6, 1, 9, 30, tzinfo=UTC), "no\nnotice \x1b[2J")
        raise Refused("S18", "the site is suspended", "orvane 3", stop)

    monkeypatch.setattr(main.typer.main, "get_command", lambda _: refuse)
    for each in ("set_up_logs", "protect_memory"):
        monkeypatch.setattr(main, each, lambda: None)
    monkeypatch.setattr(sys, "argv", ["gardefou"])
    with pytest.raises(SystemExit) as ended:
        main.main()
    assert ended.value.code == 2
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith("gardefou: refused by clause S18 (orvane 3)")
    assert told[1] == r"gardefou: stopped by employees on 2027-06-01 09:30 UTC: no\nnotice \x1b[2J"
