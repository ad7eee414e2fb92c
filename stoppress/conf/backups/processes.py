"""Commands of Stoppress run as processes of their own, for a home or a key that this one does not have."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from stoppress.conf.backups.errors import CannotRestore


def migrate(*, home: Path) -> None:
    """Bring the database that belongs to `home` up to date."""
    # The key that counts here, so that a home that is only staged gets none of its own.
    _run(["migrate", "--verbosity=0", "--no-input"], {"STOPPRESS_HOME": str(home), "STOPPRESS_SECRET_KEY": settings.SECRET_KEY})


def reprint() -> None:
    """Static files up to date and the pages that readers ask for first printed, with whatever key lies in the home now."""
    _run(["setup", "--reprint"], {"STOPPRESS_HOME": str(settings.HOME)})


def _run(words: list[str], more: dict[str, str]) -> None:
    command = [sys.executable, "-m", "stoppress.conf.command", *words]
    path = os.pathsep.join(filter(None, (str(settings.BASE_DIR), os.environ.get("PYTHONPATH", ""))))
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": path, **more}, capture_output=True, text=True, check=False
    )  # fmt: skip
    if done.returncode:
        raise CannotRestore(f"`stoppress {words[0]}` failed on the restored newsroom: {done.stderr.strip()[-1500:]}")
