"""Who may do what with the server that gardefou brings along, what it writes, and how it refuses."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from server_users import IS_ROOT, UserProcess, ask, copy_cluster, open_directory, processes_below, wait_until

from gardefou.adapters.postgres.embedded import EmbeddedServer, binaries, place
from gardefou.adapters.postgres.embedded import account as accounts
from gardefou.adapters.postgres.embedded.binaries import packaged
from gardefou.kernel.errors import GardefouError, SettingWrong, StoreUnavailable

root_only = pytest.mark.skipif(not IS_ROOT, reason="only root can become another user")
SECRET = "Marguerite-Duval-4971"


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """A data directory whose cluster is made, and stopped."""
    with open_directory() as directory:
        with EmbeddedServer(directory / "var"):
            pass
        yield directory / "var"


@pytest.fixture(scope="module")
def served(made: Path) -> Iterator[Path]:
    """A data directory whose server runs."""
    with open_directory() as directory:
        copy_cluster(made, directory / "var")
        yield directory / "var"


@pytest.fixture(scope="module")
def server(served: Path) -> Iterator[EmbeddedServer]:
    """A server that runs as it is shipped."""
    with EmbeddedServer(served) as server:
        yield server


@pytest.fixture
def empty() -> Iterator[Path]:
    """A data directory that is still to be made."""
    with open_directory() as directory:
        yield directory / "var"


@pytest.fixture
def stopped(made: Path, empty: Path) -> Path:
    """A copy of a data directory whose server is down."""
    copy_cluster(made, empty)
    return empty


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A place instead of /var/lib/gardefou."""
    with open_directory() as directory:
        monkeypatch.setattr(place, "SYSTEM", directory / "system")
        yield directory / "system"


def other_users() -> list[int]:
    """Users that neither this process nor the server is."""
    taken = {os.geteuid(), accounts.account_for_new_cluster().uid}
    return [entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid not in taken]


def refusal_of(directory: Path) -> str:
    with pytest.raises(StoreUnavailable) as caught:
        EmbeddedServer(directory).start()
    message = str(caught.value)
    assert message.isprintable() and ": " in message
    assert not processes_below(directory)
    return message


def test_roles_have_no_privilege_and_the_database_lets_nobody_else_in(server: EmbeddedServer) -> None:
    privileged = (
        "SELECT count(*) FROM pg_roles WHERE rolname ~ '^gardefou_' AND rolname <> 'gardefou_superuser' "
        "AND (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls OR NOT rolcanlogin)"
    )
    assert ask(server, privileged) == 0
    owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
    assert ask(server, owner) == "gardefou_owner"
    assert (
        ask(
            server,
            "SELECT bool_or(has_database_privilege('public', datname, 'CONNECT')) FROM pg_database WHERE datallowconn",
        )
        is False
    )
    assert ask(server, "SELECT has_database_privilege(current_database(), 'CREATE')") is True
    assert ask(server, "SELECT has_database_privilege(current_database(), 'CREATE')", "web") is False
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(server, "CREATE TABLE public.own ()", "worker")


def test_the_cluster_is_what_the_store_needs(server: EmbeddedServer) -> None:
    names = "SELECT string_agg(extname, ' ' ORDER BY extname) FROM pg_extension"
    assert ask(server, names) == "btree_gist pg_trgm plpgsql unaccent vector"
    assert ask(
        server, "SELECT datlocprovider::text || ' ' || datlocale FROM pg_database WHERE datname = 'gardefou'"
    ) == ("b C.UTF-8")
    expected = {"data_checksums": "on", "fsync": "on", "full_page_writes": "on", "jit": "off", "TimeZone": "UTC"}
    expected |= {"listen_addresses": "", "server_encoding": "UTF8", "max_connections": "60", "huge_pages": "off"}
    assert {name: ask(server, f"SELECT current_setting('{name}')") for name in expected} == expected
    assert ask(server, "SELECT uuid_extract_version(uuidv7())") == 7


