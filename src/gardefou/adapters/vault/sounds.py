"""The sounds of calls in the vault: as they came, as people may hear them, and as the charter lets keep them."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import UUID

from gardefou.adapters.media.peaks import Peaks, measured
from gardefou.adapters.media.silence import encode_kept, encode_silenced
from gardefou.adapters.media.sound import FileSound, open_sound_from
from gardefou.adapters.vault.compartment import Compartment, Place
from gardefou.adapters.vault.file_system import is_memory_file_system
from gardefou.adapters.vault.key_encryption import KeyRing
from gardefou.adapters.vault.reader import ObjectReader
from gardefou.adapters.vault.usage import Usage
from gardefou.adapters.vault.vault import Vault
from gardefou.adapters.vault.writer import ObjectWriter
from gardefou.kernel.call import OriginalAudio
from gardefou.kernel.errors import SettingWrong
from gardefou.kernel.sound import Sound
from gardefou.kernel.transcript import Redaction

AS_IT_CAME = "sound"
RECORDINGS = (Compartment.SOUND, Compartment.ORIGINAL)
PEAKS = ".peaks"
"""Ends the name of what is written beside a sound that people may hear."""


class CallSounds:
    """Keeps every kind of sound under a key of its own; sound of which the charter keeps nothing waits in memory."""

    def __init__(self, ring: KeyRing, folder: Path, memory: Path) -> None:
        self._disk = Vault(ring, Place(folder / "keys", folder / "objects"))
        self._memory = Vault(ring, Place(memory / "keys", memory / "objects"))
        self._memory_folder = memory

    def quarantine(self, call: UUID, original_audio: OriginalAudio) -> AbstractContextManager[ObjectWriter]:
        """Where the sound as it came is written; in memory only where the charter says so.

        Raises SettingWrong when it has to be in memory and the folder for that is on a disk.
        """
        if original_audio is not OriginalAudio.NEVER:
            return self._disk.writer(call, Compartment.QUARANTINE, AS_IT_CAME)
        if not is_memory_file_system(self._memory_folder):
            raise SettingWrong(
                f"GARDEFOU_MEMORY_DIRECTORY: {self._memory_folder} is on a disk, and the charter lets sound be in "
                "memory only; name a folder of a tmpfs"
            )
        return self._memory.writer(call, Compartment.QUARANTINE, AS_IT_CAME)

    def quarantined(self, call: UUID) -> FileSound:
        """The sound as it came.

        Raises InputRefused when it is not fit, ContentErased when it is gone.
        """
        in_memory = self._memory.exists(call, Compartment.QUARANTINE, AS_IT_CAME)
        vault = self._memory if in_memory else self._disk
        return _sound(vault, call, Compartment.QUARANTINE, AS_IT_CAME)

    def destroy_quarantined(self, call: UUID) -> None:
        """Make the sound as it came unreadable, then remove it."""
        for vault in self._vaults():
            vault.destroy(call, Compartment.QUARANTINE)

    def in_quarantine(self) -> Iterator[tuple[UUID, datetime]]:
        """Every call whose sound as it came is here, and since when."""
        for vault in self._vaults():
            for call, written in vault.keys(Compartment.QUARANTINE):
                yield call, datetime.fromtimestamp(written, UTC)

    def _vaults(self) -> tuple[Vault, ...]:
        """Those that may hold something; the one in memory leaves no trace where no charter asks for it."""
        return (self._disk, self._memory) if self._memory_folder.exists() else (self._disk,)

    def write_silenced(self, call: UUID, sound: Sound, redactions: Sequence[Redaction], name: str) -> None:
        """Write what people may hear, and its peaks beside it, which are there before it is."""
        with self._disk.writer(call, Compartment.SOUND, name) as writer:
            peaks = encode_silenced(sound, redactions, writer)
            with self._disk.writer(call, Compartment.SOUND, name + PEAKS) as beside:
                beside.write(peaks.packed())

    def write_kept(self, call: UUID, sound: Sound, redactions: Sequence[Redaction], name: str) -> None:
        """Keep the sound as it came, without card data, beside what people may hear."""
        with self._disk.writer(call, Compartment.ORIGINAL, name) as writer:
            encode_kept(sound, redactions, writer)

    def silenced(self, call: UUID, name: str) -> FileSound:
        """What people may hear.

        Raises ContentErased when it is gone.
        """
        return _sound(self._disk, call, Compartment.SOUND, name)

    def open_silenced(self, call: UUID, name: str) -> ObjectReader:
        """The bytes of what people may hear, Ogg Opus, to be read from any offset."""
        return self._disk.reader(call, Compartment.SOUND, name)

    def peaks(self, call: UUID, name: str) -> Peaks:
        """How loud what people may hear is; measured now, which takes a while, where nothing was written beside it.

        Raises ContentErased when it is gone.
        """
        if not self._disk.exists(call, Compartment.SOUND, name + PEAKS):
            return measured(self.silenced(call, name)).peaks()
        with self._disk.reader(call, Compartment.SOUND, name + PEAKS) as reader:
            return Peaks.unpacked(reader.read())

    def remove_recording(self, call: UUID, name: str) -> None:
        """Remove sounds that came to nothing."""
        for compartment in RECORDINGS:
            for each in (name, name + PEAKS):
                self._disk.remove(call, compartment, each)

    def remove_recordings_but(self, call: UUID, name: str | None) -> None:
        """Remove every recording of a call that has another name."""
        for compartment in RECORDINGS:
            for other in self._disk.names(call, compartment) - ({name, name + PEAKS} if name else set()):
                self._disk.remove(call, compartment, other)

    def destroy_recording(self, call: UUID) -> None:
        """Make every sound of a call unreadable, then remove it; what is in quarantine goes last."""
        for compartment in RECORDINGS:
            self._disk.destroy(call, compartment)
        self.destroy_quarantined(call)

    def destroy_content(self, call: UUID) -> None:
        """Make all content of record of a call unreadable, and its sounds."""
        self.destroy_recording(call)
        self._disk.destroy(call, Compartment.RECORD)

    def seal(self, call: UUID, label: str, content: bytes) -> bytes:
        """The ciphertext of content of record, for a column."""
        return self._disk.seal(call, Compartment.RECORD, label, content)

    def unseal(self, call: UUID, label: str, sealed: bytes) -> bytes:
        """The content of record of a column.

        Raises ContentErased, ContentAltered or KeyWrong.
        """
        return self._disk.unseal(call, Compartment.RECORD, label, sealed)

    def rewrap(self) -> int:
        """Wrap every key under the current key-encryption key; return how many were not yet."""
        return sum(vault.rewrap() for vault in self._vaults())

    def sweep(self) -> int:
        """Remove what processes that died while writing have left; return how many files."""
        return self._disk.sweep() + self._memory.sweep()

    def usage(self) -> dict[Compartment, Usage]:
        """Count what each compartment holds on disk."""
        return self._disk.usage()


def _sound(vault: Vault, call: UUID, compartment: Compartment, name: str) -> FileSound:
    return open_sound_from(f"call {call}", partial(vault.reader, call, compartment, name))
