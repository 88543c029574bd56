"""Draws the states of a review and the ways between them; places are laid by hand, words come from the table."""

import re
from collections.abc import Iterator
from html import escape
from importlib.resources import files
from textwrap import wrap
from typing import NamedTuple

from gardefou.kernel.review import DECIDED_BY_A_PERSON, ENDS
from gardefou.kernel.review import ReviewState as S
from gardefou.review.transitions import TRANSITIONS, Act, Transition, When, Whose

WIDTH, HEIGHT = 1080, 812
NODE_WIDTH, NODE_HEIGHT = 200, 62
LINE = 19
FONTS = '"Atkinson Hyperlegible Next","Segoe UI",system-ui,"Helvetica Neue",Arial,sans-serif'
COLOURS = ("page", "surface", "sunken", "ink", "ink-2", "line-strong")


class Place(NamedTuple):
    """The middle of a state, and what it means."""

    x: int
    y: int
    name: str
    meaning: str


class Way(NamedTuple):
    """Where an arrow runs, and where its words stand: the first line, which end is given, and how wide they may be.

    Without a width it joins another arrow, beside which its words stand.
    """

    path: str
    x: int = 0
    y: int = 0
    anchor: str = "start"
    width: int = 0


PLACES = {
    S.OFFERED: Place(520, 96, "Offered", "the adviser may answer"),
    S.UNREVIEWED: Place(130, 96, "Unreviewed", "concerns no individual"),
    S.QUEUED: Place(520, 236, "Queued", "awaits a reviewer"),
    S.LAPSED: Place(130, 306, "Lapsed", "nobody decided in time"),
    S.IN_REVIEW: Place(520, 376, "In review", "a reviewer listens"),
    S.DECIDED: Place(520, 516, "Decided", "the adviser may answer"),
    S.CONTESTED: Place(915, 516, "Contested", "awaits another reviewer"),
    S.IN_SECOND_REVIEW: Place(915, 646, "In second review", "another reviewer listens"),
    S.FINAL: Place(520, 686, "Final", "a named person decided"),
}
WAYS = {
    (S.OFFERED, S.UNREVIEWED, False): Way("M420 96H232", 326, 45, "middle", 25),
    (S.OFFERED, S.QUEUED, False): Way("M520 127V203", 534, 160, "start", 44),
    (S.QUEUED, S.IN_REVIEW, False): Way("M495 267V343", 485, 311, "end", 16),
    (S.IN_REVIEW, S.QUEUED, False): Way("M545 345V269", 555, 311, "start", 16),
    (S.QUEUED, S.LAPSED, True): Way("M420 236H338Q326 236 326 248V294Q326 306 314 306H232", 316, 184, "middle", 28),
    (S.IN_REVIEW, S.LAPSED, True): Way("M420 376H338Q326 376 326 364V306"),
    (S.IN_REVIEW, S.DECIDED, False): Way("M520 407V483", 508, 441, "end", 30),
    (S.IN_REVIEW, S.CONTESTED, False): Way("M620 376H903Q915 376 915 388V483", 900, 344, "end", 30),
    (S.DECIDED, S.CONTESTED, False): Way("M620 516H813", 717, 446, "middle", 23),
    (S.DECIDED, S.FINAL, False): Way("M520 547V653", 508, 586, "end", 25),
    (S.CONTESTED, S.IN_SECOND_REVIEW, False): Way("M890 547V613", 880, 586, "end", 16),
    (S.IN_SECOND_REVIEW, S.CONTESTED, False): Way("M930 615V549", 940, 586, "start", 16),
    (S.IN_SECOND_REVIEW, S.FINAL, False): Way("M815 664H622", 717, 652, "middle", 25),
    (S.CONTESTED, S.FINAL, True): Way(
        "M1015 516H1043Q1055 516 1055 528V690Q1055 702 1043 702H622", 838, 724, "middle", 60
    ),
    (S.IN_SECOND_REVIEW, S.FINAL, True): Way("M1015 646H1055"),
}
ACTS = {
    (Act.ANSWER, Act.CLOSE): "the adviser answers, or the window closes",
    (Act.TAKE,): "takes it",
    (Act.HAND_BACK,): "hands it back",
    (Act.DECIDE,): "the reviewer decides",
    (Act.LAPSE,): "its last day passes, what is contested is void",
}
CONDITIONS = {
    When.ALWAYS: "",
    When.SELECTED: "if contested, critical, or in the sample",
    When.NOT_SELECTED: "otherwise",
    When.CONTESTED: "if something is contested",
    When.NOT_CONTESTED: "if nothing is contested",
    When.UNSETTLED: "if a contest was not granted",
    When.SETTLED: "else",
}
KEY = (
    ("box", False, "automatic draft, no person decided"),
    ("box", True, "decided by a named person"),
    ("way", True, "a person acts"),
    ("way", False, "a date passes"),
)


