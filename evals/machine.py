"""What a measurement ran on, and what it cost."""

import os
import platform
import resource
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime


def heading(command: str) -> str:
    """The date, the command and the machine, for the head of a table."""
    return (
        f"{datetime.now(UTC):%Y-%m-%d}  {command}\n"
        f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores"
    )


@dataclass
class Cost:
    """Wall and processor seconds since it was made, and the peak memory of the process."""

    wall: float = field(default_factory=time.perf_counter)
    processor: float = field(default_factory=time.process_time)

    def spent(self) -> tuple[float, float, float]:
        """Wall seconds, processor seconds, peak megabytes."""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return time.perf_counter() - self.wall, time.process_time() - self.processor, peak
