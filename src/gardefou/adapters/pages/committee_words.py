"""The words of the table where both sides sit, in French; the catalogue has the English."""

from gardefou.adapters.report.language import message
from gardefou.governance.acts import ActKind
from gardefou.governance.terms.parties import Side

OF_SIDE = {
    Side.EMPLOYEES: message("des représentants du personnel"),
    Side.EMPLOYER: message("de l'employeur"),
    None: message("apportée à la machine par qui la gère"),
}
"""Who proposed something, after its name."""

PROPOSED = {
    ActKind.CHARTER: message("Proposition {of_side} : la version {what} de la charte"),
    ActKind.SUSPENSION: message("Suspension de {what}, demande {of_side}"),
    ActKind.RESUMPTION: message("Reprise à {what}, demande {of_side}"),
    ActKind.SUCCESSION: message("Nouveaux signataires, demande {of_side}"),
    ActKind.SCORECARD: message("Proposition {of_side} : la grille {what}"),
}
EFFECTED = {
    ActKind.CHARTER: message("La version {what} de la charte"),
    ActKind.SUSPENSION: message("Suspension de {what}"),
    ActKind.RESUMPTION: message("Reprise à {what}"),
    ActKind.SUCCESSION: message("Nouveaux signataires, demande {of_side}"),
    ActKind.SCORECARD: message("La grille {what}"),
}
SIGNING = {
    ActKind.CHARTER: message("Vous signez la version {what} de la charte"),
    ActKind.SUSPENSION: message("Vous signez la suspension de {what}"),
    ActKind.RESUMPTION: message("Vous signez la reprise à {what}"),
    ActKind.SUCCESSION: message("Vous signez le changement de signataires"),
    ActKind.SCORECARD: message("Vous signez la grille {what}"),
}
ALONE = {
    Side.EMPLOYEES: message(
        "Les représentants du personnel seuls ont resserré la version {what}, que les deux parties avaient signée."
    ),
    Side.EMPLOYER: message("L'employeur seul a resserré la version {what}, que les deux parties avaient signée."),
}
BEFORE_IT = {
    Side.EMPLOYEES: message(
        "Les représentants du personnel seuls ont resserré la version {what}. "
        "La dernière que les deux parties ont signée est la version {agreed}."
    ),
    Side.EMPLOYER: message(
        "L'employeur seul a resserré la version {what}. "
        "La dernière que les deux parties ont signée est la version {agreed}."
    ),
}
NOBODY_MISSING = message("Il ne manque aucune signature.")
MISSING = message("Il manque {what}.")
ONE_SUFFICES = message("Il manque {what} ; une seule des deux parties suffit.")
AND = message("{first} et {second}")
OR = message("{first} ou {second}")
OR_RECOVERY = message("{first}, ou celle de {holder}, qui garde la clé de recours")
NEWCOMERS = message("celle de {names}, pour montrer à qui est la clé")

FAULTS = {
    "reason": message("Écrivez un motif : les deux parties le lisent."),
    "comment": message("Écrivez entre 1 et 4 000 caractères."),
    "unseen": message(
        "Le texte contient un signe qui ne se voit pas. Chacun doit voir tout ce qu'il signe : retapez-le."
    ),
    "signature": message("Ce n'est pas une signature : collez la ligne entière, la clé puis la signature."),
    "fit": message("Cette signature ne va pas avec cet acte. Signez le fichier tel qu'il a été téléchargé."),
    "stranger": message("Cette clé n'est celle d'aucun signataire de ce site. Rien n'est inscrit."),
    "closed": message("Cet acte n'est plus ouvert : il a pris effet, a été retiré, ou un autre l'a remplacé."),
    "empty": message("Choisissez d'abord un fichier."),
    "version": message("Donnez un autre numéro de version que celle en vigueur."),
    "stop waits": message(
        "Une suspension de votre partie attend déjà une signature : signez celle-là, le site s'arrête plus tôt."
    ),
    "resumption waits": message("Une reprise attend déjà des signatures : signez celle-là."),
    "same": message("Rien ne change par rapport à la charte en vigueur."),
    "number": message("Écrivez un nombre."),
    "key": message("Une clé publique a 64 chiffres hexadécimaux, comme la page « Ma clé » les donne."),
    "required": message("Il faut au moins une signature, et pas plus que de signataires."),
    "twice": message("Une personne ou une clé figure deux fois : chaque signataire a la sienne."),
    "sign": message("Retapez le nom, l'organisation ou la clé de cette personne."),
    "untried": message("Cette grille n'a encore couru sur aucun appel, ou n'est plus à l'essai."),
    "many": message("Votre partie a trop de propositions en attente, ou une de ce genre : retirez-en une d'abord."),
}

REFUSED = {
    "a charter of simulated calls serves simulated installations only, and they no other": message(
        "Une charte d'appels simulés ne sert qu'aux installations simulées, qui n'en ont pas d'autre."
    ),
    "this charter does not name this site": message("Cette charte ne nomme pas ce site."),
    "this charter has expired; negotiate another": message(
        "Cette charte a expiré avant d'être signée : négociez-en une autre."
    ),
    "a signatory has no key yet; nothing can be signed": message(
        "Un signataire n'a pas encore de clé : rien ne peut être signé. Chacun fait la sienne sur la page « Ma clé »."
    ),
    "other signatories are named by a succession, which their side signs": message(
        "Une charte ne change pas les signataires : la partie concernée les change par un acte à part, qu'elle signe."
    ),
    "the site is suspended already": message("Le site est déjà suspendu."),
    "no charter is in force at this site": message("Aucune charte n'est en vigueur sur ce site."),
    "this is not about the suspension in force": message("Le site n'est pas, ou plus, suspendu par cet acte."),
    "a key that was given up, or is of the other side, cannot sign here": message(
        "Une clé abandonnée, ou de l'autre partie, ne peut pas signer ici : faites-en une nouvelle."
    ),
    "a key stands twice; each signatory has a key of their own": message(
        "Une clé figure deux fois : chacun a la sienne."
    ),
    "the clock stands before what was signed last; set it right": message(
        "L'horloge de la machine est en retard sur la dernière signature : il faut la régler."
    ),
    "what was to be signed cannot be read; it was altered, or is of another version": message(
        "Ce qui est à signer ne peut pas être lu : il a été modifié, ou vient d'une autre version du programme."
    ),
    "a side gives up what it proposed itself, not what the other side can do alone": message(
        "L'autre partie peut décider cela seule : elle seule peut le retirer."
    ),
}
"""Why an act cannot take effect, by the sentence of the refusal."""
