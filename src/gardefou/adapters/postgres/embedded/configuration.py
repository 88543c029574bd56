"""The server's configuration: no network, nothing said by anybody in its log, modest memory.

An error's message may quote a value and its detail a row, so errors of statements go to the client alone: the log holds
what the server says of itself and connections it refuses.
"""

from pathlib import Path

from gardefou.adapters.postgres.embedded.binaries import flush
from gardefou.adapters.postgres.embedded.keys import ROLES
from gardefou.adapters.postgres.embedded.place import PORT, Place

SETTINGS: dict[str, object] = {
    "listen_addresses": "",
    "port": PORT,
    "unix_socket_permissions": "0700",
    "max_connections": 60,
    "password_encryption": "scram-sha-256",
    "allow_alter_system": "off",
    # A container's /dev/shm is often 64 MB, which parallel queries exhaust; System V segments do not lie there.
    "dynamic_shared_memory_type": "sysv",
    "shared_buffers": "128MB",
    "huge_pages": "off",
    "temp_file_limit": "8GB",
    "jit": "off",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    # A journal that is not needed any more is removed, not written over later: it has names of calls that are gone.
    "wal_recycle": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "datestyle": "iso, ymd",
    "lc_messages": "C",
    "default_text_search_config": "pg_catalog.simple",
    "logging_collector": "on",
    "log_directory": "../log",
    "log_filename": "server-%a.log",
    "log_file_mode": "0600",
    "log_rotation_age": "1d",
    "log_rotation_size": 0,
    "log_truncate_on_rotation": "on",
    # In the order of the server's log, LOG lies above ERROR.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": 0,
    "log_parameter_max_length_on_error": 0,
    "log_statement": "none",
    "log_min_duration_statement": -1,
    "log_min_duration_sample": -1,
    "log_transaction_sample_rate": 0,
    "log_duration": "off",
    "log_lock_waits": "off",
    "log_temp_files": -1,
    "log_autovacuum_min_duration": -1,
    "log_checkpoints": "off",
    "log_connections": "",
    "log_disconnections": "off",
}


def write_configuration(place: Place) -> Path:
    """Write the settings and who may connect, where the server's user reads but cannot write; return the settings."""
    roles = ",".join(f"gardefou_{role}" for role in ROLES)
    admission = _replace(place.home / "pg_hba.conf", f"local all {roles} scram-sha-256\n")
    settings = SETTINGS | {
        "cluster_name": place.cluster_name,
        "hba_file": admission,
        "unix_socket_directories": f'"{place.socket}"',
    }
    lines = [f"{name} = {_quoted(value)}" for name, value in settings.items()]
    return _replace(place.home / "postgresql.conf", "\n".join(lines) + "\n")


def _quoted(value: object) -> str:
    return "'" + str(value).replace("\\", "\\\\").replace("'", "''").replace("\n", "\\n") + "'"


def _replace(path: Path, text: str) -> Path:
    if path.exists() and path.read_text("utf-8") == text:
        return path
    new = path.with_suffix(".new")
    new.write_text(text, "utf-8")
    new.chmod(0o644)
    flush(new)
    return new.replace(path)
