"""The safeguards that the pages quote, in their own words, and what this version does of each."""

from dataclasses import dataclass

from gardefou.adapters.report.language import message


@dataclass(frozen=True, slots=True)
class Clause:
    """A safeguard under its number in the charter."""

    id: str
    title: str
    text: str
    here: str


CLAUSES = (
    Clause(
        "S1",
        message("Finalité"),
        message(
            "Les enregistrements et les évaluations ne servent qu'à l'accompagnement et à la qualité de service. "
            "Toute autre finalité est refusée ; la sanction et la rémunération ne peuvent pas être inscrites ici."
        ),
        message("Aucun classement de personnes, aucun total par personne, aucun export vers la paie."),
    ),
    Clause(
        "S3",
        message("Décision humaine"),
        message(
            "Aucune évaluation automatique ne vaut décision. Une personne nommée, qui n'encadre pas la conseillère ou "
            "le conseiller, écoute les preuves puis décide, après que la personne évaluée a pu répondre."
        ),
        message(
            "Tout s'arrête au brouillon : personne ne peut encore relire ni décider, donc aucun verdict de ces pages "
            "n'est une décision."
        ),
    ),
    Clause(
        "S4",
        message("Explication"),
        message(
            "Chaque verdict montre sa règle, la citation, le moment, le son, la version du modèle et de la grille, et "
            "sa confiance. Une contestation reçoit réponse dans le délai signé ; passé ce délai, le verdict est annulé."
        ),
        message("Tout ce que la clause demande de montrer est montré. Contester n'est pas encore possible ici."),
    ),
    Clause(
        "S9",
        message("Aucune émotion"),
        message(
            "Aucun critère ne porte sur l'émotion, le stress, le ton, l'accent ou la vitesse de parole d'une personne."
        ),
        message(
            "Les mesures forment une liste fermée : des durées et des nombres de la conversation, rien sur la voix ni "
            "sur l'humeur."
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
        message("Ces pages sont un dossier sans comptes ni droits d'accès : qui peut l'ouvrir voit tout."),
    ),
    Clause(
        "S12",
        message("Critères éprouvés"),
        message(
            "Un critère dont l'accord avec les relectures humaines n'est pas établi au-dessus du plancher signé reste "
            "à l'essai : son verdict automatique n'est montré à personne."
        ),
        message(
            "Ces pages montrent les verdicts pour faire essayer le programme, sans accord établi : ils ne doivent "
            "servir à rien d'autre."
        ),
    ),
)