def review_picture() -> str:
    """Return the picture as SVG, readable on a light and on a dark screen."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        'role="img" aria-labelledby="title">',
        '<title id="title">The states of a review and the ways between them</title>',
        f"<style>\n{_style()}\n</style>",
        '<defs><marker id="tip" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="9" markerHeight="9" '
        'markerUnits="userSpaceOnUse" orient="auto"><path class="tip" d="M0 0L10 5L0 10z"/></marker></defs>',
        f'<rect class="page" width="{WIDTH}" height="{HEIGHT}" rx="12"/>',
        '<circle class="start" cx="520" cy="26" r="6"/><path class="way" d="M520 32V63"/>',
        '<text class="words" x="536" y="46">a draft is ready</text>',
    ]
    for key, lines in _grouped().items():
        parts.extend(_way(WAYS[key], lines))
    parts.extend(line for state in S for line in _state(state))
    parts.extend(_key())
    return "\n".join([*parts, "</svg>"]) + "\n"


def _grouped() -> dict[tuple[S, S, bool], list[Transition]]:
    """The lines that one arrow shows; what lapses has arrows of its own."""
    groups: dict[tuple[S, S, bool], list[Transition]] = {}
    for line in TRANSITIONS:
        groups.setdefault((line.before, line.after, line.act is Act.LAPSE), []).append(line)
    return groups


def _way(way: Way, lines: list[Transition]) -> Iterator[str]:
    kinds = ["way", *(["date"] if lines[0].by is Whose.PROGRAM else []), *([] if way.width else ["join"])]
    yield f'<path class="{" ".join(kinds)}" d="{way.path}"/>'
    acts = ACTS[tuple(dict.fromkeys(line.act for line in lines))]
    when = CONDITIONS[lines[0].when]
    if way.width:
        written = [(each, "words") for each in wrap(acts, way.width)] + [
            (each, "when") for each in wrap(when, way.width)
        ]
        for number, (text, kind) in enumerate(written):
            place = f'x="{way.x}" y="{way.y + number * LINE}"'
            yield f'<text class="{kind}" {place} text-anchor="{way.anchor}">{escape(text)}</text>'


def _state(state: S) -> Iterator[str]:
    place = PLACES[state]
    kinds = ["box", *(["person"] if state in DECIDED_BY_A_PERSON else []), *(["end"] if state in ENDS else [])]
    corner = f'x="{place.x - NODE_WIDTH // 2}" y="{place.y - NODE_HEIGHT // 2}"'
    yield f'<rect class="{" ".join(kinds)}" {corner} width="{NODE_WIDTH}" height="{NODE_HEIGHT}" rx="8"/>'
    yield f'<text class="name" x="{place.x}" y="{place.y - 4}" text-anchor="middle">{escape(place.name)}</text>'
    yield f'<text class="when" x="{place.x}" y="{place.y + 17}" text-anchor="middle">{escape(place.meaning)}</text>'


def _key() -> Iterator[str]:
    x, y = 30, HEIGHT - 30
    for kind, by_person, words in KEY:
        if kind == "box":
            look = "box person" if by_person else "box"
            yield f'<rect class="{look}" x="{x}" y="{y - 16}" width="34" height="20" rx="5"/>'
        else:
            yield f'<path class="{"way" if by_person else "way date"}" d="M{x} {y - 6}h34"/>'
        yield f'<text class="when" x="{x + 44}" y="{y}">{escape(words)}</text>'
        x += 84 + 8 * len(words)


def _style() -> str:
    light, dark = zip(*(_token(name) for name in COLOURS), strict=True)
    sets = [
        ";".join(f"--{name}:{colour}" for name, colour in zip(COLOURS, each, strict=True)) for each in (light, dark)
    ]
    return "\n".join(
        [
            f"svg{{{sets[0]};font:15px {FONTS}}}",
            f"@media (prefers-color-scheme:dark){{svg{{{sets[1]}}}}}",
            ".page{fill:var(--page)}.start,.tip{fill:var(--ink)}",
            ".box{fill:var(--surface);stroke:var(--line-strong);stroke-width:1.5;stroke-dasharray:5 4}",
            ".person{stroke:var(--ink);stroke-width:2;stroke-dasharray:none}.end{fill:var(--sunken)}",
            ".way{fill:none;stroke:var(--ink);stroke-width:1.6;marker-end:url(#tip)}",
            ".date{stroke-dasharray:3 4}.join{marker-end:none}",
            ".name{fill:var(--ink);font-size:17px;font-weight:650}.words{fill:var(--ink)}.when{fill:var(--ink-2)}",
        ]
    )


def _token(name: str) -> tuple[str, str]:
    """A colour of the look, for light and dark."""
    look = files("gardefou.adapters.report").joinpath("assets/look.css").read_text(encoding="utf-8")
    found = re.search(rf"--{name}:\s*light-dark\((#\w+),\s*(#\w+)\)", look)
    if not found:
        raise LookupError(f"the look has no colour {name}")
    return found[1], found[2]