def test_nothing_listens_on_the_network(server: EmbeddedServer) -> None:
    pid = server.state().pid
    opened = {str(entry.readlink()) for entry in Path(f"/proc/{pid}/fd").iterdir()}
    for table in ("tcp", "tcp6"):
        listed = Path(f"/proc/{pid}/net/{table}")
        inodes = [line.split()[9] for line in listed.read_text().splitlines()[1:]] if listed.exists() else []
        assert not opened & {f"socket:[{inode}]" for inode in inodes}


def test_a_wrong_password_is_refused(server: EmbeddedServer) -> None:
    for wrong in ("wrong", ""):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(make_conninfo(server.dsn("owner"), password=wrong))


def test_the_superuser_cannot_come_in(server: EmbeddedServer) -> None:
    for password in ("", conninfo_to_dict(server.dsn("owner"))["password"]):
        with pytest.raises(psycopg.OperationalError, match=r"no pg_hba\.conf entry"):
            psycopg.connect(make_conninfo(server.dsn("owner"), user="gardefou_superuser", password=password))


@root_only
def test_another_user_of_the_machine_cannot_reach_the_server(served: Path, server: EmbeddedServer) -> None:
    assert server.running
    other = UserProcess(served, other_users()[0])
    try:
        assert "run gardefou as that user" in other.do("start")
        assert "StoreUnavailable" in other.do("SELECT 1")
    finally:
        other.kill()
    for private in (server.state().directory, server.state().socket, served / "keys"):
        assert not stat.S_IMODE(private.stat().st_mode) & 0o077


def test_passwords_lie_in_one_file_for_one_user(made: Path) -> None:
    found = (made / "keys" / "database.json").stat()
    assert stat.S_IMODE(found.st_mode) == 0o600 and found.st_uid == os.geteuid()
    assert [path.name for path in (made / "keys").iterdir()] == ["database.json"]


def test_no_password_is_on_a_command_line(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[str] = []
    run = subprocess.run

    def noted(command: list[str], **how: object) -> object:
        commands.extend(command)
        commands.extend(str(value) for value in how.get("env", {}).values())
        statements = str(how.get("input"))
        assert not any(password in statements for password in passwords_of(empty))
        return run(command, **how)

    monkeypatch.setattr(subprocess, "run", noted)
    with EmbeddedServer(empty):
        passwords = passwords_of(empty)
    assert len(passwords) == 4 and len(commands) > 20
    assert not [part for part in commands if any(password in part for password in passwords)]


def passwords_of(directory: Path) -> list[str]:
    keys = directory / "keys" / "database.json"
    return keys.read_text().split('"')[3::4] if keys.exists() else []


def test_the_log_repeats_nothing_that_a_statement_said(stopped: Path) -> None:
    with EmbeddedServer(stopped) as server, psycopg.connect(server.dsn("owner"), autocommit=True) as connection:
        connection.execute("CREATE TABLE client (name text PRIMARY KEY, age int CHECK (age > 0))")
        connection.execute("INSERT INTO client VALUES (%s, 1)", [SECRET])
        wrong: list[tuple[str, list[object]]] = [
            ("INSERT INTO client VALUES (%s, 1)", [SECRET]),
            ("INSERT INTO client VALUES (%s, 0)", [SECRET]),
            ("SELECT %s::text, 1 / %s::int", [SECRET, 0]),
            ("SELECT %s::int", [SECRET]),
            ("SELECT %s::text::date", [SECRET]),
            (f'SELEKT "{SECRET}"', []),
            (f'SELECT * FROM "{SECRET}"', []),
            (f"DO $$ BEGIN RAISE WARNING '{SECRET}'; RAISE EXCEPTION '{SECRET}'; END $$", []),
        ]
        for statement, parameters in wrong:
            with pytest.raises(psycopg.Error) as caught:
                connection.execute(statement.encode(), parameters or None)
            assert caught.value.sqlstate
        kill_backend_while_it_says(server, SECRET)
        server.revive()
    said = "".join(path.read_text() for path in (stopped / "postgres").glob("**/*.log"))
    assert "was terminated by signal 9" in said
    for word in (SECRET, "SELEKT", "SELECT", "STATEMENT", "DETAIL"):
        assert word not in said


def kill_backend_while_it_says(server: EmbeddedServer, secret: str) -> None:
    connection = psycopg.connect(server.dsn("owner"), autocommit=True)
    pid = connection.info.backend_pid
    connection.pgconn.send_query(f"SELECT '{secret}', pg_sleep(600)".encode())
    wait_until(lambda: ask(server, f"SELECT state = 'active' FROM pg_stat_activity WHERE pid = {pid}"))
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not Path(f"/proc/{pid}").exists())
    connection.close()


