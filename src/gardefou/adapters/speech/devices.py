"""Where a speech model computes and with which precision, and what is said when it cannot."""

import os
from pathlib import Path
from typing import Any

from gardefou.adapters.speech.memory import is_of_memory, not_enough_memory, tells_of_memory
from gardefou.adapters.speech.packages import loaded
from gardefou.kernel.errors import SettingWrong

CPU, CUDA = "cpu", "cuda"
PRECISIONS = {CPU: "int8", CUDA: "float16"}
"""What a device computes with unless it is told otherwise."""
CUDA_WORKERS = 2
"""So many batches are under way on a GPU: one computes while the next is made ready. Each takes memory of its own."""
_OF_CUDA = ("cuda", "cublas", "cudnn", "library lib")


def workers_on(device: str, threads: int) -> int:
    """How many batches are computed at once, each on a thread of its own."""
    return min(threads, CUDA_WORKERS) if device == CUDA else threads


def check_device(device: str, precision: str | None) -> None:
    """Find out whether a model could compute so here; with neither GPU nor precision asked for it always can.

    Raises PartMissing or SettingWrong.
    """
    if device == CPU and precision is None:
        return
    wanted = precision or PRECISIONS[device]
    try:
        possible = library().get_supported_compute_types(device)
    except (RuntimeError, ValueError) as error:
        raise _without(device, error) from None
    if wanted not in possible:
        among = ", ".join(sorted(possible))
        raise SettingWrong(f"GARDEFOU_SPEECH_PRECISION: {wanted} cannot be had on {device} here, but {among}")


def library() -> Any:
    """CTranslate2.

    Raises PartMissing or SettingWrong.
    """
    if _has_wide_products():
        os.environ.setdefault(
            "CT2_FORCE_CPU_ISA", "AVX512"
        )  # by itself the library takes it on processors of Intel only
    return loaded("ctranslate2", "the speech engine")


def _has_wide_products() -> bool:
    """Whether the processor multiplies bytes in registers of 512 bits; where nothing tells, the library decides."""
    try:
        return "avx512_vnni" in Path("/proc/cpuinfo").read_text("ascii", "replace")
    except OSError:
        return False


def is_of_device(error: Exception) -> bool:
    """Whether a computation failed for the GPU's sake, so that it says nothing of what was computed."""
    said = str(error).lower()
    return any(each in said for each in _OF_CUDA) and not is_of_memory(error)


def unusable(weights: Path, device: str, precision: str | None, error: Exception) -> SettingWrong:
    """Why a model cannot be loaded, in one line that says which setting is at fault."""
    said = _line(error).replace(f" in model '{weights}'", "")  # a folder may be named like a cause
    if isinstance(error, MemoryError) or tells_of_memory(said):
        return not_enough_memory()
    if "compute type" in said:
        wanted = precision or PRECISIONS[device]
        return SettingWrong(f"GARDEFOU_SPEECH_PRECISION: {wanted} cannot be had on {device} here ({said})")
    if device == CUDA and is_of_device(error):
        return _without(device, error)
    other = "name one in GARDEFOU_SPEECH_MODEL"
    return SettingWrong(f"speech model {weights}: not a CTranslate2 Whisper model ({said}); {other}")


def _without(device: str, error: Exception) -> SettingWrong:
    return SettingWrong(f"GARDEFOU_SPEECH_DEVICE: {device} cannot be used here ({_line(error)}); cpu always can")


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
