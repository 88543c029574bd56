"""The charters to negotiate say what they are for, and a council reads in each line what it may do with it."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pydantic.fields import FieldInfo

from gardefou.adapters.documents.yaml_document import read_yaml
from gardefou.adapters.signing.ed25519 import is_usable_public_key
from gardefou.bootstrap.resources import resource
from gardefou.governance.charter import HIGHEST_RATE, LOWEST_FLOOR, Charter
from gardefou.governance.hindrances import hindrances
from gardefou.governance.terms.part import Part, Tighter
from gardefou.governance.terms.places import Feature
from gardefou.governance.tightness import mark_of
from gardefou.kernel.call import OriginalAudio

NAMES = ("experiment", "coaching", "analytics")
MOST_WORDS = 2000
OF_REAL_CALLS = {"draw.rate": HIGHEST_RATE, "agreement_floor": LOWEST_FLOOR}
WAYS = {
    Tighter.LOWER: ("baisser", "raccourcir"),
    Tighter.HIGHER: ("augmenter", "allonger"),
    Tighter.EARLIER: ("finir plus tôt",),
    Tighter.LATER: ("commencer plus tard",),
    Tighter.FEWER: ("retirer",),
    Tighter.MORE: ("ajouter",),
    Tighter.ON: ("true",),
    Tighter.OFF: ("false",),
    Tighter.ORDERED: ("vers",),
}


def path_of(name: str) -> Path:
    return Path(str(resource(f"charters/{name}.yaml")))


def charter(name: str) -> Charter:
    return read_yaml(path_of(name), Charter)


def commented(name: str) -> dict[str, str]:
    """The comment above each field, by its path; fields without one share the comment of the field above them."""
    found: dict[str, str] = {}
    above: list[str] = []
    comment = ""
    fresh = True
    for line in path_of(name).read_text(encoding="utf-8").splitlines():
        text = line.strip()
        if text.startswith("#") or not text:
            comment = f"{'' if fresh or not text else comment} {text[2:]}"
            fresh = False
        elif field := re.match(r"( *)([a-z_]+):", line):
            above[len(field[1]) // 2 :] = [field[2]]
            found[".".join(above)] = comment
            fresh = True
    return found


def fields(part: type[Part], above: str = "") -> Iterator[tuple[str, FieldInfo]]:
    for name, field in part.model_fields.items():
        inner = [each for each in getattr(field.annotation, "__args__", (field.annotation,)) if isinstance(each, type)]
        if mark_of(field) is Tighter.INSIDE:
            yield from fields(next(each for each in inner if issubclass(each, Part)), f"{above}{name}.")
        else:
            yield f"{above}{name}", field


def written(name: str) -> Iterator[tuple[FieldInfo, str, str]]:
    """Every field that the file has to write out, its path and its comment."""
    comments = commented(name)
    for path, field in fields(Charter):
        if path != "draw.necessity" and (name == "experiment" or not path.startswith("experiment.")):
            yield field, path, comments[path]


@pytest.mark.parametrize("name", NAMES)
def test_every_line_says_its_clause_and_what_tightens_it(name: str) -> None:
    for field, path, comment in written(name):
        assert re.search(r"\[S\d+(, S\d+)*\]", comment), path
        if mark_of(field) in WAYS:
            (way,) = re.findall(r"Resserrer : ([^\[]*?)[.;] ?(?:Aucune|\[|$)", comment)
            assert any(word in way for word in WAYS[mark_of(field)]), path
        else:
            assert re.search(r"à deux", comment, re.IGNORECASE) and "Resserrer" not in comment, path


@pytest.mark.parametrize("name", NAMES)
def test_a_bound_that_a_comment_names_is_the_one_that_is_kept(name: str) -> None:
    found = 0
    for field, path, comment in written(name):
        for way, number in re.findall(r"Aucune signature : (plus|moins) de (\d[\d.]*\d|\d)", comment):
            bounds = [getattr(each, "le" if way == "plus" else "ge", None) for each in field.metadata]
            assert float(number) in [*bounds, OF_REAL_CALLS.get(path)], path
            found += 1
    assert found > 5


@pytest.mark.parametrize("name", NAMES)
def test_it_is_a_charter_of_real_calls_that_waits_for_keys_only(name: str) -> None:
    found = charter(name)
    assert not found.simulated
    assert hindrances(found, found.valid_from, is_usable_public_key) == ()
    assert set(found.parties.lacking) == {
        each.name for party in (found.parties.employees, found.parties.employer) for each in party.signatories
    }
    assert len({each.organisation for each in found.parties.employees.signatories}) > 1


@pytest.mark.parametrize("name", NAMES)
def test_it_is_read_in_ten_minutes_and_leads_to_its_schema(name: str) -> None:
    text = path_of(name).read_text(encoding="utf-8")
    assert len(text.split()) < MOST_WORDS
    assert max(map(len, text.splitlines())) <= 120
    (schema,) = re.findall(r"^# yaml-language-server: \$schema=(\S+)$", text, re.MULTILINE)
    assert (Path(__file__).parents[3] / "charters" / schema).is_file()


def test_the_experiment_has_volunteers_for_a_year_and_releases_nothing() -> None:
    found = charter("experiment")
    assert found.experiment is not None
    assert found.experiment.days == 365
    assert 0.03 <= found.draw.rate <= 0.05 and found.draw.weekly_cap <= 3
    assert not found.review.released_to_managers and found.alerts == "none"
    assert not found.learning_from_reviews


def test_coaching_lets_what_was_reviewed_reach_managers() -> None:
    found = charter("coaching")
    assert found.review.released_to_managers and "coaching" in found.purposes
    assert found.experiment is None and not found.learning_from_reviews


def test_analytics_evaluates_nobody() -> None:
    found = charter("analytics")
    assert all(set(place.features) == {Feature.RECORDING, Feature.ANALYTICS} for place in found.sites.values())
    assert not found.review.released_to_managers and found.review.sample_per_month == 0
    assert found.review.smallest_group > 10 and found.original_audio is OriginalAudio.NEVER
    assert found.valid_until > date(2027, 1, 1)
