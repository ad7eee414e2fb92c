"""Writing a backup: a ZIP file made beside and given its name when it is whole."""

import hashlib
import os
import zipfile
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from stoppress.conf.backups import manifest
from stoppress.conf.backups.errors import CannotBackUp
from stoppress.conf.backups.manifest import Facts, Manifest, Member

_CHUNK = 1 << 20
#: What does not shrink any more is stored as it is.
_PACKED = {".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".heic", ".mp4", ".mp3", ".zip", ".gz", ".pgdump"}


class Package:
    """A backup being written; it gets its name on `finish` and leaves nothing behind without it."""

    def __init__(self, path: Path) -> None:
        """Raises CannotBackUp when there is a file of that name already."""
        if path.exists():
            raise CannotBackUp(f"{path} is there already; give the backup another name or move that file away.")
        if not path.parent.is_dir():
            raise CannotBackUp(f"There is no folder {path.parent}; make it or choose another.")
        self.path = path
        self._part = path.with_name(f".{path.name}.part")
        self._members: dict[str, Member] = {}

    def __enter__(self) -> "Package":
        # A backup holds password digests and unpublished copy: it is its owner's alone.
        self._file = os.fdopen(os.open(self._part, os.O_CREAT | os.O_RDWR | os.O_TRUNC, 0o600), "w+b")
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._zip.fp = None  # or it would write a directory into the closed file once nobody holds it any more
        self._file.close()
        self._part.unlink(missing_ok=True)

    def add_file(self, name: str, path: Path) -> None:
        """Add a file, with the checksum of the bytes that were read."""
        with path.open("rb") as source:
            self._add(name, source, zipfile.ZIP_STORED if path.suffix.lower() in _PACKED else zipfile.ZIP_DEFLATED)

    def add_bytes(self, name: str, data: bytes) -> None:
        """Add a file with these bytes."""
        with self._zip.open(zipfile.ZipInfo(name), "w") as target:
            target.write(data)
        self._members[name] = Member(len(data), hashlib.sha256(data).hexdigest())

    def finish(self, *, version: str, made_at: str, database: str, facts: Facts) -> Manifest:
        """Write the manifest and give the backup its name, on the disk for good."""
        told = Manifest(version, made_at, database, facts, self._members)
        self._zip.writestr(zipfile.ZipInfo(manifest.NAME), told.as_json())
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        os.link(self._part, self.path)  # unlike a rename, never over a file that came in the meantime
        return told

    def _add(self, name: str, source: BinaryIO, compression: int) -> None:
        info, digest, size = zipfile.ZipInfo(name), hashlib.sha256(), 0
        info.compress_type = compression
        with self._zip.open(info, "w", force_zip64=True) as target:
            while chunk := source.read(_CHUNK):
                target.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self._members[name] = Member(size, digest.hexdigest())
