"""What the program gives out about people, as they get it: of an adviser with calls at every stage of a review."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from zipfile import ZipFile

from tests.integration.web.browsing import give_password, served, signed_in
from tests.spec.reviewing import Reviewing
from tests.spec.scene import Scene

SITE = "exporting"


@contextmanager
def exports(scene: Scene) -> Iterator[list[tuple[str, Any]]]:
    """Each document that is given out, by its name."""
    people = Reviewing.at(scene, SITE, erasure_by_adviser=True)
    scene.offered(SITE, "offered")
    people.contested(scene.offered(SITE, "contested"))
    people.final(scene.offered(SITE, "final"))
    give_password(scene.installation, f"{SITE}-0")
    with served(scene.installation) as url:
        content = signed_in(url, f"{SITE}-0").get("/rights/export").content
    with ZipFile(io.BytesIO(content)) as archive:
        document = json.loads(archive.read("data.json"))
        names = {name.partition("/")[0]: "" for name in archive.namelist()}
    assert {each["stage"] for each in document["calls"]} and any("decisions" in each for each in document["calls"])
    yield [("data.json", document), ("zip", names)]
