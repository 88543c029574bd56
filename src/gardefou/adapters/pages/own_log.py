"""The log of an adviser's file in sentences: who did what with which call, each once a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from gardefou.adapters.report.language import message
from gardefou.governance.actions import Verb
from gardefou.governance.draw import day_of
from gardefou.governance.roles import PersonRole
from gardefou.review.model import LogLine

MOST_LINES = 1000
"""The most lines that are read; beyond them nothing is claimed about who did nothing."""


class Deed(StrEnum):
    """What is told of a line; several verbs may be one deed."""

    KEPT = "kept"
    HEARD = "heard"
    MEASURED = "measured"
    CLASSIFIED = "classified"
    EVALUATED = "evaluated"
    OFFERED = "offered"
    PARKED = "parked"
    RETRIED = "retried"
    LOST = "lost"
    EXPIRED = "expired"
    STATE = "state"
    OPENED = "opened"
    LISTENED = "listened"
    OWN_EVALUATION = "own_evaluation"
    STATED = "stated"
    ANSWERED = "answered"
    CLOSED = "closed"
    LAPSED = "lapsed"
    TOOK = "took"
    GAVE_BACK = "gave_back"
    DECIDED = "decided"
    COMPARED = "compared"
    LEARNED = "learned"
    ERASED = "erased"
    OTHER = "other"


DEEDS = {
    Verb.KEEP: Deed.KEPT,
    Verb.HEAR: Deed.HEARD,
    Verb.MEASURE: Deed.MEASURED,
    Verb.CLASSIFY: Deed.CLASSIFIED,
    Verb.EVALUATE: Deed.EVALUATED,
    Verb.OFFER: Deed.OFFERED,
    Verb.PARK: Deed.PARKED,
    Verb.RETRY: Deed.RETRIED,
    Verb.LOSE: Deed.LOST,
    Verb.EXPIRE: Deed.EXPIRED,
    Verb.READ_STATE: Deed.STATE,
    Verb.READ_TRANSCRIPT: Deed.OPENED,
    Verb.READ_EVALUATION: Deed.OPENED,
    Verb.SHOW_SIMULATED: Deed.OPENED,
    Verb.LISTEN: Deed.LISTENED,
    Verb.LISTEN_ORIGINAL: Deed.LISTENED,
    Verb.EVALUATE_ONESELF: Deed.OWN_EVALUATION,
    Verb.STATE: Deed.STATED,
    Verb.ANSWER: Deed.ANSWERED,
    Verb.CLOSE_WINDOW: Deed.CLOSED,
    Verb.LAPSE: Deed.LAPSED,
    Verb.TAKE: Deed.TOOK,
    Verb.HAND_BACK: Deed.GAVE_BACK,
    Verb.DECIDE: Deed.DECIDED,
    Verb.ERASE: Deed.ERASED,
    Verb.ERASE_FOR_SUBJECT: Deed.ERASED,
    Verb.EXPORT_FOR_SUBJECT: Deed.OPENED,
    Verb.SHADOW: Deed.COMPARED,
    Verb.LEARN: Deed.LEARNED,
}

BY_OTHERS = {
    Deed.KEPT: message("%(who)s a gardé l'appel du %(day)s, tiré au sort."),
    Deed.HEARD: message("%(who)s a transcrit l'appel du %(day)s."),
    Deed.MEASURED: message("%(who)s a mesuré la conversation du %(day)s."),
    Deed.CLASSIFIED: message("%(who)s a cherché le motif de l'appel du %(day)s."),
    Deed.EVALUATED: message("%(who)s a préparé un brouillon pour l'appel du %(day)s."),
    Deed.OFFERED: message("%(who)s vous a remis le brouillon de l'appel du %(day)s."),
    Deed.PARKED: message("%(who)s a mis de côté l'appel du %(day)s après un échec."),
    Deed.RETRIED: message("%(who)s a relancé le traitement de l'appel du %(day)s."),
    Deed.LOST: message("%(who)s a noté que le son de l'appel du %(day)s est perdu."),
    Deed.EXPIRED: message("%(who)s a effacé à sa date une partie de l'appel du %(day)s."),
    Deed.STATE: message("%(who)s a regardé où en est l'appel du %(day)s, sans son contenu."),
    Deed.OPENED: message("%(who)s a ouvert l'appel du %(day)s."),
    Deed.LISTENED: message("%(who)s a écouté l'appel du %(day)s."),
    Deed.CLOSED: message("%(who)s a vérifié la date de votre réponse sur l'appel du %(day)s."),
    Deed.LAPSED: message("%(who)s a annulé un verdict contesté resté sans réponse, appel du %(day)s."),
    Deed.TOOK: message("%(who)s a pris l'appel du %(day)s en relecture."),
    Deed.GAVE_BACK: message("%(who)s a rendu la relecture de l'appel du %(day)s."),
    Deed.DECIDED: message("%(who)s a envoyé une décision sur l'appel du %(day)s."),
    Deed.COMPARED: message("%(who)s a essayé une grille proposée sur l'appel du %(day)s, sans montrer de verdict."),
    Deed.LEARNED: message("%(who)s a appris de ce qui a été décidé sur l'appel du %(day)s."),
}
"""What somebody or the program did."""

BY_ONESELF = {
    Deed.OPENED: message("Vous avez ouvert l'appel du %(day)s."),
    Deed.LISTENED: message("Vous avez écouté l'appel du %(day)s."),
    Deed.OWN_EVALUATION: message("Vous avez évalué vous-même l'appel du %(day)s."),
    Deed.STATED: message("Vous avez commenté ou contesté un verdict de l'appel du %(day)s."),
    Deed.ANSWERED: message("Vous avez envoyé votre réponse sur l'appel du %(day)s."),
    Deed.ERASED: message("Vous avez demandé d'effacer l'appel du %(day)s."),
}
"""What the adviser did."""

REFUSED = {
    Deed.OPENED: message("%(who)s a demandé à ouvrir l'appel du %(day)s. La charte l'a refusé."),
    Deed.LISTENED: message("%(who)s a demandé à écouter l'appel du %(day)s. La charte l'a refusé."),
    Deed.TOOK: message("%(who)s a demandé à relire l'appel du %(day)s. La charte l'a refusé."),
    Deed.DECIDED: message("%(who)s a demandé à décider sur l'appel du %(day)s. La charte l'a refusé."),
}
"""What somebody asked for in vain."""

OTHER_DEED = message("%(who)s a agi sur l'appel du %(day)s.")
OTHER_REFUSED = message("%(who)s a demandé quelque chose sur l'appel du %(day)s. La charte l'a refusé.")
OWN_REFUSED = message("Vous avez demandé quelque chose sur l'appel du %(day)s. La charte l'a refusé.")
OWN_OTHER = message("Vous avez agi sur l'appel du %(day)s.")

PROGRAM = message("Le programme")
OPERATOR = message("La personne qui exploite la machine")


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody did with a call on one day, `times` times, the last time `at`.

    `name` is that of a person, None for the program and for whoever runs the machine, of whom `who` is the word.
    """

    at: datetime
    name: str | None
    who: str
    roles: tuple[PersonRole, ...]
    is_self: bool
    deed: Deed
    call: UUID
    started_at: datetime
    refused_by: str | None
    times: int

    @property
    def sentence(self) -> str:
        """The sentence to translate, of which `who` and `day` are left open."""
        if self.is_self:
            return OWN_REFUSED if self.refused_by else BY_ONESELF.get(self.deed, OWN_OTHER)
        if self.refused_by:
            return REFUSED.get(self.deed, OTHER_REFUSED)
        return BY_OTHERS.get(self.deed, OTHER_DEED)

    @property
    def is_own_reading(self) -> bool:
        """Whether the adviser merely read or heard a call of their own."""
        return self.is_self and self.refused_by is None and self.deed in {Deed.OPENED, Deed.LISTENED}


