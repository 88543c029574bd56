"""The words of the leaflets that ask for each safeguard, and who can lift what it refuses: what no code says."""

from dataclasses import dataclass

LAW = "nobody: it is the law, or no value of a charter can say it"
BOTH = "both sides, by another charter"


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked for a safeguard, in their words, and who can lift a refusal; `lacks` is what this version does not do."""

    title: str
    words: str
    lifted_by: str
    lacks: str = ""


ASKED = {
    "S1": Asked("purpose", "« réelles finalités », « pourquoi l'IA ? »", f"{BOTH}; discipline and pay: {LAW}"),
    "S2": Asked("no HR use", "« insuffisances professionnelles », « augmentations et primes », « note les équipes »", LAW),
    "S3": Asked("human decision", "« les algorithmes sont les juges », « évite les écoutes manuelles »", LAW),
    "S4": Asked("explanation", "the same; AI Act, article 86", "time: the window opens and closes by itself"),
    "S5": Asked(
        "fair draw",
        "« 50 % des appels enregistrés de façon aléatoire »",
        f"rate and cap: {BOTH}; picking a call or a person: {LAW}",
        "seeds committed a year ahead and revealed by both parties",
    ),
    "S6": Asked("nothing else kept", "« surveillance généralisée », « volume important, temps long »", LAW),
    "S7": Asked("assist wall", "« surveille puis suggère », « transcription automatique »", LAW),
    "S8": Asked("right to refuse", "« droit de refus », « autonomie », « déshumanisation »", "the adviser alone"),
    "S9": Asked("no emotion", "« stress permanent »; AI Act, article 5(1)(f)", LAW),
    "S10": Asked("adviser first", "« le manager reçoit des alertes sur vos défaillances »", BOTH),
    "S11": Asked(
        "no person categories",
        "« catégorisation des clients et des salariés »",
        LAW,
        "talk about unions and health is not yet removed from analyses",
    ),
    "S12": Asked(
        "tested criteria", "« critères prédéfinis », « écarts de qualité »", "reviews that agree; the floor: both sides"
    ),
    "S13": Asked("stays here", "« restent-elles vraiment chez Orange ? »", "the administrator, who names a host in the settings"),
    "S14": Asked("to be forgotten", "« quel droit à l'oubli ? »", f"shorter or longer days within the law: {BOTH}"),
    "S15": Asked("collective rights", "« droits collectifs sur les données »", BOTH),
    "S16": Asked(
        "confidentiality",
        "« données personnelles en danger »",
        LAW,
        "a log whose tampering anybody can prove",
    ),
    "S17": Asked(
        "consultation",
        "« consultation CSEC et CSE locaux », « unilatérale », « simple projet »",
        "whoever owes the record: works council, employer",
    ),
    "S18": Asked("veto", "« droit de veto des représentants »", "both sides together, by a resumption that both sign"),
    "S19": Asked("experiment", "« expérimentation avec volontaires », « durée maximale d'un an »", "a volunteer; after a year: nobody"),
    "S20": Asked("baseline", "« état des lieux avant le pilote », « objectifs finaux »", "the employer, by freezing a baseline"),
    "S21": Asked("review", "« bilan local », « efficacité économique »", "the works bodies", "all of it"),
    "S22": Asked("joint committee", "« comité paritaire », « effets humains, sociaux, éthiques »", "the committee", "all of it"),
    "S23": Asked("environment", "« environnementaux »", "nobody needs to", "all of it"),
    "S24": Asked("health", "« stress », « risques psychosociaux », « médecins du travail »", "both sides", "all of it"),
    "S25": Asked("workload", "« surcharge », « 50 % d'appels en plus »", LAW, "team load against the baseline"),
    "S26": Asked("jobs", "« aucun impact emploi », « gains de productivité »", "both sides", "all of it"),
    "S27": Asked("training", "« 15 mn + 30 mn », « formation digne de ce nom »", "whoever trains and records it; the hours: both sides"),
    "S28": Asked("transparency", "« transparence totale », « dans l'ombre », « questions sans réponses »", "whoever answers the question"),
    "S29": Asked("skills", "« évolution des métiers », « compétences en amont »", "the employer", "the record of job impacts"),
    "S30": Asked("scope", "« géolocalisation », « le laboratoire de demain », « tous les métiers »", BOTH),
    "S31": Asked("high risk", "« niveau 3 sur 4 », « à haut risque »", "nobody needs to", "all of it"),
    "S32": Asked("negotiated limits", "« négociation », « co-construction », « règles collectives »", "both sides together"),
    "S33": Asked("customers", "the law", "the customer alone"),
}
