"""Homes that take long to make, made once for all processes of a test run and copied from then on."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

_RUN = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
FOLDER = Path(tempfile.gettempdir()) / f"stoppress-made-{_RUN}"


def demo_home(copy: Path) -> Path:
    """Let `copy` be a home with the demo newsroom on SQLite."""
    return _copied("demo", ("setup", "--demo"), copy)


def empty_home(copy: Path) -> Path:
    """Let `copy` be a home with tables, static files and nothing else."""
    return _copied("empty", ("setup",), copy)


def _copied(name: str, command: tuple[str, ...], copy: Path) -> Path:
    home = FOLDER / name
    FOLDER.mkdir(exist_ok=True)
    with (FOLDER / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (FOLDER / f"{name}.made").exists():
            shutil.rmtree(home, ignore_errors=True)
            home.mkdir()
            env = {**os.environ, "STOPPRESS_HOME": str(home), "STOPPRESS_ENV": "development"}
            env.pop("STOPPRESS_DATABASE_URL", None)
            subprocess.run([sys.executable, "-m", "stoppress.conf.command", *command], env=env, check=True, capture_output=True)
            (FOLDER / f"{name}.made").touch()
    shutil.copytree(home, copy, dirs_exist_ok=True)
    return copy


def forget() -> None:
    """Remove what was made; for the process that began the run, at its end."""
    shutil.rmtree(FOLDER, ignore_errors=True)
