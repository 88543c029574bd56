"""The log of a site without names, by weeks, functions and kinds of deeds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from gardefou.adapters.pages.words import ROLES
from gardefou.adapters.report.language import message
from gardefou.governance.access_log import AccessCount
from gardefou.governance.actions import AGREEING, OF_SUBJECTS, REGISTERING, Verb
from gardefou.governance.roles import PersonRole

READ = message("a lu un appel")
LISTENED = message("a écouté un appel")
PROCESSED = message("a traité des appels")
REMOVED = message("a effacé, mis de côté ou noté perdu")
REVIEWED = message("a relu des appels")
FIGURES = message("a lu des chiffres sans nom")
SCORECARDS = message("a travaillé sur des grilles")
ACTS = message("a lu, proposé ou signé à la table de la charte")
REGISTERS = message("a tenu ou lu les registres")
FOR_SUBJECTS = message("a traité une demande sur des données")
OWN = message("a usé de ses droits ou répondu sur ses appels")
OPERATED = message("a fait fonctionner la machine")
OTHER = message("a fait autre chose")

DEEDS: Mapping[str, str] = {
    **dict.fromkeys((Verb.READ_TRANSCRIPT, Verb.READ_EVALUATION, Verb.SHOW_SIMULATED), READ),
    **dict.fromkeys((Verb.LISTEN, Verb.LISTEN_ORIGINAL), LISTENED),
    **dict.fromkeys((Verb.RECEIVE, Verb.KEEP, Verb.HEAR, Verb.MEASURE, Verb.CLASSIFY, Verb.EVALUATE), PROCESSED),
    **dict.fromkeys((Verb.OFFER, Verb.SHADOW, Verb.LEARN, Verb.CLOSE_WINDOW, Verb.LAPSE), PROCESSED),
    **dict.fromkeys((Verb.PARK, Verb.LOSE, Verb.EXPIRE), REMOVED),
    **dict.fromkeys((Verb.READ_QUEUE, Verb.TAKE, Verb.HAND_BACK, Verb.DECIDE), REVIEWED),
    **dict.fromkeys((Verb.READ_TEAM, Verb.READ_AGREEMENT), FIGURES),
    **dict.fromkeys((Verb.EDIT, Verb.PROPOSE, Verb.WITHDRAW), SCORECARDS),
    **dict.fromkeys(OF_SUBJECTS, FOR_SUBJECTS),
    **dict.fromkeys(AGREEING, ACTS),
    **dict.fromkeys(REGISTERING, REGISTERS),
    **dict.fromkeys((Verb.READ_OWN_FILE, Verb.REFUSE_RECORDING, Verb.TAKE_PART, Verb.ERASE), OWN),
    **dict.fromkeys((Verb.EVALUATE_ONESELF, Verb.STATE, Verb.ANSWER), OWN),
    **dict.fromkeys((Verb.ADMINISTER, Verb.READ_STATE, Verb.RETRY), OPERATED),
}
PARTS = {
    "process": message("le programme"),
    "operator": message("la personne qui exploite la machine"),
    "sender": message("la téléphonie"),
}


@dataclass(frozen=True, slots=True)
class LogLine:
    """What one function did in a week; `times` is None where too few people did it to be told."""

    who: str
    deed: str
    clause: str | None
    times: int | None


@dataclass(frozen=True, slots=True)
class LogWeek:
    """A week by its first day: what was done, and what the charter refused."""

    first_day: date
    done: tuple[LogLine, ...]
    refused: tuple[LogLine, ...]


def log_weeks(counts: Sequence[AccessCount]) -> tuple[LogWeek, ...]:
    """The weeks, the latest first."""
    found = []
    for week, each in groupby(counts, key=lambda count: count.week):
        lines = _lines(tuple(each))
        done = tuple(line for line in lines if line.clause is None)
        found.append(LogWeek(week, done, tuple(line for line in lines if line.clause is not None)))
    return tuple(found)


def _lines(counts: Sequence[AccessCount]) -> tuple[LogLine, ...]:
    """Verbs of one kind together; what hides one of them hides the sum."""
    summed: dict[tuple[str, str, str | None], int | None] = {}
    for each in counts:
        kind = (each.role, DEEDS.get(each.verb, OTHER), each.refused_by)
        before = summed.get(kind, 0)
        summed[kind] = None if before is None or each.times is None else before + each.times
    return tuple(LogLine(_who(role), deed, clause, times) for (role, deed, clause), times in summed.items())


def _who(role: str) -> str:
    return PARTS.get(role) or ROLES[PersonRole(role)]
