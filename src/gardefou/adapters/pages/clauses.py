"""The safeguards that served pages quote, in their own words."""

from dataclasses import dataclass

from gardefou.adapters.report.language import message


@dataclass(frozen=True, slots=True)
class Clause:
    """A safeguard under its number in the charter; `not_yet` is what it says and this version does not do."""

    id: str
    title: str
    text: str
    not_yet: str = ""


CLAUSES = (
    Clause(
        "S1",
        message("Finalité"),
        message(
            "Les enregistrements et les évaluations ne servent qu'à l'accompagnement et à la qualité de service. "
            "Toute autre finalité est refusée ; la sanction et la rémunération ne peuvent pas être inscrites ici."
        ),
    ),
    Clause(
        "S2",
        message("Aucun usage de personnel"),
        message(
            "Aucun classement de personnes, aucun export vers le personnel ou la paie, aucune note d'encadrement. Un "
            "critère juge un appel, jamais une personne."
        ),
    ),
    Clause(
        "S3",
        message("Décision humaine"),
        message(
            "Aucune évaluation automatique ne vaut décision. Une personne nommée, qui n'encadre pas la conseillère ou "
            "le conseiller, écoute les preuves puis décide, après que la personne évaluée a pu répondre."
        ),
    ),
    Clause(
        "S4",
        message("Explication"),
        message(
            "Chaque verdict montre sa règle, la citation, le moment, le son, la version du modèle et de la grille, et "
            "sa confiance. Une contestation reçoit réponse dans le délai signé ; passé ce délai, le verdict est annulé."
        ),
    ),
    Clause(
        "S5",
        message("Tirage équitable"),
        message(
            "Les appels sont tirés au sort, au taux de la charte, par une règle publique que chacun peut recalculer, "
            "avec un plafond par personne et par semaine. Personne ne choisit un appel ni une personne."
        ),
        message("le recalcul par chacun. Les graines du tirage ne sont pas encore publiées."),
    ),
    Clause(
        "S6",
        message("Rien d'autre n'est gardé"),
        message("D'un appel non tiré, il ne reste qu'une empreinte qui prouve qu'il n'a pas été tiré."),
    ),
    Clause(
        "S7",
        message("Aide en direct"),
        message(
            "Ce que l'aide en direct entend reste en mémoire le temps de l'appel. Rien n'en passe à l'évaluation, rien "
            "ne mesure qui s'en sert."
        ),
    ),
    Clause(
        "S8",
        message("Droit de refus"),
        message(
            "Chacun peut couper l'aide et refuser l'enregistrement d'un geste, sans motif. Aucune vue de l'encadrement "
            "ne permet de savoir qui a refusé."
        ),
    ),
    Clause(
        "S9",
        message("Aucune émotion"),
        message(
            "Aucun critère ne porte sur l'émotion, le stress, le ton, l'accent ou la vitesse de parole d'une personne."
        ),
    ),
    Clause(
        "S10",
        message("La personne concernée d'abord"),
        message(
            "Tout est montré d'abord à la personne concernée. L'encadrement voit des moyennes sur au moins le nombre "
            "de personnes signé et, si la charte le permet, les seuls éléments relus par une personne après le délai "
            "de réponse."
        ),
    ),
    Clause(
        "S12",
        message("Critères éprouvés"),
        message(
            "Un critère dont l'accord avec les relectures humaines n'est pas établi au-dessus du plancher signé reste "
            "à l'essai : son verdict automatique n'est montré à personne."
        ),
    ),
    Clause(
        "S14",
        message("Droit à l'oubli"),
        message(
            "Un enregistrement disparaît au plus tard après six mois, une analyse au plus tard après un an. Effacer un "
            "appel détruit sa clé : plus rien de cet appel ne peut être lu, dans les sauvegardes non plus."
        ),
    ),
    Clause(
        "S15",
        message("Droits collectifs"),
        message(
            "Les représentantes et représentants voient la charte, les grilles, l'accord entre programme et personnes, "
            "le journal et les réglages, sans aucun nom. Le programme n'apprend rien des appels relus sans leur "
            "signature."
        ),
    ),
    Clause(
        "S16",
        message("Confidentialité"),
        message(
            "Chaque appel est chiffré sous sa propre clé. Les données de carte ne sont jamais gardées. Toute lecture "
            "est faite par une personne nommée et inscrite au journal."
        ),
        message("un journal dont chacun peut prouver que personne ne l'a retouché."),
    ),
    Clause(
        "S17",
        message("Consultation d'abord"),
        message(
            "Rien n'est traité sur un site avant que les pièces exigées y soient : l'avis des élus, l'analyse "
            "d'impact, le document des risques et l'information du personnel, dans une charte en vigueur."
        ),
    ),
    Clause(
        "S18",
        message("Droit de veto"),
        message(
            "La signature des représentants du personnel ouvre le traitement. La leur seule le suspend ; la direction "
            "seule ne peut pas le reprendre."
        ),
    ),
    Clause(
        "S19",
        message("Expérimentation"),
        message(
            "Une expérimentation est réservée aux volontaires, qui la quittent quand ils veulent. Ses critères et ses "
            "moyens sont écrits avant, et elle s'arrête à son dernier jour."
        ),
    ),
    Clause(
        "S20",
        message("État des lieux"),
        message(
            "Rien ne commence avant un état des lieux figé. Au moins un de ses objectifs porte sur les conditions de "
            "travail."
        ),
    ),
    Clause(
        "S27",
        message("Formation"),
        message(
            "Chaque outil reste fermé à une personne tant que la formation convenue n'est pas inscrite. Ses propres "
            "droits ne se ferment jamais."
        ),
    ),
    Clause(
        "S28",
        message("Transparence"),
        message(
            "Chaque question posée reçoit une réponse datée. Passé son terme sans réponse, plus aucun appel n'est reçu "
            "ni traité."
        ),
    ),
    Clause(
        "S30",
        message("Périmètre"),
        message(
            "Sur un site, le programme ne fait que ce que la charte y nomme. Un autre métier ou un autre site demande "
            "sa propre inscription."
        ),
    ),
    Clause(
        "S32",
        message("Limites négociées"),
        message(
            "Une partie seule peut resserrer une limite. La desserrer demande les deux signatures. Une charte "
            "modifiée, expirée ou signée par trop peu ferme le site."
        ),
    ),
    Clause(
        "S33",
        message("Clientes et clients"),
        message(
            "L'enregistrement est annoncé par la téléphonie. Une opposition, pendant l'appel ou après, est suivie : le "
            "son et tout ce qui en est tiré sont effacés, ou l'appel n'est pas gardé quand il arrive."
        ),
    ),
)

NOT_QUOTED = {
    "S11": message("ôter des analyses ce qui touche à un syndicat ou à la santé"),
    "S21": message("un bilan"),
    "S22": message("un comité paritaire"),
    "S23": message("une mesure de ce que le système consomme"),
    "S24": message("un suivi de la santé au travail"),
    "S25": message("la charge des équipes, comparée à l'état des lieux"),
    "S26": message("un suivi de l'emploi"),
    "S29": message("un suivi des métiers et des compétences"),
    "S31": message("le dossier d'un système à haut risque"),
}
"""What other safeguards ask for and this version does not do; no page quotes them."""
