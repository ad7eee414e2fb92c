"""A PostgreSQL server of one's own in a folder, which can be stopped and started."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.made_once import postgresql_data


def is_installed() -> bool:
    """Whether there is a server to start."""
    return _bin() is not None


class PostgreSQL:
    """A server in `folder` on a free port of this machine."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self._folder = folder
        self.url = f"postgres://stoppress@127.0.0.1:{self.port}/stoppress"

    def make(self) -> None:
        """Make the database and start."""
        self._own_folder()
        self._run(f"initdb -D {self._folder}/data -U stoppress -A trust -E UTF8 --locale=C.UTF-8")
        self.start()
        self._run(f"createdb -h 127.0.0.1 -p {self.port} -U stoppress stoppress")

    def make_migrated(self) -> None:
        """Start with a copy of a database that all migrations were applied to."""
        self._own_folder()
        postgresql_data(self._folder)
        self.start()

    def start(self) -> None:
        """Start and wait until it answers."""
        told = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._folder} -c max_connections=100"
        self._run(f"pg_ctl -D {self._folder}/data -w -s -o '{told}' -l {self._folder}/log start")
        self._process = int((self._folder / "data" / "postmaster.pid").read_text().split()[0])

    def stop(self) -> None:
        """End it at once, as a crash would."""
        self._run(f"pg_ctl -D {self._folder}/data -m immediate -s stop")

    def kill(self) -> None:
        """Kill it, whatever became of its disk; the processes that it has started follow."""
        os.kill(self._process, signal.SIGKILL)

    def start_after_kill(self) -> None:
        """Start although its files still name the killed process, which nobody may have buried."""
        for left in (self._folder / "data" / "postmaster.pid", *self._folder.glob(".s.PGSQL.*")):
            left.unlink(missing_ok=True)
        self.start()

    def close(self) -> None:
        """End it in good order, with everything on disk."""
        self._run(f"pg_ctl -D {self._folder}/data -m fast -s stop")

    def _own_folder(self) -> None:
        if os.geteuid() == 0:
            shutil.chown(self._folder, "postgres")

    def _run(self, command: str) -> None:
        command = f"{_bin()}/{command}"
        words = ["su", "postgres", "-s", "/bin/sh", "-c", command] if os.geteuid() == 0 else ["sh", "-c", command]
        subprocess.run(words, check=True, cwd="/", stdout=subprocess.DEVNULL)


@contextmanager
def own_server() -> Iterator[PostgreSQL]:
    """A new server whose database has all tables and nothing in them, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="stoppress-postgresql-") as folder:
        server = PostgreSQL(Path(folder))
        server.make_migrated()
        try:
            yield server
        finally:
            server.stop()


def _bin() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None
