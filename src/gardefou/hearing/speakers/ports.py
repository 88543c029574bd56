"""What telling voices apart needs from outside."""

from collections.abc import Callable
from typing import Protocol

import numpy as np
import numpy.typing as npt

from gardefou.kernel.sound import Samples, Sound
from gardefou.kernel.transcript import Transcript

Vectors = npt.NDArray[np.float32]

Divide = Callable[[Transcript, Sound], Transcript]
"""Gives the words of a channel that two people share to one or the other."""


class SpeakerEmbeddings(Protocol):
    """Turns short windows of sound into vectors that lie close where the same person speaks."""

    @property
    def name(self) -> str:
        """Which model this is."""
        ...

    @property
    def window(self) -> int:
        """How many samples at HEARING_RATE a window has, less than a second."""
        ...

    def embed(self, windows: Samples) -> Vectors:
        """A vector of length one for each window; `windows` has shape `(windows, window)`."""
        ...
