"""What the numbers of a Whisper model mean: its prompts, its text, and where words begin."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gardefou.adapters.speech.packages import loaded
from gardefou.kernel.errors import SettingWrong
from gardefou.kernel.transcript import Language

REPLACEMENT = "\ufffd"
"""What a token decodes to that holds only a part of a letter."""


@dataclass(frozen=True, slots=True)
class TokenRun:
    """Successive tokens that make a piece of text: the first, and the one after the last."""

    text: str
    first: int
    last: int


class Vocabulary:
    """The tokens of one model."""

    def __init__(self, weights: Path) -> None:
        self._tokens = _tokenizer(weights)
        self._weights = weights
        self.end = self._number("<|endoftext|>")
        self._start = self._number("<|startoftranscript|>")
        self._transcribe = self._number("<|transcribe|>")
        self._without_times = self._number("<|notimestamps|>")
        self._previous = self._number("<|startofprev|>")

    def start(self, language: Language) -> list[int]:
        """What every transcript in a language begins with."""
        return [self._start, self._number(f"<|{language.value}|>"), self._transcribe]

    def prompt(self, language: Language, before: Sequence[int] = ()) -> list[int]:
        """What the model goes on from: text of that language, without times, after the tokens `before`."""
        past = [self._previous, *before] if before else []
        return [*past, *self.start(language), self._without_times]

    def encode(self, text: str) -> list[int]:
        """The tokens of a text."""
        return list(self._tokens.encode(text, add_special_tokens=False).ids)

    def text(self, tokens: Sequence[int]) -> str:
        """The text of tokens, special ones left out."""
        return str(self._tokens.decode(self.without_marks(tokens), skip_special_tokens=False))

    def without_marks(self, tokens: Sequence[int]) -> list[int]:
        """The tokens that are text."""
        return [token for token in tokens if token < self.end]

    def words(self, tokens: Sequence[int]) -> list[TokenRun]:
        """Runs of tokens that begin at spaces; punctuation without one goes with the word before it."""
        words: list[TokenRun] = []
        for run in self._letters(tokens):
            if words and not run.text[:1].isspace():
                before = words.pop()
                run = TokenRun(before.text + run.text, before.first, run.last)
            words.append(run)
        return [word for word in words if word.text.strip()]

    def _letters(self, tokens: Sequence[int]) -> Iterator[TokenRun]:
        """The fewest successive tokens that decode to whole letters."""
        first = 0
        for place in range(len(tokens)):
            text = self.text(tokens[first : place + 1])
            if not text.endswith(REPLACEMENT) or place == len(tokens) - 1:
                yield TokenRun(text, first, place + 1)
                first = place + 1

    def _number(self, token: str) -> int:
        number = self._tokens.token_to_id(token)
        if number is None:
            raise SettingWrong(f"speech model {self._weights}: its tokenizer.json has no {token}: no Whisper model")
        return int(number)


def _tokenizer(weights: Path) -> Any:
    tokenizers = loaded("tokenizers", "the speech engine")
    path = weights / "tokenizer.json"
    try:
        return tokenizers.Tokenizer.from_file(str(path))
    except Exception:  # the library raises nothing narrower
        raise SettingWrong(
            f"speech model {weights}: tokenizer.json cannot be read; copy it again from the model that was converted"
        ) from None
