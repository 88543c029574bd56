"""The words for what governance names, in French; catalogues have the English."""

import re

from gardefou.adapters.report.language import message
from gardefou.governance.purposes import Purpose
from gardefou.governance.roles import PersonRole
from gardefou.kernel.call import OriginalAudio

ROLES = {
    PersonRole.ADVISER: message("conseillère ou conseiller"),
    PersonRole.MANAGER: message("responsable d'équipe"),
    PersonRole.QUALITY_ANALYST: message("analyste qualité"),
    PersonRole.REVIEWER: message("relectrice ou relecteur"),
    PersonRole.REPRESENTATIVE: message("représentante ou représentant du personnel"),
    PersonRole.DATA_PROTECTION_OFFICER: message("déléguée ou délégué à la protection des données"),
    PersonRole.EMPLOYER_SIGNATORY: message("signataire pour l'employeur"),
    PersonRole.ADMINISTRATOR: message("administratrice ou administrateur"),
}

SHORT_ROLES = {
    PersonRole.ADVISER: message("Conseil"),
    PersonRole.MANAGER: message("Encadrement"),
    PersonRole.QUALITY_ANALYST: message("Qualité"),
    PersonRole.REVIEWER: message("Relecture"),
    PersonRole.REPRESENTATIVE: message("Représentation du personnel"),
    PersonRole.DATA_PROTECTION_OFFICER: message("Protection des données"),
    PersonRole.EMPLOYER_SIGNATORY: message("Employeur"),
    PersonRole.ADMINISTRATOR: message("Administration"),
}
"""A word for each, beside a name."""

PURPOSES = {
    Purpose.QUALITY: message("la qualité de service"),
    Purpose.COACHING: message("l'accompagnement des conseillères et conseillers"),
    Purpose.ANALYTICS: message("l'étude des motifs d'appel"),
}

ORIGINAL_AUDIO = {
    OriginalAudio.QUARANTINE: message("Le son reçu est chiffré jusqu'à sa transcription, puis détruit."),
    OriginalAudio.NEVER: message("Le son reçu attend sa transcription en mémoire seulement, puis disparaît."),
    OriginalAudio.KEEP: message("Le son reçu est gardé chiffré, sans les données de carte."),
}

THEMES = {"auto": message("auto"), "light": message("clair"), "dark": message("sombre")}
"""A theme's word by its name."""

NEXT_THEME = {"auto": "light", "light": "dark", "dark": "auto"}
"""What the switch gives after each theme."""

_NUMBER = re.compile(r"\d+")
ANOTHER_CHARTER = message("Seule une autre charte, signée par les deux parties, peut changer ce que celle-ci permet.")
NOBODY = message("Personne ne peut le permettre.")
OTHER_FILES = message("Voyez « À relire » : d'autres dossiers y attendent peut-être.")
SEE_THE_REGISTERS = message("La page « Registres » dit ce qui manque, et qui l'inscrit.")
YOUR_PART = message("La page « Mes droits » dit comment participer à l'expérimentation, et comment en sortir.")
YOUR_TRAINING = message("Demandez à l'employeur les heures qui manquent. Vos propres droits restent ouverts.")
OF_THE_FILE_OF_PEOPLE = message("Les rôles et les sites viennent du fichier des personnes, que l'administration tient.")
TO_BE_MENDED = message("Qui gère la machine doit la remettre en état ; rien ne s'y fait d'ici là.")

