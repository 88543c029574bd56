"""The query language by examples: from them the reference is written, and each is a test."""

from dataclasses import dataclass

LEXICON = {
    "greetings": ["bonjour", "bonsoir", '"bonne journée"', "hello"],
    "regrets": ["désolé", '"toutes nos excuses"', "navré"],
}
MEASURED_LONGEST_SILENCE_MS = 25_000
"""The longest silence in the calls of the examples; no other measure is known there."""


@dataclass(frozen=True, slots=True)
class Example:
    """A query, what was said (`a:` the adviser, `c:` the customer, `12 a:` at second 12), and what is found in it.

    `found` are the quotes, None where the query does not hold.
    """

    query: str
    said: tuple[str, ...]
    found: tuple[str, ...] | None
    note: str = ""
    language: str = "fr"


@dataclass(frozen=True, slots=True)
class Chapter:
    """Examples of one thing."""

    title: str
    text: str
    examples: tuple[Example, ...]


CHAPTERS = (
    Chapter(
        "Words and phrases",
        "Accents, case, apostrophes, hyphens and punctuation do not count. A word stands for its forms too, by "
        "its stem in the language of the call (in both languages where it is another); words of up to three "
        "letters and words of grammar stand for themselves only, also inside phrases. The stem knows no "
        "dictionary: nouns and verbs of one stem are one, irregular forms are not. `=` refuses other forms.",
        (
            Example("impayee", ("a: Une facture impayée.",), ("impayée.",)),
            Example("rembourser", ("a: Je vous rembourse, le remboursement part.",), ("rembourse,", "remboursement")),
            Example("=rembourser", ("a: Je vous rembourse.",), None),
            Example('"a l\'écoute"', ("a: Maud à l'écoute.",), ("à l'écoute.",)),
            Example('"vous rappeler demain"', ("a: Je vous rappelle demain.",), ("vous rappelle demain.",)),
            Example('="vous rappeler"', ("a: Je vous rappelle.",), None),
            Example("couper", ("a: Du coup je comprends.",), None, "`coup` is no form of `couper`"),
            Example("venu", ("c: Il vient demain.",), None, "irregular forms are written out: `venu | vient`"),
            Example("charge", ("c: I was charged twice, two charges.",), ("charged", "charges."), language="en"),
            Example('"rendez-vous"', ("c: J'ai rendez vous.",), ("rendez vous.",)),
        ),
    ),
    Chapter(
        "Any of, all of, not",
        "`|` is any of, `&` or nothing at all is all of, `not` its absence. `&` binds closer than `|`, `not` "
        "closer than `&`; parentheses say otherwise. What breaks a `not` is quoted.",
        (
            Example("bonjour | bonsoir", ("a: Bonsoir madame.",), ("Bonsoir",)),
            Example("facture & colis", ("c: Ma facture.", "a: Votre colis."), ("facture.", "colis.")),
            Example("facture colis", ("c: Ma facture.",), None, "side by side is `&`"),
            Example("not colis", ("c: Ma facture.",), (), "nothing can be quoted"),
            Example("(invoice | bill) & not parcel", ("c: My bill.",), ("bill.",), language="en"),
        ),
    ),
    Chapter(
        "Words with `*`",
        "At the end, at the beginning or both, beside at least two letters or a digit.",
        (
            Example("rembours*", ("a: Votre remboursement.",), ("remboursement.",)),
            Example("*ment", ("a: Le prélèvement.",), ("prélèvement.",)),
            Example("*payé*", ("c: Des impayés.",), ("impayés.",)),
        ),
    ),
    Chapter(
        "Who",
        "`adviser:` and `customer:`, also `conseiller:` and `client:`, are about the next word, phrase or parenthesis.",
        (
            Example("adviser: bonjour", ("c: Bonjour.", "a: Bonjour, Maud."), ("Bonjour,",)),
            Example("client: (facture | colis)", ("a: Votre facture ?", "c: Mon colis."), ("colis.",)),
            Example("adviser: not colis", ("c: Mon colis.",), ()),
        ),
    ),
    Chapter(
        "When",
        "`first 30s:` and `last 30s:` count from the first and the last word of the call.",
        (
            Example("first 10s: bonjour", ("0 a: Bonjour.", "60 c: Bonjour."), ("Bonjour.",)),
            Example('last 5s: adviser: "au revoir"', ("0 a: Au revoir ?", "60 c: Non.", "90 a: Bien."), None),
        ),
    ),
    Chapter(
        "Near, and one after the other",
        "`a ~3 b`: one speaker says both, in either order, the later at most three words on, without a pause of "
        "more than two seconds. `a ~5s b`: at most five seconds between the starts of the last word of the one "
        "and the first of the other, or said at the same time, by anybody. `a then b`: b begins after the last "
        "word of a has begun, whenever, by anybody. They bind closer than `not`; `~` binds closer than `then`; "
        "both take from left to right. Beside them stands what is said at one place: no `&`, `not` or `measure`. "
        "Of several pairs, the closest are taken.",
        (
            Example("rappeler ~3 demain", ("a: Demain je vous rappelle.",), ("Demain je vous rappelle.",)),
            Example("rappeler ~2 demain", ("a: Demain je vous rappelle.",), None),
            Example("adviser: accord ~5s customer: oui", ("0 a: D'accord ?", "3 c: Oui."), ("D'accord", "Oui.")),
            Example("adviser: accord ~5s customer: oui", ("0 a: D'accord ?", "30 c: Oui."), None),
            Example("nom then merci", ("0 a: Votre nom ?", "4 c: Durand.", "6 a: Merci."), ("nom", "Merci.")),
            Example("merci then nom", ("0 a: Votre nom ?", "4 c: Durand.", "6 a: Merci."), None),
            Example("not (nom then merci)", ("0 a: Merci.",), ()),
        ),
    ),
    Chapter(
        "Numbers, amounts, durations",
        "`<number>`, `<amount>` and `<duration>` (also `<nombre>`, `<montant>`, `<durée>`) find figures said in "
        "digits or in words; `>`, `<`, `>=`, `<=` and `=` compare them. An amount without a currency in the "
        "query may be of any. A month counts as a twelfth of a year. `un`, `une`, `a` and `one` are numbers "
        "before a unit only; clock times, phone numbers and single letters as units are not understood.",
        (
            Example(
                "<amount>",
                ("a: Cela fait trente-quatre euros quatre-vingt-dix.",),
                ("trente-quatre euros quatre-vingt-dix.",),
            ),
            Example("<amount> > 30", ("a: Soit 34,99 € par mois.",), ("34,99 €",)),
            Example("<amount> > 30", ("a: Soit 29,99 € par mois.",), None),
            Example(
                "<amount> = 1250 euros", ("a: Mille deux cent cinquante euros.",), ("Mille deux cent cinquante euros.",)
            ),
            Example("<amount> < 10 pounds", ("a: That is £9.50 a month.",), ("£9.50",), language="en"),
            Example("<duration> >= 12 months", ("a: Engagement d'un an.",), ("d'un an.",)),
            Example("<duration> = 24 months", ("a: For twenty-four months.",), ("twenty-four months.",), language="en"),
            Example("<number> = 71", ("c: Soixante et onze.",), ("Soixante et onze.",)),
            Example("<number>", ("c: Un problème.",), None),
            Example("proposer ~2 <amount>", ("a: On vous propose dix euros.",), ("propose dix euros.",)),
        ),
    ),
    Chapter(
        "Named lists",
        "`@greetings` stands for any entry of that list of the lexicon; an entry is a query and may name other "
        "lists. What a list held when the query was read is kept with it, and written `@greetings(bonjour | "
        "bonsoir)`.",
        (
            Example("first 10s: adviser: @greetings", ("a: Bonsoir, Maud.",), ("Bonsoir,",)),
            Example("@regrets ~3 attente", ("a: Désolée pour l'attente.",), ("Désolée pour l'attente.",)),
            Example("@ouf(ouf | enfin)", ("c: Enfin !",), ("Enfin",)),
        ),
    ),
    Chapter(
        "Meaning",
        '`meaning("...")` finds sentences close in meaning to one, from a likeness of 0.62 or from the one that '
        "is given. It needs the sentence embeddings; `=` and stems have no part in it.",
        (
            Example(
                'adviser: meaning("je comprends votre inquiétude", 0.5)',
                ("a: Je comprends votre grande inquiétude.", "c: Merci."),
                ("Je comprends votre grande inquiétude.",),
                "likeness in this example is the share of words in common",
            ),
        ),
    ),
    Chapter(
        "Measures",
        "`measure(...)` compares a measure of the whole call: times with `s` or `ms`, shares with `%`, counts "
        "with a bare number. Where the call does not allow the measure, the query cannot be told.",
        (
            Example("measure(longest_silence) > 20s", ("a: Bonjour.",), ()),
            Example("bonjour & measure(longest_silence) <= 20s", ("a: Bonjour.",), None),
        ),
    ),
)

MISTAKES = (
    'bonjour "madame',
    "(bonjour | bonsoir",
    "adviser = bonjour",
    "advisor: bonjour",
    "bonjour OU bonsoir",
    "bonjour SAUF colis",
    "first 30: bonjour",
    "first 30s bonjour",
    "a | | b",
    "rappeler ~ demain",
    "rappeler ~100000 demain",
    "measure(longest_silense) > 20",
    "measure(longest_silence)",
    "<duration> > 12",
    "meaning(je comprends)",
    "@greetngs",
    "= bonjour",
)
"""What people write at first: each error says where it is wrong and proposes what would be right."""
