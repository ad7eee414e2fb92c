"""Reading a backup as something that anybody may have changed: names, kinds and checksums are tried first."""

import hashlib
import os
import re
import shutil
import stat
import zipfile
import zlib
from pathlib import Path

from stoppress.conf.backups import manifest
from stoppress.conf.backups.errors import CannotRestore, NotABackup
from stoppress.conf.backups.manifest import Manifest, Member

_CHUNK = 1 << 20
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError)
_MANIFEST_AT_MOST = 256 << 20
_NAME = re.compile(r"database\.(?:sqlite3|pgdump)|settings\.json|secret-key|manifest\.json|originals/.+", re.DOTALL)


class Backup:
    """An opened backup whose manifest and names have been tried; the bytes are tried by `unpack`."""

    def __init__(self, path: Path) -> None:
        """Raises NotABackup for anything that `stoppress backup` did not make."""
        try:
            self._zip = zipfile.ZipFile(path)
        except FileNotFoundError as error:
            raise NotABackup(f"There is no file {path}.") from error
        except (*_BROKEN, OSError) as error:
            raise NotABackup(f"{path} is no backup of Stoppress, or was cut short; nothing was changed.") from error
        try:
            self.manifest = self._manifest()
            _try_names(self._zip.infolist(), self.manifest)
        except BaseException:
            self._zip.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    def unpack(self, folder: Path) -> None:
        """Write every file into the empty `folder`, each held against its checksum.

        Raises NotABackup at the first that differs, and CannotRestore when the disk has no room.
        """
        wanted, free = sum(m.size for m in self.manifest.members.values()), shutil.disk_usage(folder).free
        if wanted > free:
            raise CannotRestore(f"The backup needs {wanted:,} bytes and the disk of {folder} has {free:,} left; make room first.")
        for name, member in self.manifest.members.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            self._copy(name, member, target)

    def verify(self) -> None:
        """Hold every file against its checksum and write nothing; raises like `unpack`."""
        for name, member in self.manifest.members.items():
            self._copy(name, member, Path(os.devnull))

    def _copy(self, name: str, member: Member, target: Path) -> None:
        digest, left = hashlib.sha256(), member.size
        try:
            with self._zip.open(name) as source, target.open("wb") as written:
                # One byte more than there should be is enough to know.
                while chunk := source.read(min(_CHUNK, left + 1)):
                    left -= len(chunk)
                    if left < 0:
                        break
                    digest.update(chunk)
                    written.write(chunk)
        except _BROKEN as error:
            raise NotABackup(f"“{name}” in the backup is damaged; nothing was changed. Use another backup.") from error
        if left != 0 or digest.hexdigest() != member.sha256:
            raise NotABackup(f"“{name}” in the backup is not what its checksum says; nothing was changed. Use another backup.")

    def _manifest(self) -> Manifest:
        try:
            with self._zip.open(manifest.NAME) as file:
                return manifest.read(file.read(_MANIFEST_AT_MOST))
        except KeyError as error:
            raise NotABackup("The file has no manifest, so it is no backup of Stoppress; nothing was changed.") from error
        except _BROKEN as error:
            raise NotABackup("The backup's manifest is damaged; nothing was changed. Use another backup.") from error


def _try_names(found: list[zipfile.ZipInfo], told: Manifest) -> None:
    names = [info.filename for info in found]
    for info in found:
        if not _is_safe(info.filename):
            raise NotABackup(f"The backup holds “{info.filename}”, which Stoppress never puts there; it may be made to do harm.")
        if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
            raise NotABackup(f"“{info.filename}” in the backup is a link or a device; Stoppress puts only files there.")
    if len(set(names)) != len(names) or set(names) != {*told.members, manifest.NAME} or told.database not in names:
        raise NotABackup("The backup does not hold the files that its manifest names; it was changed or cut short.")


def _is_safe(name: str) -> bool:
    parts = name.split("/")
    return bool(_NAME.fullmatch(name)) and "\\" not in name and not {"", ".", ".."} & set(parts)
