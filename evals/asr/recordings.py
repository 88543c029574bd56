"""Human telephone speech with its text: the prompts of Debian's asterisk-core-sounds, installed when we are root."""

import gzip
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

FEWEST_WORDS = 6
VOICES = {"fr": "fr_CA_f_June", "en": "en_US_f_Allison"}
_LINE = re.compile(r"^(?P<name>[\w/-]+):\s*(?P<text>.+)$")


def prompts(language: str, fewest_words: int = FEWEST_WORDS) -> Iterator[tuple[Path, str]]:
    """The prompts with enough words whose sound is there, in order of the list."""
    _install(language)
    lists = Path(f"/usr/share/doc/asterisk-core-sounds-{language}").glob("core-sounds-*.txt.gz")
    folders = [
        *Path("/usr/share/asterisk/sounds").glob(f"{VOICES[language]}*"),
        Path(f"/usr/share/asterisk/sounds/{language}"),
    ]
    for listing in sorted(lists):
        for line in gzip.decompress(listing.read_bytes()).decode("utf-8", errors="replace").splitlines():
            match = _LINE.match(line.strip())
            if not match or len(match["text"].split()) < fewest_words:
                continue
            sound = next((f / f"{match['name']}.wav" for f in folders if (f / f"{match['name']}.wav").is_file()), None)
            if sound:
                yield sound, match["text"]


def _install(language: str) -> None:
    names = [f"asterisk-core-sounds-{language}-wav", f"asterisk-core-sounds-{language}"]
    if Path(f"/usr/share/doc/{names[1]}").is_dir() or os.geteuid() or not shutil.which("apt-get"):
        return
    print("installing " + " ".join(names), file=sys.stderr)
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names],
    ):
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
