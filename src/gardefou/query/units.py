"""The units in which people write and say amounts, durations, shares and counts."""

from gardefou.kernel.measures import Unit
from gardefou.query.model import FigureKind
from gardefou.query.text import folded

MOST_DIGITS = 9
"""Of a limit in a query; a longer number that was said is no figure but an identifier."""

DAY = 86_400.0
YEAR = 365.25 * DAY
MONTH = YEAR / 12

_DURATIONS: dict[float, str] = {
    1.0: "s sec second seconds seconde secondes",
    60.0: "min mins mn minute minutes",
    3_600.0: "h hour hours heure heures",
    DAY: "day days j jour jours",
    7 * DAY: "week weeks semaine semaines",
    MONTH: "month months mois",
    YEAR: "year years an ans annee annees",
}
DURATIONS = {name: seconds for seconds, names in _DURATIONS.items() for name in names.split()}
"""Seconds by name of a unit of time, folded."""
SPOKEN_DURATIONS = {name: seconds for name, seconds in DURATIONS.items() if len(name) > 1}
"""Without single letters: the s of "s'il" follows numbers, too."""

CURRENCIES = {
    name: currency
    for currency, names in {
        "euros": "euro euros eur",
        "pounds": "pound pounds quid",
        "dollars": "dollar dollars",
    }.items()
    for name in names.split()
}
HUNDREDTHS = {"centime": "euros", "centimes": "euros", "penny": "pounds", "pence": "pounds"}

_MEASURES: dict[Unit, dict[str, float]] = {
    Unit.MILLISECONDS: {"s": 1_000.0, "ms": 1.0},
    Unit.SHARE: {"%": 0.01},
    Unit.COUNT: {"": 1.0},
}
EXPECTED = {
    Unit.MILLISECONDS: "{measure} is compared with a time such as 20s or 500ms",
    Unit.SHARE: "{measure} is compared with a share such as 40%",
    Unit.COUNT: "{measure} is compared with a number without a unit, such as 1",
}


def measured_factor(unit: Unit, written: str) -> float | None:
    """What a written unit of a measure is worth in the measure's own, None where it does not fit."""
    return _MEASURES[unit].get(written.lower())


def said_factor(kind: FigureKind, written: str) -> tuple[float, str] | None:
    """What a written unit is worth, and its name in a query; None where it does not fit what was said."""
    unit = folded(written).strip()
    match kind:
        case FigureKind.NUMBER:
            return (1.0, "") if not unit else None
        case FigureKind.AMOUNT:
            return (1.0, CURRENCIES.get(unit, "")) if not unit or unit in CURRENCIES else None
        case FigureKind.DURATION:
            return (DURATIONS[unit], unit) if unit in DURATIONS else None
