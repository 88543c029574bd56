"""What the page of a call that goes on is made of, and the sentences that its scripts show, in French."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gardefou.adapters.report.labels import removed_word
from gardefou.adapters.report.language import message
from gardefou.adapters.report.sayings import UNSURE_BELOW
from gardefou.hearing.redaction import PLACEHOLDERS

SPEEDS = (1, 2, 4)
"""How fast a sample call may be played."""


ROLES = MappingProxyType({"adviser": message("Vous"), "customer": message("Client")})
"""Who speaks, above each line of the call."""

SENTENCES = MappingProxyType(
    {
        "opening": message("Connexion…"),
        "on-air": message("En ligne"),
        "waiting": message("Connexion perdue"),
        "over": message("Appel terminé"),
        "assist-off": message("Couper l'aide"),
        "assist-on": message("Remettre l'aide"),
        "prepare": message("Préparer le compte rendu"),
        "update": message("Mettre à jour le compte rendu"),
        "hang-up": message("Terminer"),
        "quit": message("Quitter"),
        "pause": message("Paiement"),
        "resume": message("Reprendre l'écoute"),
        "recording-none": message("Cet appel n'est pas enregistré."),
        "recording-drawn": message("Cet appel est tiré : il est enregistré."),
        "recording-stopped": message("L'enregistrement est arrêté."),
        "recording-erased": message("L'enregistrement est effacé."),
        "told-paused": message("Écoute en pause : rien n'est entendu ni enregistré."),
        "told-resumed": message("L'écoute reprend."),
        "told-private": message("Appel privé : plus rien n'est entendu."),
        "told-assist-off": message("Aide coupée."),
        "told-assist-on": message("Aide remise."),
        "told-over": message("L'appel est terminé."),
        "told-card": message("Suggestion {place} : {title}"),
        "told-lost": message("Connexion perdue, nouvel essai."),
        "told-back": message("Connexion rétablie."),
        "told-sent": message("Compte rendu envoyé, puis oublié."),
        "told-copied": message("Copié, puis oublié ici ; votre presse-papiers, lui, le garde."),
        "lost": message(
            "Connexion perdue. Nouvel essai dans {seconds}. Ce qui se dit pendant ce temps n'est pas entendu ici."
        ),
        "behind": message("Le texte a {seconds} de retard : la machine est très occupée. Rien n'est perdu."),
        "whole-phrases": message("La machine est très occupée : chaque phrase s'affiche quand elle est finie."),
        "slow": message("La connexion est lente : une partie du son n'a pas pu partir."),
        "lag": message("retard {seconds}"),
        "lag-details": message("Dernier écart : {last}. Le plus souvent : {middle}. Au pire : {worst}."),
        "at": message("à {at}"),
        "heard-at": message("entendu à {at}"),
        "ticked": message("coché par vous"),
        "unsure": message("(peu sûr)"),
        "unsure-title": message("Mot peu sûr : à vérifier à l’écoute"),
        "because-adviser": message("Parce que vous avez dit"),
        "because-customer": message("Parce que le client a dit"),
        "said-by-adviser": message("Vous, à {at} :"),
        "said-by-customer": message("Client, à {at} :"),
        "valid": message("valable jusqu'au {day}"),
        "pin": message("Épingler : {title}"),
        "dismiss": message("Écarter : {title}"),
        "shown": message("{number} sur 3 au plus"),
        "which": message("{place} sur {number}"),
        "copied": message("Copié. Collez-le dans votre outil ; cette page va l'oublier, votre presse-papiers non."),
        "not-copied": message("Le navigateur ne permet pas de copier ici : sélectionnez le texte."),
        "fault-no-microphone": message(
            "Le micro n'est pas ouvert. Autorisez-le dans les réglages du navigateur pour cette page, puis recommencez."
        ),
        "fault-no-device": message("Aucun micro n'a été trouvé, ou un autre programme l'occupe."),
        "fault-no-secure-page": message("Le navigateur n'ouvre le micro qu'en https ou sur la machine même."),
        "title-refused": message("La charte ne le permet pas"),
        "title-closed": message("L'aide n'a pas pu s'ouvrir"),
        "title-during": message("Quelque chose n'a pas marché"),
        "fault-room_full": message(
            "La machine suit déjà autant d'appels qu'elle peut. Votre appel n'en dépend pas ; réessayez dans un moment."
        ),
        "fault-gone": message("La session a pris fin pendant la coupure : tout ce qui était en mémoire est effacé."),
        "fault-unknown": message("Aucun appel en cours n'a ce numéro."),
        "fault-unreachable": message("L'aide en direct ne répond pas. Votre appel n'en dépend pas."),
        "fault-access_refused": message("Votre connexion à gardefou a pris fin. Connectez-vous, puis revenez ici."),
        "fault-input_refused": message("Cette demande n'a pas été acceptée. Rien d'autre n'a changé."),
        "fault-help_stopped": message(
            "L'aide s'est arrêtée : la machine n'entend plus cet appel. Votre appel n'en dépend pas ; vous pouvez "
            "remettre l'aide."
        ),
        "fault-too_fast": message(
            "Le son arrive plus vite qu'il n'est dit : l'aide s'est fermée. Votre appel n'en dépend pas ; "
            "rouvrez l'aide."
        ),
        "fault-call_forgotten": message("L'appel est terminé depuis dix minutes : l'aide a tout oublié."),
        "fault-store_unavailable": message("Le registre ne répond pas. Votre appel n'en dépend pas."),
    }
)
"""What the scripts show, by its name there; `{name}` stands for a value."""


@dataclass(frozen=True, slots=True)
class SampleCall:
    """A sample call that can be listened to; `sound` is its address, where it is served."""

    id: str
    title: str
    language: str
    sound: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """A situation of the phrase book, as its button names it."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class LivePage:
    """The page: `socket` is the path of its WebSocket, `call` the telephone call that it attaches to at once.

    `home` is the address of the other pages; `may_send` tells whether a wrap-up can be sent to a customer's file.
    """

    socket: str
    samples: tuple[SampleCall, ...] = ()
    situations: tuple[Situation, ...] = ()
    call: str = ""
    may_practise: bool = False
    may_send: bool = False
    home: str = "/"
    unsure_below: float = UNSURE_BELOW

    @property
    def roles(self) -> Mapping[str, str]:
        """Who speaks, as each line of the call names it."""
        return ROLES

    @property
    def sentences(self) -> Mapping[str, str]:
        """What the scripts show, by its name there."""
        return SENTENCES

    @property
    def removed(self) -> Mapping[str, str]:
        """A word for what stands in brackets where a personal datum was said."""
        of_all = [pair for each in PLACEHOLDERS.values() for pair in each.items()]
        return {text.strip("[]"): removed_word(kind.value) for kind, text in of_all}

    @property
    def speeds(self) -> tuple[int, ...]:
        """How fast a sample call may be played."""
        return SPEEDS