@dataclass(frozen=True, slots=True)
class Log:
    """The entries, the latest first; `is_whole` says that nothing older was left out."""

    entries: tuple[Entry, ...]
    is_whole: bool

    def readers(self, call: UUID | None = None) -> tuple[Entry, ...]:
        """Other people who opened or heard one call, or any, each once, the latest first."""
        found: dict[str | None, Entry] = {}
        for each in self.entries:
            is_reading = each.deed in {Deed.OPENED, Deed.LISTENED} and not each.refused_by and each.name is not None
            if is_reading and not each.is_self and call in {None, each.call}:
                found.setdefault(each.name, each)
        return tuple(found.values())

    @property
    def no_manager_read(self) -> bool:
        """Whether it is certain that nobody read as a manager."""
        return self.is_whole and not any(PersonRole.MANAGER in each.roles for each in self.readers())

    def is_certain_about(self, received_at: datetime) -> bool:
        """Whether everything done since that moment is here."""
        return self.is_whole or (bool(self.entries) and self.entries[-1].at <= received_at)


def log_of(lines: Sequence[LogLine], zone: str) -> Log:
    """The log in entries, the same deed of the same person with the same call on one day told once."""
    found: dict[tuple[object, ...], Entry] = {}
    for line in lines:
        entry = _entry(line)
        key = (day_of(entry.at, zone), line.actor_kind, line.actor, entry.deed, entry.call, entry.refused_by)
        known = found.get(key)
        found[key] = replace(known, times=known.times + 1) if known else entry
    return Log(tuple(found.values()), len(lines) < MOST_LINES)


def decided_by(log: Log, call: UUID) -> str | None:
    """The name of who decided last about a call."""
    return next(
        (each.name for each in log.entries if each.call == call and each.deed is Deed.DECIDED and not each.refused_by),
        None,
    )


def lately(log: Log, most: int) -> tuple[Entry, ...]:
    """The latest entries that tell something new: not each time that the adviser reads their own calls."""
    return tuple(each for each in log.entries if not each.is_own_reading)[:most]


def _entry(line: LogLine) -> Entry:
    is_person = line.actor_kind == "person"
    return Entry(
        at=line.at,
        name=line.actor if is_person else None,
        who=OPERATOR if line.actor_kind == "operator" else PROGRAM,
        roles=_roles(line.roles or ()) if is_person else (),
        is_self=line.is_self and is_person,
        deed=DEEDS.get(Verb(line.verb), Deed.OTHER) if line.verb in set(Verb) else Deed.OTHER,
        call=line.call_id,
        started_at=line.started_at,
        refused_by=line.refused_by,
        times=1,
    )


def _roles(names: Iterable[str]) -> tuple[PersonRole, ...]:
    return tuple(role for role in PersonRole if role.value in names)