INSTEAD = {
    "only those who sit at the table for one side propose and sign": OF_THE_FILE_OF_PEOPLE,
    "whoever works at the site reads what was signed there": OF_THE_FILE_OF_PEOPLE,
    "the charter does not name this feature for this site": ANOTHER_CHARTER,
    "live assist is the adviser's own tool, and nobody else's": OF_THE_FILE_OF_PEOPLE,
    "live assist is in memory only; it neither reads nor writes anything that is stored": NOBODY,
    "whoever works at the site practises on sample calls": OF_THE_FILE_OF_PEOPLE,
    "this is for those who take part in the experiment; that is theirs alone to change": YOUR_PART,
    "what is written of this site is not what both sides signed; it stays closed until that is mended": TO_BE_MENDED,
    "the clock stands before what was signed or written last; set it right": TO_BE_MENDED,
    "the charter is not in force yet": message("Revenez à partir de son premier jour, que la page « Charte » donne."),
    "the charter has expired; both sides sign another, or the site stays closed": ANOTHER_CHARTER,
    "a charter of simulated calls serves simulated installations only, and they no other": NOBODY,
    "a contest is decided by another person than the one whose decision is contested": OTHER_FILES,
    "a decision comes after its evidence was heard; one passage not yet served": message(
        "Écoutez le passage qui reste, puis rendez la décision."
    ),
    "a decision comes after its evidence was heard; {number} passages not yet served": message(
        "Écoutez les passages qui restent, puis rendez la décision."
    ),
    "a line manager does not review the calls of the team": message(
        "Personne ne peut vous le permettre ; une personne qui n'encadre pas peut relire cet appel."
    ),
    "a token sends calls and does nothing else": NOBODY,
    "calls are drawn at random; a call or a person cannot be picked": NOBODY,
    "both sides have signed no scorecard for this site": message("Les deux parties signent une grille pour ce site."),
    "content is read by a named person only": NOBODY,
    "keeping the system running does not need this": NOBODY,
    "no charter is in force at this site": message("Il faut d'abord une charte en vigueur sur ce site."),
    "no person reviews this call": OTHER_FILES,
    "nobody is named for this": NOBODY,
    "nobody reviews a call of their own": message(
        "Personne ne peut vous le permettre ; une autre personne peut relire cet appel."
    ),
    "only an administrator keeps the system running": OF_THE_FILE_OF_PEOPLE,
    "only simulated calls may be shown to whoever runs the machine": NOBODY,
    "only the adviser of the call sees it until a review is assigned": message(
        "Qui le relit le voit une fois la relecture prise. Seule une charte signée par les deux parties peut "
        "transmettre à l'encadrement ce qu'une personne a relu."
    ),
    "only the quality analysts and reviewers of the site review calls": OF_THE_FILE_OF_PEOPLE,
    "simulated calls go to a simulated installation only, and no others go there": NOBODY,
    "somebody else reviews it": OTHER_FILES,
    "somebody else reviews it already": OTHER_FILES,
    "the adviser can still answer; a person decides afterwards": message(
        "Revenez quand cette personne aura répondu, ou que son délai sera passé."
    ),
    "the call is not ready to be seen": message("Revenez plus tard : l'appel vous sera montré d'abord."),
    "the call is older than the charter keeps it": NOBODY,
    "the call was not drawn": NOBODY,
    "the charter does not leave the erasure of a call to its adviser; its date stands on its page": ANOTHER_CHARTER,
    "the process {number} has no part in this": NOBODY,
    "the site is suspended": message("Revenez quand le site sera rouvert."),
    "the sound as it came is played to nobody": NOBODY,
    "somebody objected to this call: it is erased as soon as nothing keeps it": NOBODY,
    "the call is frozen at somebody's request: it is neither used nor erased until that is lifted": message(
        "La personne déléguée à la protection des données lève le gel quand la demande a sa réponse."
    ),
    "the data-protection officer of the site does what people ask for their data": OF_THE_FILE_OF_PEOPLE,
    "the charter does not let criteria learn from reviewed calls; that needs the representatives' signature": (
        ANOTHER_CHARTER
    ),
    "criteria learn from calls whose review is over": NOBODY,
    "only managers see the figures of a team": OF_THE_FILE_OF_PEOPLE,
    "those who review and the representatives see how machine and people agree": OF_THE_FILE_OF_PEOPLE,
    "quality analysts propose; both sides sign": OF_THE_FILE_OF_PEOPLE,
    "quality analysts and reviewers review; nobody else sees what waits": OF_THE_FILE_OF_PEOPLE,
    "the time to answer is over, or your answer has been sent": message(
        "Ce que vous avez écrit avant reste. La page de l'appel dit ce qui vient ensuite."
    ),
    "there is nothing to answer on this call": message("« Mes appels » dit où en est chaque appel."),
    "this call waits for no reviewer": OTHER_FILES,
    "this cannot be asked about that": NOBODY,
    "this purpose is not one of those that the charter lists": ANOTHER_CHARTER,
    "this review is not under way; it was decided, handed back, or came too late": OTHER_FILES,
    "this token sends calls for another site": NOBODY,
    "what is kept about a person is that person's to read and to decide": NOBODY,
    "whoever runs the machine keeps it running, sees no content and removes no call": NOBODY,
    "you handed this review back; somebody else takes it": OTHER_FILES,
    "your own evaluation comes before anybody else's; a person has decided meanwhile": message(
        "La page de l'appel montre la décision ; vous pouvez y répondre jusqu'à la date qu'elle donne."
    ),
    "an opinion that the charter asks for is not on record for this; the representatives write it down": (
        SEE_THE_REGISTERS
    ),
    "no impact assessment of this is on record; the employer or the data-protection officer writes it down": (
        SEE_THE_REGISTERS
    ),
    "the impact assessment of this is too old; the employer or the data-protection officer renews it": (
        SEE_THE_REGISTERS
    ),
    "no register of risks at work is on record; the employer writes it down": SEE_THE_REGISTERS,
    "the register of risks at work is too old; the employer brings it up to date": SEE_THE_REGISTERS,
    "staff have not been told of this; the employer tells them, and writes it down": SEE_THE_REGISTERS,
    "staff were told of this too lately; the days that the charter sets go by first": SEE_THE_REGISTERS,
    "each side writes down what is its own to say; this entry is made by others": NOBODY,
    "representatives write down themselves what they say, on the page of registers; nobody brings it": NOBODY,
    "the adviser of this call takes no part in the experiment; that is theirs alone to change": NOBODY,
    "the experiment has not begun; its first day is what both sides signed": ANOTHER_CHARTER,
    "the experiment is over; only another charter, signed by both sides, begins another": ANOTHER_CHARTER,
    "no baseline is on record; the employer freezes one, and nothing begins before it": SEE_THE_REGISTERS,
    "no objective of the baseline is about working conditions; the employer freezes another one": SEE_THE_REGISTERS,
    "the baseline was frozen after the experiment had begun; both sides sign a later first day": ANOTHER_CHARTER,
    "this opens once your training is on record, as the charter sets it; the employer writes it down": YOUR_TRAINING,
    "the adviser of this call has not had the training that the charter sets; the employer writes it down": (
        SEE_THE_REGISTERS
    ),
    "a question had no answer by its last day; the employer answers it": SEE_THE_REGISTERS,
    "those who sit at the table and the data-protection officer keep the registers": OF_THE_FILE_OF_PEOPLE,
    "the employer writes down who was trained": OF_THE_FILE_OF_PEOPLE,
    "those who keep the registers of the site read them, and its administrator": OF_THE_FILE_OF_PEOPLE,
}
"""What can be done instead of what a clause refuses, or who could allow it, by the sentence of the refusal."""


def instead(refusal: str) -> str:
    """The sentence for one refusal, any number in it left aside; empty where nothing is known."""
    return INSTEAD.get(_NUMBER.sub("{number}", refusal), "")
