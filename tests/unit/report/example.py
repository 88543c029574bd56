"""A realistic call of two minutes, its evaluation, its sound, and a report made of them."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import av
import numpy as np
import yaml

from gardefou.adapters.report.model import PEAKS_PER_SECOND, Report, ReportedCall
from gardefou.analysis.rules import measure
from gardefou.evaluation.model import Scorecard
from gardefou.evaluation.score import summed
from gardefou.kernel.evaluation import CriterionResult, Evaluation
from gardefou.kernel.evidence import Evidence, EvidenceKind
from gardefou.kernel.measures import MeasureName, Measures, Reason
from gardefou.kernel.message import Message
from gardefou.kernel.span import Span
from gardefou.kernel.transcript import Language, Redaction, Role, Segment, SoundQuality, Transcript, Unheard, Word
from gardefou.kernel.verdict import Verdict
from gardefou.kernel.wording import Wording

RATE = 16_000
DURATION_MS = 130_000
ADVISER, CUSTOMER = 0, 1

TURNS = (
    (ADVISER, 600, 3_300, "Orvane bonjour, Maud à votre écoute."),
    (ADVISER, 3_700, 7_600, "Je vous préviens que cet appel peut être réécouté."),
    (CUSTOMER, 8_100, 13_900, "Bonjour Madame. J’appelle parce que j’ai été prélevé deux fois ce mois-ci."),
    (CUSTOMER, 14_300, 17_800, "L’ADSL et la fibre, en même temps, sur mon compte."),
    (ADVISER, 18_300, 23_900, "Si je comprends bien, vous payez encore l’ancienne ligne en plus de la nouvelle ?"),
    (CUSTOMER, 24_300, 26_900, "Voilà, c’est ça. Soixante-quinze euros."),
    (ADVISER, 27_300, 31_200, "Je regarde. Vous me donnez votre nom et le numéro de la ligne ?"),
    (CUSTOMER, 31_800, 38_200, "Oui, c’est [name] et la ligne c’est le [phone]."),
    (ADVISER, 38_600, 42_500, "Merci. Il me faut un petit instant, je vous mets en attente."),
    (ADVISER, 68_000, 70_200, "Merci d’avoir patienté."),
    (ADVISER, 70_500, 77_400, "La résiliation de l’ADSL n’a pas été enregistrée, c’est une erreur de chez nous."),
    (CUSTOMER, 76_300, 80_600, "Ah. Et moi j’ai payé pour rien, quoi. Deux mois."),
    (ADVISER, 81_000, 84_200, "Je comprends que ce soit agaçant, vous n’y êtes pour rien."),
    (ADVISER, 84_500, 89_300, "Je vous rembourse les deux mensualités sous dix jours."),
    (CUSTOMER, 89_800, 94_300, "Bon. Et je peux régler la facture de la fibre par carte ?"),
    (ADVISER, 94_700, 96_900, "Oui, dictez-moi le numéro."),
    (CUSTOMER, 97_400, 106_200, "Alors c’est le [card]."),
    (ADVISER, 106_900, 112_400, "C’est réglé. Pour la télé, essayez de rapprocher la box."),
    (CUSTOMER, 111_600, 114_200, "Mouais. On verra bien."),
    (ADVISER, 121_300, 124_300, "Avez-vous une autre question ?"),
    (CUSTOMER, 124_700, 126_400, "Non merci, au revoir."),
    (ADVISER, 126_700, 128_900, "Bonne journée, au revoir."),
)
UNHEARD = Unheard(CUSTOMER, 114_600, 115_400)
SILENCED = (114_480, 115_520)
QUALITY = (SoundQuality(ADVISER, -22.4, 0.0, 31.2), SoundQuality(CUSTOMER, -44.2, 0.021, 9.5))
UNSURE = {"Soixante-quinze", "Mouais.", "verra"}
SCORECARD = Path(__file__).parent / "scorecard.yaml"


def segment(channel: int, start_ms: int, end_ms: int, text: str) -> Segment:
    said = text.replace(" ?", "\N{NO-BREAK SPACE}?").split(" ")
    lengths = [len(word) + 1 for word in said]
    edges = [start_ms + round((end_ms - start_ms) * sum(lengths[:i]) / sum(lengths)) for i in range(len(said) + 1)]
    words = tuple(Word(edges[i], edges[i + 1], word, 0.31 if word in UNSURE else 0.93) for i, word in enumerate(said))
    return Segment(channel, tuple(Role)[channel], start_ms, end_ms, " ".join(said), 0.9, words)


def transcript() -> Transcript:
    segments = tuple(segment(*turn) for turn in TURNS)
    redactions = (*_redactions(segments), Redaction("unheard", CUSTOMER, *SILENCED))
    return Transcript(DURATION_MS, "fr", "whisper-base", segments, redactions, unheard=(UNHEARD,), quality=QUALITY)


def _redactions(segments: tuple[Segment, ...]) -> list[Redaction]:
    return [
        Redaction(word.text.strip("[]."), each.channel, word.start_ms, word.end_ms)
        for each in segments
        for word in each.words
        if word.text.startswith("[")
    ]


def quote(call: Transcript, first: str, last: str, start_ms: int = 0) -> Evidence:
    """The words of the adviser from one to another, both included, verbatim."""
    words = [word for each in call.of(Role.ADVISER) for word in each.words if word.start_ms >= start_ms]
    begin = next(i for i, word in enumerate(words) if word.text == first)
    end = next(i for i, word in enumerate(words) if i >= begin and word.text == last)
    text = " ".join(word.text for word in words[begin : end + 1])
    return Evidence(EvidenceKind.QUOTE, ADVISER, words[begin].start_ms, words[end].end_ms, text)


def searched(start_ms: int, end_ms: int, query: str, *channels: int) -> tuple[Evidence, ...]:
    how = Message("searched for: {query}", {"query": query})
    return tuple(Evidence(EvidenceKind.SEARCHED, each, start_ms, end_ms, "", how) for each in channels)


def without(start_ms: int, end_ms: int, name: MeasureName) -> tuple[Evidence, ...]:
    how = Message("measured: {measure} = {value}", {"measure": name.value, "value": "0"})
    return tuple(Evidence(EvidenceKind.SEARCHED, each, start_ms, end_ms, "", how) for each in (ADVISER, CUSTOMER))


def measured(call: Transcript, measures: Measures, name: MeasureName, value: str) -> tuple[Evidence, ...]:
    how = Message("measured: {measure} = {value}", {"measure": name.value, "value": value})
    spans = measures[name].spans
    return tuple(Evidence(EvidenceKind.MEASURED, s.channel, s.span.start_ms, s.span.end_ms, "", how) for s in spans)


def evaluation(call: Transcript, measures: Measures) -> Evaluation:
    said = Message("The words looked for were said.")
    close = Message("A sentence is close in meaning to an exemplar (likeness {likeness}).", {"likeness": "0.71"})
    unclear = "The closest sentence is neither near enough nor far enough (likeness {likeness})."
    cards = measured(call, measures, MeasureName.CARD_NUMBERS_SPOKEN, "1")
    absent = Message("The words looked for were not heard.")
    hold = (quote(call, "Il", "attente."),)
    results = (
        CriterionResult("greeting", Verdict.MET, 0.97, (quote(call, "Orvane", "écoute."),), said),
        CriterionResult("recording_notice", Verdict.MET, 0.9, (quote(call, "Je", "réécouté."),), said),
        CriterionResult("reformulation", Verdict.MET, 0.84, (quote(call, "Si", "nouvelle\N{NO-BREAK SPACE}?"),), close),
        CriterionResult("hold_explained", Verdict.CANNOT_TELL, 0.5, hold, Message(unclear, {"likeness": "0.47"})),
        CriterionResult("empathy", Verdict.MET, 0.93, (quote(call, "Je", "rien.", 80_000),), close),
        CriterionResult("card_protected", Verdict.NOT_MET, 0.9, cards, Message("The measure passes its limit.")),
        CriterionResult(
            "lets_finish",
            Verdict.MET,
            0.9,
            without(600, 128_900, MeasureName.INTERRUPTIONS_BY_ADVISER),
            Message("The measure keeps within its limit."),
        ),
        CriterionResult(
            "transfer_prepared",
            Verdict.NOT_APPLICABLE,
            0.7,
            searched(600, 128_900, "adviser: transf*", ADVISER, CUSTOMER),
            Message("Nothing in the call makes this question apply."),
        ),
        CriterionResult(
            "price_stated", Verdict.NOT_MET, 0.7, searched(600, 128_900, "adviser: engage*", ADVISER), absent
        ),
        CriterionResult(
            "further_help", Verdict.MET, 0.9, (quote(call, "Avez-vous", "question\N{NO-BREAK SPACE}?", 120_000),), said
        ),
    )
    return summed(scorecard(), results)


def scorecard() -> Scorecard:
    return Scorecard.model_validate(yaml.safe_load(SCORECARD.read_text(encoding="utf-8")))


def samples(call: Transcript) -> np.ndarray:
    """Two channels of tones that rise and fall with the words, silent where something was removed."""
    sound = np.zeros((2, DURATION_MS * RATE // 1000), np.float32)
    for each, word in call.words():
        first, last = word.start_ms * RATE // 1000, word.end_ms * RATE // 1000
        time = np.arange(last - first) / RATE
        loudness = 0.25 + 0.5 * ((word.start_ms * 7919) % 97) / 97
        tone = np.sin(2 * np.pi * (140 if each.channel == ADVISER else 220) * time)
        sound[each.channel, first:last] = loudness * np.sin(np.pi * time * RATE / max(1, last - first)) * tone
    for redaction in call.redactions:
        sound[:, redaction.start_ms * RATE // 1000 : redaction.end_ms * RATE // 1000] = 0
    return sound


def write_sound(sound: np.ndarray, path: Path) -> Path:
    with av.open(str(path), "w", format="ogg") as target:
        stream = target.add_stream("libopus", rate=RATE, layout="stereo")
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound), format="fltp", layout="stereo")
        frame.sample_rate = RATE
        target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return path


def peaks(sound: np.ndarray) -> tuple[tuple[float, ...], ...]:
    width = RATE // PEAKS_PER_SECOND
    stretches = np.abs(sound).reshape(2, -1, width).max(axis=2)
    return tuple(tuple(round(float(peak), 3) for peak in channel) for channel in stretches)


def reported_call(folder: Path) -> ReportedCall:
    call = transcript()
    sound = samples(call)
    measures = measure(call)
    return ReportedCall(
        id="invoice_twice",
        title="Facture en double après le passage à la fibre",
        language=Language.FRENCH,
        transcript=call,
        measures=measures,
        reason=Reason("invoice", 0.82, Span(8_100, 17_800)),
        reason_label=Wording(fr="Facture contestée ou à expliquer", en="Invoice"),
        evaluation=evaluation(call, measures),
        sound=write_sound(sound, folder / "call.ogg"),
        peaks=peaks(sound),
    )


def report(folder: Path, *, simulated: bool = True) -> Report:
    call = reported_call(folder)
    other = replace(call, id="no_reason", title="Relance sans motif reconnu", reason=None, reason_label=None)
    when = datetime(2026, 11, 12, 10, 42, tzinfo=timezone(timedelta(hours=1)))
    return Report((call, other), scorecard(), when, ("whisper-base", "USE multilingue"), simulated)