@root_only
def test_root_is_served_by_a_user_without_privilege(server: EmbeddedServer) -> None:
    state = server.state()
    account = accounts.account_for_new_cluster()
    assert Path(f"/proc/{state.pid}").stat().st_uid == state.directory.stat().st_uid == account.uid != 0
    status = Path(f"/proc/{state.pid}/status").read_text()
    assert "CapEff:\t0000000000000000" in status and "Groups:\t \n" in status
    home = state.directory.parent
    written = {path.name for path in home.iterdir() if path.stat().st_uid == account.uid}
    assert written == {"cluster", "log", "socket"}


@root_only
def test_an_ordinary_user_is_served_by_itself(empty: Path) -> None:
    packaged()
    uid = other_users()[0]
    empty.mkdir()
    os.chown(empty, uid, pwd.getpwuid(uid).pw_gid)
    user = UserProcess(empty, uid)
    try:
        assert user.do("start") == "None"
        assert user.do("SELECT current_user") == "gardefou_owner"
        made = [empty / "postgres", empty / "postgres" / "cluster", empty / "keys" / "database.json"]
        assert {path.stat().st_uid for path in made} == {uid}
        assert not any(path.stat().st_mode & 0o077 for path in made)
        assert user.do("release") == "None"
        assert user.do("running") == "False"
    finally:
        user.kill()
    assert "belongs to" in refusal_of(empty)


@root_only
def test_a_directory_below_a_private_home_has_its_cluster_elsewhere(empty: Path, system: Path) -> None:
    empty.parent.chmod(0o700)
    with EmbeddedServer(empty) as server:
        assert server.state().directory.is_relative_to(system)
        ask(server, "CREATE TABLE call AS SELECT 42 AS n")
    assert stat.S_IMODE(empty.parent.stat().st_mode) == 0o700
    assert (empty / "keys" / "database.json").exists()
    empty.parent.chmod(0o755)
    with EmbeddedServer(empty) as server:
        assert ask(server, "SELECT n FROM call") == 42


@root_only
def test_a_cluster_whose_path_was_closed_is_named_and_not_made_again(stopped: Path, system: Path) -> None:
    stopped.parent.chmod(0o700)
    assert "cannot be entered by user" in refusal_of(stopped)
    assert not system.exists()


