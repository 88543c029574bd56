"""The words of a scorecard's pages for what hinders, in French; the catalogue has the English."""

from gardefou.adapters.pages.quality_scorecard_faults import Fault
from gardefou.adapters.report.language import message

UNCHANGED = message("Rien n'y est modifié encore.")
SAME_VERSION = message("Donnez-lui une version que cette grille n'a encore jamais eue.")
TOO_MANY = message("Autant de propositions qu'il peut y en avoir courent déjà dans l'ombre : retirez-en une d'abord.")
TO_MEND = message("La vérification trouve quelque chose à corriger d'abord.")

NO_FILE = Fault("file", message("Choisissez un fichier qui n'est pas vide."))
GONE = Fault("", message("Ce critère n'est plus dans votre copie."))
TROUBLES = {
    "busy": message("D'autres essais sont en cours ; recommencez dans un moment."),
    "superseded": message("Un essai plus récent a pris la place de celui-ci."),
    "slow": message("L'essai a pris trop de temps et a été arrêté : une recherche plus courte peut suffire."),
    "ended": message("Le programme d'essai s'est arrêté ; il redémarre au prochain essai."),
    "failed": message("Ce critère n'a pas pu être essayé."),
    "no meaning": message("Le modèle de sens n'est pas installé ici : les recherches et les mesures s'essaient."),
}
