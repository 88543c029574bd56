"""All that the page of a call shows, in one language: for pages in a folder and for served ones."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from gardefou.adapters.report import waveform
from gardefou.adapters.report.citations import Citation, Citations
from gardefou.adapters.report.filters import mark_text
from gardefou.adapters.report.findings import (
    Answer,
    AnsweredSection,
    Figure,
    Tally,
    figures,
    questions,
    sections,
    tally_of,
)
from gardefou.adapters.report.gaps import gaps
from gardefou.adapters.report.sentences import Sentences, Told, queries
from gardefou.adapters.report.sound_quality import HeardChannel, heard_channels
from gardefou.adapters.report.standing import Standing, VerdictState
from gardefou.adapters.report.turns import Pause, Turn, turns
from gardefou.adapters.report.waveform import Label, Mark, Scale, encoded, lanes, marks, skippable
from gardefou.evaluation.model import Scorecard
from gardefou.kernel.evaluation import Evaluation
from gardefou.kernel.measures import Measures, Reason
from gardefou.kernel.message import Message
from gardefou.kernel.transcript import Role, Transcript
from gardefou.kernel.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class CallMaterial:
    """What is known of a call and where its sound is; `peaks` is its loudness by channel, one byte for each stretch.

    `passages` has the address of the sound of a piece of evidence by its number, `heard` the numbers of those that
    were served whole. Without `with_verdicts` nothing that the program found in the call is shown, only the questions.
    """

    transcript: Transcript
    measures: Measures
    reason: Reason | None
    reason_label: Wording | None
    scorecard: Scorecard
    evaluation: Evaluation
    models: tuple[str, ...]
    peaks: Sequence[bytes]
    sound_url: str
    sound_preload: str = "metadata"
    passages: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    heard: frozenset[int] = frozenset()
    states: Mapping[str, VerdictState] = field(default_factory=lambda: MappingProxyType({}))
    with_verdicts: bool = True


@dataclass(frozen=True, slots=True)
class CallView:
    """A call as the templates in `parts` take it, ready in the language `code`."""

    code: str
    material: CallMaterial
    citations: tuple[Citation, ...]
    lines: tuple[Turn | Pause, ...]
    sections: tuple[AnsweredSection, ...]
    figures: tuple[Figure, ...]
    scale: Scale
    lanes: tuple[Role, ...]
    peaks: tuple[str, ...]
    marks: tuple[Mark, ...]
    mark_labels: tuple[Label, ...]
    skippable: str
    told: Callable[[Message], Told]
    queries: Callable[[Answer], list[str]] = queries

    @property
    def transcript(self) -> Transcript:
        """What was said."""
        return self.material.transcript

    @property
    def channels(self) -> tuple[HeardChannel, ...]:
        """How well each channel can be heard, where it was measured."""
        return heard_channels(self.transcript)

    @property
    def answers(self) -> tuple[Answer, ...]:
        """Every question in order."""
        return tuple(answer for section in self.sections for answer in section.answers)

    @property
    def draft_tally(self) -> Tally:
        """Verdicts that nobody has decided yet."""
        return tally_of(self.answers, Standing.DRAFT)

    @property
    def decided_tally(self) -> Tally:
        """Verdicts that named persons decided."""
        return tally_of(self.answers, Standing.DECIDED)


def call_view(material: CallMaterial, code: str) -> CallView:
    """Prepare a call for its page in one language.

    Raises KeyError when the evaluation does not answer the scorecard.
    """
    transcript, measures = material.transcript, material.measures
    answered = _sections(material)
    shown = _shown(material, answered)
    scale, shown_lanes, shown_marks = Scale(transcript.duration_ms), lanes(transcript), marks(transcript, measures)
    return CallView(
        code=code,
        material=material,
        citations=shown,
        lines=turns(transcript, gaps(transcript, measures), shown),
        sections=answered,
        figures=figures(measures),
        scale=scale,
        lanes=shown_lanes,
        peaks=tuple(encoded(material.peaks[transcript.channel_of(role)]) for role in shown_lanes),
        marks=shown_marks,
        mark_labels=waveform.labels({each: mark_text(each, code) for each in shown_marks}, scale),
        skippable=skippable(measures),
        told=Sentences(code, measures).told,
    )


def _sections(material: CallMaterial) -> tuple[AnsweredSection, ...]:
    if not material.with_verdicts:
        return questions(material.scorecard)
    return sections(material.scorecard, material.evaluation, Citations(material.evaluation), material.states)


def _shown(material: CallMaterial, answered: Sequence[AnsweredSection]) -> tuple[Citation, ...]:
    """The evidence of the answers that are shown, under the numbers that it has in the whole evaluation."""
    shown = {each.number for section in answered for answer in section.answers for each in answer.citations}
    return tuple(each for each in Citations(material.evaluation).items if each.number in shown)