@root_only
def test_binaries_below_a_private_home_are_copied_once_and_whole(
    empty: Path, system: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private = empty.parent / "home"
    private.mkdir(0o700)
    (private / "packages").symlink_to(packaged().root)
    installed = replace(packaged(), root=private / "packages")
    monkeypatch.setattr(binaries, "packaged", lambda: installed)
    half = system / ".postgresql-half"
    half.mkdir(parents=True)
    with EmbeddedServer(empty) as server:
        copied = system / f"postgresql-{installed.version}"
        program = Path(f"/proc/{server.state().pid}/exe").readlink()
        assert program.is_relative_to(copied) and not half.exists()
        assert ask(server, "SELECT count(*) FROM pg_extension") == 5
    before = copied.stat().st_ctime_ns
    with EmbeddedServer(empty):
        assert copied.stat().st_ctime_ns == before


def test_directories_that_were_there_keep_their_modes_and_owners(empty: Path) -> None:
    keys = empty / "keys"
    keys.mkdir(parents=True)
    empty.chmod(0o751)
    keys.chmod(0o755)
    above = [keys, empty, *empty.parents, packaged().root, packaged().program("postgres")]

    def looks() -> list[tuple[int, int, int]]:
        return [(found.st_mode, found.st_uid, found.st_gid) for found in map(os.stat, above)]

    before = looks()
    with EmbeddedServer(empty):
        pass
    assert looks() == before


@pytest.mark.parametrize("name", ['élan d\'été, 100% \\n "x" $HOME `id`', "x" * 120, "a b"])
def test_any_path_will_do(made: Path, empty: Path, name: str) -> None:
    odd = empty.parent / name
    if name.isascii():
        copy_cluster(made, odd)
    with EmbeddedServer(odd) as server:
        assert ask(server, "SELECT 1") == 1
        socket = server.state().socket
        assert len(os.fsencode(socket / ".s.PGSQL.5432")) <= 107
        assert not stat.S_IMODE(socket.stat().st_mode) & 0o077
    assert socket.is_relative_to(odd) or not socket.exists()


def test_a_socket_directory_that_others_enter_is_refused(stopped: Path) -> None:
    (stopped / "postgres" / "socket").chmod(0o755)
    assert "socket: is not a directory of user" in refusal_of(stopped)


def test_a_cluster_of_another_version_is_refused(stopped: Path) -> None:
    (stopped / "postgres" / "cluster" / "PG_VERSION").write_text("17\n")
    assert "was made by PostgreSQL 17" in refusal_of(stopped)


@pytest.mark.parametrize(
    ("content", "mode", "cause"),
    [
        (None, 0o600, "is missing"),
        ("{", 0o600, "does not hold the passwords"),
        ('{"owner": "a"}', 0o600, "does not hold the passwords"),
        ('{"owner": "a", "web": "b", "worker": "c", "live": "d"}', 0o600, "does not open the store"),
        ('{"owner": "a", "web": "b", "worker": "c", "live": "d"}', 0o644, "chmod 600"),
    ],
)
def test_passwords_that_do_not_fit_are_refused(stopped: Path, content: str | None, mode: int, cause: str) -> None:
    keys = stopped / "keys" / "database.json"
    keys.unlink()
    if content is not None:
        keys.write_text(content)
        keys.chmod(mode)
    message = refusal_of(stopped)
    assert str(keys) in message and cause in message


@root_only
def test_a_cluster_of_root_is_refused(stopped: Path) -> None:
    os.chown(stopped / "postgres" / "cluster", 0, 0)
    assert "belongs to root" in refusal_of(stopped)


def test_a_damaged_cluster_is_refused_with_the_servers_own_words(stopped: Path) -> None:
    (stopped / "postgres" / "cluster" / "global" / "pg_control").write_bytes(b"")
    assert "cannot be served: " in refusal_of(stopped)


def test_a_file_where_a_directory_should_be_is_refused(empty: Path) -> None:
    empty.write_text("")
    assert str(empty) in refusal_of(empty)


@root_only
def test_a_directory_that_may_not_be_written_is_refused(empty: Path) -> None:
    user = UserProcess(empty, other_users()[0])
    try:
        message = user.do("start")
    finally:
        user.kill()
    assert (
        message == f"StoreUnavailable: {empty}: may not be used by this user: give it to this user, or set another "
        "data directory"
    )


@root_only
def test_a_full_disk_is_named_and_leaves_nothing(empty: Path) -> None:
    empty.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=20m,mode=755", "tmpfs", os.fspath(empty)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        message = refusal_of(empty)
        assert "No space left on device" in message and str(empty) in message
        assert not list(empty.glob("postgres/making-*"))
    finally:
        subprocess.run(["umount", empty], check=True)


def test_a_package_that_is_not_installed_is_named(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "find_spec", lambda name: None)
    with pytest.raises(StoreUnavailable, match="the packaged PostgreSQL"):
        EmbeddedServer(empty).start()


def test_a_machine_without_an_unprivileged_user_is_refused(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(accounts, "WITHOUT_PRIVILEGE", ("nobody-of-that-name",))
    assert "has no user gardefou" in refusal_of(empty)


def test_a_database_or_role_that_does_not_exist_is_refused(served: Path, server: EmbeddedServer) -> None:
    with pytest.raises(SettingWrong):
        EmbeddedServer(served, 'x"; DROP')
    with pytest.raises(ValueError, match="role"):
        server.dsn("superuser")
    with pytest.raises(GardefouError, match='"other" does not exist'):
        EmbeddedServer(served, "other").start()
    assert server.running
