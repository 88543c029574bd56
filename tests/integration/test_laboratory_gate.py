"""Files are tried beside a signed charter only where it names the laboratory; without any, nothing is in the way."""

from pathlib import Path

import pytest
from tests.installations import SITE, SimulatedInstallation, simulated_charter, simulated_installation
from tests.spec.scene import Scene

from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.laboratory_gate import check_laboratory
from gardefou.bootstrap.settings import Settings
from gardefou.bootstrap.simulated_signatories import SimulatedSignatories
from gardefou.governance.charter import Charter
from gardefou.kernel.errors import Refused


def put_under(made: SimulatedInstallation, *features: str) -> list[tuple[str, str | None]]:
    """Have the site's charter name these features, ask for the laboratory, and return what was logged of it."""
    given = {**simulated_charter().model_dump(), "sites": {SITE: {"features": features}}}
    with Installation(made.settings) as installation:
        SimulatedSignatories(installation).open_site(SITE, "Europe/Paris", Charter.model_validate(given))
        scene = Scene(installation, made.directory)
        entries = scene.logged(lambda: asked(made.settings))
    return [(each["verb"], each["refused_by"]) for each in entries if each["verb"] == "try_files"]


def asked(settings: Settings) -> Refused | None:
    try:
        check_laboratory(settings)
    except Refused as refused:
        return refused
    return None


def test_a_charter_that_does_not_name_the_laboratory_refuses_it_and_both_answers_are_logged() -> None:
    with simulated_installation() as made:
        assert put_under(made, "recording", "laboratory") == [("try_files", None)]
        assert put_under(made, "recording") == [("try_files", "S30")]
        with pytest.raises(Refused, match="S30"):
            check_laboratory(made.settings)


def test_where_there_is_no_installation_nothing_is_in_the_way(tmp_path: Path) -> None:
    check_laboratory(Settings(data_directory=tmp_path / "none"))
    assert not (tmp_path / "none").exists()
