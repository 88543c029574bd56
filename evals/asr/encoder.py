"""How much the encoder computes."""

from dataclasses import dataclass
from typing import Any

import ctranslate2

STATES, LAYERS, MELS, KERNEL = 512, 6, 80, 3
"""Of Whisper base: width, layers, mel bands, width of the convolutions."""


def multiply_adds(frames: int) -> float:
    """Multiply-adds of the encoder of Whisper base over a window of so many mel frames."""
    positions = frames / 2
    convolutions = frames * MELS * STATES * KERNEL + positions * STATES * STATES * KERNEL
    projections = positions * 12 * STATES * STATES
    attention = 2 * positions * positions * STATES
    return convolutions + LAYERS * (projections + attention)


@dataclass
class EncoderCount:
    """Frames and operations (a multiply-add is two) that went through any encoder of this process since `watch`."""

    frames: int = 0
    operations: float = 0.0

    def watch(self) -> None:
        """Count every call, until the process ends."""
        encode = ctranslate2.models.Whisper.encode

        def counted(model: Any, features: Any, *arguments: Any, **options: Any) -> Any:
            windows, _, frames = features.shape
            self.frames += windows * frames
            self.operations += 2 * windows * multiply_adds(frames)
            return encode(model, features, *arguments, **options)

        ctranslate2.models.Whisper.encode = counted
