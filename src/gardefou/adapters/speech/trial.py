"""Tries a speech model out in a process of its own, which takes its memory with it when it ends."""

import subprocess
import sys
from pathlib import Path

from gardefou.adapters.speech.whisper_model import WhisperModel
from gardefou.kernel.errors import GardefouError, SettingWrong

_REFUSED = 3


def try_model(weights: Path, device: str, precision: str | None) -> None:
    """Find out whether a model can be loaded and computes.

    Raises SettingWrong.
    """
    command = [sys.executable, "-m", __name__, str(weights), device, precision or ""]
    ended = subprocess.run(  # noqa: S603 -- this program itself
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False
    )
    if ended.returncode:
        told = ended.stdout.decode("utf-8", "replace").strip() if ended.returncode == _REFUSED else ""
        cause = (
            f"speech model {weights}: ends the program that loads it ({ended.returncode}): it is broken, or memory is"
        )
        raise SettingWrong(told or f"{cause} too small; name another in GARDEFOU_SPEECH_MODEL")


def _run(weights: str, device: str, precision: str) -> int:
    try:
        WhisperModel(Path(weights), device, precision or None, 1)
    except GardefouError as error:
        sys.stdout.buffer.write(str(error).encode("utf-8", "replace"))
        return _REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(_run(*sys.argv[1:]))
