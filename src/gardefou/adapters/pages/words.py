"""The words for what governance names, in French; catalogues have the English."""

from gardefou.adapters.report.language import message
from gardefou.governance.purposes import Purpose
from gardefou.governance.roles import PersonRole
from gardefou.kernel.call import OriginalAudio

ROLES = {
    PersonRole.ADVISER: message("conseillère ou conseiller"),
    PersonRole.MANAGER: message("responsable d'équipe"),
    PersonRole.QUALITY_ANALYST: message("analyste qualité"),
    PersonRole.REPRESENTATIVE: message("représentante ou représentant du personnel"),
    PersonRole.DATA_PROTECTION_OFFICER: message("déléguée ou délégué à la protection des données"),
    PersonRole.ADMINISTRATOR: message("administratrice ou administrateur"),
}

SHORT_ROLES = {
    PersonRole.ADVISER: message("Conseil"),
    PersonRole.MANAGER: message("Encadrement"),
    PersonRole.QUALITY_ANALYST: message("Qualité"),
    PersonRole.REPRESENTATIVE: message("Représentation du personnel"),
    PersonRole.DATA_PROTECTION_OFFICER: message("Protection des données"),
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
