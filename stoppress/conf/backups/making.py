"""Making a backup of the newsroom as it stands, while it works."""

import json
import os
import tempfile
from pathlib import Path
from types import ModuleType

from django.conf import settings
from django.db import connection

import stoppress
from stoppress.conf.backups import manifest, postgresql, sqlite
from stoppress.conf.backups.manifest import Manifest
from stoppress.conf.backups.packing import Package
from stoppress.kit import clock

#: What else of the environment decides how the newsroom runs; passwords and keys are never among them.
_SETTINGS = (
    "STOPPRESS_ENV", "STOPPRESS_URL", "STOPPRESS_WORKERS", "STOPPRESS_TRUSTED_PROXIES", "STOPPRESS_LOG_LEVEL", "HOST", "PORT",
)  # fmt: skip


def database() -> ModuleType:
    """The room's way with the kind of database that this newsroom has."""
    return postgresql if connection.vendor == "postgresql" else sqlite


def originals() -> Path:
    """The folder of everything that was ever uploaded; a bucket is kept by its own means."""
    return settings.ORIGINALS_FOLDER


def back_up(path: Path, *, with_secrets: bool) -> Manifest:
    """Write the newsroom into one file at `path`; raises CannotBackUp and leaves nothing half made.

    The database is copied as of one moment, then the originals. A picture deleted in between is not
    in the file although the copied database still names it.
    """
    kind, made_at = database(), clock.now().isoformat(timespec="seconds")
    with Package(path) as package, tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder:
        facts = kind.snapshot(Path(folder) / kind.MEMBER)
        package.add_file(kind.MEMBER, Path(folder) / kind.MEMBER)
        for file in _files(originals()):
            package.add_file(manifest.ORIGINALS + file.relative_to(originals()).as_posix(), file)
        package.add_bytes(manifest.SETTINGS, json.dumps(settings_told(), indent=1).encode())
        if with_secrets:
            package.add_bytes(manifest.SECRET_KEY, settings.SECRET_KEY.encode())
        return package.finish(version=stoppress.__version__, made_at=made_at, database=kind.MEMBER, facts=facts)


def settings_told() -> dict[str, str]:
    """The settings of this newsroom that are worth keeping with it."""
    return {name: os.environ[name] for name in _SETTINGS if os.environ.get(name)}


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
