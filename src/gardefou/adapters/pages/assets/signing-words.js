/* What signing says to people, in French and English: the texts of faults, and of the recovery sheet
   (the same as in adapters/signing/recovery_sheet.py). */
export const language = () => (document.documentElement.lang.startsWith("en") ? "en" : "fr");

export const SHEETS = {
  fr: `FEUILLE DE SECOURS D’UNE CLÉ DE SIGNATURE GARDEFOU

Nom : {name}
Empreinte : {fingerprint}
Faite le : {day}

Qui tient cette feuille peut signer à la place de la personne nommée, sans
phrase secrète. Elle rend la clé quand le fichier de la clé est perdu ou sa
phrase secrète oubliée.

À garder sur papier seulement, dans une enveloppe scellée, dans un autre lieu
que le fichier de la clé. Si l’enveloppe est perdue ou ouverte, faites
remplacer la clé aussitôt.

{rows}

Pour rendre la clé : sur la page des signatures, ou par la commande
gardefou key restore FICHIER --name NOM, recopier les cinq lignes. Le dernier
groupe de chaque ligne la contrôle. Les lettres I, L, O et U n’y sont jamais.
`,
  en: `RECOVERY SHEET OF A GARDEFOU SIGNING KEY

Name: {name}
Fingerprint: {fingerprint}
Made on: {day}

Whoever holds this sheet can sign in the place of the person named, without a
passphrase. It brings the key back when the key's file is lost or its
passphrase forgotten.

Keep it on paper only, in a sealed envelope, in another place than the key's
file. If the envelope is lost or opened, have the key replaced at once.

{rows}

To bring the key back: on the page of signatures, or with the command
gardefou key restore FILE --name NAME, copy the five rows. The last group of
each row checks it. The letters I, L, O and U are never in them.
`,
};

const COPY = {
  fr: "prenez une autre copie du fichier, ou rendez la clé depuis sa feuille de secours",
  en: "take another copy of the file, or restore the key from its recovery sheet",
};

const FAULTS = {
  "no-ed25519": {
    fr: "Ce navigateur ne sait pas signer ici (il lui manque Ed25519, ou la page n’est pas en https) : prenez un navigateur à jour, ou signez en ligne de commande.",
    en: "This browser cannot sign here (it lacks Ed25519, or the page is not on https): take an up-to-date browser, or sign on the command line.",
  },
  "passphrase-short": {
    fr: "La phrase secrète a moins de 12 caractères : quelques mots que personne n’associerait conviennent.",
    en: "The passphrase is shorter than 12 characters: a few words that nobody would put together do well.",
  },
  "passphrase-long": {
    fr: "La phrase secrète a plus de 256 caractères : raccourcissez-la.",
    en: "The passphrase is longer than 256 characters: shorten it.",
  },
  "passphrase-text": {
    fr: "La phrase secrète a un caractère qui n’est pas du texte : retapez-la.",
    en: "The passphrase has a character that is no text: type it again.",
  },
  "name-empty": { fr: "Le nom est vide : écrivez à qui est la clé.", en: "The name is empty: write whose key it is." },
  "name-long": { fr: "Le nom a plus de 100 caractères : raccourcissez-le.", en: "The name is longer than 100 characters: shorten it." },
  "name-space": {
    fr: "Le nom commence ou finit par une espace : retirez-la.",
    en: "The name begins or ends with a space: remove it.",
  },
  "name-character": {
    fr: "Le nom a un caractère qui ne se voit pas : retirez-le.",
    en: "The name has a character that cannot be shown: remove it.",
  },
  "not-a-key-file": {
    fr: `Ce fichier n’est pas une clé de signature : ${COPY.fr}.`,
    en: `This file is no signing key: ${COPY.en}.`,
  },
  field: {
    fr: `Le champ {field} de ce fichier n’est pas comme il doit être : ${COPY.fr}.`,
    en: `The field {field} of this file is not as it must be: ${COPY.en}.`,
  },
  "wrong-passphrase": {
    fr: `La clé ne s’ouvre pas : la phrase secrète est autre, ou le fichier a été modifié. Réessayez, ou ${COPY.fr}.`,
    en: `The key does not open: another passphrase, or an altered file. Try again, or ${COPY.en}.`,
  },
  "other-public": {
    fr: `La clé publique de ce fichier n’est pas celle de son secret : ${COPY.fr}.`,
    en: `The public key of this file does not belong to its secret: ${COPY.en}.`,
  },
  "sheet-empty": {
    fr: "Aucune ligne d’une feuille de secours : un numéro de 1 à 5, puis quatre groupes de quatre caractères.",
    en: "No row of a recovery sheet: a number from 1 to 5, then four groups of four characters.",
  },
  "sheet-rows": {
    fr: "Pas comme sur la feuille imprimée, ligne {rows} : comparez groupe par groupe.",
    en: "Not as on the printed sheet, row {rows}: compare group by group.",
  },
  "sheet-mixed": {
    fr: "Ces lignes ne vont pas ensemble : prenez les cinq sur la même feuille.",
    en: "These rows do not belong together: take all five from one sheet.",
  },
};

export class SigningFault extends Error {
  constructor(code, message, rows) {
    super(message);
    this.name = "SigningFault";
    this.code = code;
    this.rows = rows;
  }
}

/* The fault of that code, in the page's language. */
export const fault = (code, { rows = [], field = "" } = {}) => {
  const text = FAULTS[code][language()].replace("{field}", () => field).replace("{rows}", rows.join(", "));
  return new SigningFault(code, text, rows);
};
