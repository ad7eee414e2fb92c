"""Putting a backup in the newsroom's place: tried, unpacked beside and brought up to date before anything is swapped."""

import json
import os
import shutil
import tempfile
from contextlib import closing, suppress
from pathlib import Path

from django.conf import settings
from django.db import connections

from stoppress.conf.backups import facts, manifest, processes
from stoppress.conf.backups.errors import CannotRestore
from stoppress.conf.backups.making import database, originals, settings_told
from stoppress.conf.backups.manifest import Manifest
from stoppress.conf.backups.unpacking import Backup
from stoppress.kit import clock


def check(path: Path) -> Manifest:
    """The manifest of a backup, every file of which was held against its checksum."""
    with closing(Backup(path)) as backup:
        backup.verify()
        return backup.manifest


def restore(path: Path, *, replace: bool) -> tuple[Manifest, list[str]]:
    """Put the backup in the place of this newsroom; returns its manifest and what the operator should know.

    Raises NotABackup and CannotRestore with nothing changed. Pages are printed anew at the end.
    """
    with closing(Backup(path)) as backup:
        had = _refuse(backup.manifest, replace=replace)
        kept = settings.HOME / f"before-restore-{clock.now():%Y%m%d-%H%M%S}"
        with tempfile.TemporaryDirectory(dir=settings.HOME, prefix=".restoring-") as folder:
            staged = Path(folder)
            backup.unpack(staged)
            kept.mkdir()
            try:
                database().take_over(staged, kept, is_older=facts.is_older(backup.manifest.facts))
            except BaseException:
                with suppress(OSError):  # not empty when the swap itself was ended: then it holds what was here
                    kept.rmdir()
                raise
            notes = [*_put_files(staged, kept), *_settings_that_differ(staged)]
        if had:
            notes.insert(0, f"What was here before lies in {kept}; remove it when you are content.")
        else:
            shutil.rmtree(kept)
        processes.reprint()
        return backup.manifest, notes


def _refuse(told: Manifest, *, replace: bool) -> int:
    """Raise CannotRestore unless this backup may be put here; returns how many stories are here now."""
    if told.database != database().MEMBER:
        is_dump = told.database.endswith("pgdump")
        wanted = "PostgreSQL (set STOPPRESS_DATABASE_URL)" if is_dump else "SQLite (unset STOPPRESS_DATABASE_URL)"
        raise CannotRestore(f"The backup is of a newsroom on {wanted}; restore it into one.")
    if later := facts.later_migrations(told.facts):
        raise CannotRestore(f"The backup is of a later version, {told.version} (it knows {later[-1]}); update Stoppress first.")
    stories = facts.stories_here()
    if stories and not replace:
        raise CannotRestore(f"This newsroom has {stories:,} stories; add --replace to put the backup in its place.")
    connections.close_all()
    database().refuse_when_in_use()
    return stories


def _put_files(staged: Path, kept: Path) -> list[str]:
    """Swap originals and key; drop what can be made anew from what is there now."""
    (staged / manifest.ORIGINALS).mkdir(exist_ok=True)
    for folder in (originals(), settings.SHELF_FOLDER, settings.DERIVATIVES_FOLDER):
        if folder.exists():
            folder.rename(kept / folder.name)
    (staged / manifest.ORIGINALS).rename(originals())
    for made_anew in (settings.SHELF_FOLDER, settings.DERIVATIVES_FOLDER):
        shutil.rmtree(kept / made_anew.name, ignore_errors=True)
    return _put_key(staged / manifest.SECRET_KEY, kept)


def _put_key(key: Path, kept: Path) -> list[str]:
    if not key.exists():
        return ["The backup has no secret key: everybody logs in again, and pictures get new addresses."]
    if given := os.environ.get("STOPPRESS_SECRET_KEY"):
        return [] if given == key.read_text() else ["STOPPRESS_SECRET_KEY is not the backup's key; set it to that one."]
    home = settings.HOME / manifest.SECRET_KEY
    if home.exists():
        home.rename(kept / manifest.SECRET_KEY)
    key.chmod(0o600)
    key.rename(home)
    return []


def _settings_that_differ(staged: Path) -> list[str]:
    """A sentence for each setting that the backed-up newsroom had and this one has not."""
    try:
        told = json.loads((staged / manifest.SETTINGS).read_text())
    except (OSError, ValueError):
        return []
    here = settings_told()
    return [f"{name} was {value} there and is {here.get(name) or 'unset'} here." for name, value in told.items()
            if here.get(name) != value] if isinstance(told, dict) else []  # fmt: skip
