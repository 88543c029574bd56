"""`gardefou transcribe --glossary`: a bad file is refused before any recording is opened."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from gardefou.entrypoints.cli.main import application
from gardefou.kernel.errors import InputRefused


@pytest.mark.parametrize("as_option", [True, False])
def test_a_bad_glossary_is_named_before_the_recordings_are_looked_at(tmp_path: Path, as_option: bool) -> None:
    glossary = tmp_path / "names.yaml"
    glossary.write_text("entries: [{write: Go}]\n")
    option = ["--glossary", str(glossary)] if as_option else []
    setting = {} if as_option else {"GARDEFOU_GLOSSARY": str(glossary)}
    line = ["transcribe", str(tmp_path / "missing.wav"), *option]
    done = CliRunner().invoke(application, line, env={"GARDEFOU_DATA_DIRECTORY": str(tmp_path), **setting})
    assert isinstance(done.exception, InputRefused)
    assert str(done.exception).startswith(f"{glossary}: line 1, column 19: entries.0.write:")
