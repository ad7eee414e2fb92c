"""Static files under names that carry their content's hash, compressed beside for the edge."""

import gzip
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage

#: The reader site's own folders; the desk's files are many and seen by few, so gzip does for them.
FOR_READERS = ("styles/", "scripts/", "icons/", "fonts/")
COMPRESSED = {".css", ".js", ".svg", ".json", ".webmanifest", ".txt", ".html"}


class HashedStatic(ManifestStaticFilesStorage):
    """Django's storage with `.gz` and, for what readers get, `.br` beside each file.

    A file that the manifest lacks is served under its plain name, not an error.
    """

    manifest_strict = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._urls: dict[str, str] = {}

    def load_manifest(self) -> Any:
        """What the manifest says; nothing when a power failure has torn it, for `stoppress setup` must start to mend that."""
        try:
            return super().load_manifest()
        except ValueError:
            return {}, ""

    def url(self, name: str | None, force: bool = False) -> str:
        """The address of a file; worked out once, for a page has a dozen and the names stay while the program runs."""
        if name is None or force:
            return str(super().url(name, force))  # type: ignore[arg-type]
        if name not in self._urls:
            self._urls[name] = str(super().url(name))
        return self._urls[name]

    def post_process(self, paths: Any, dry_run: bool = False, **options: Any) -> Iterator[Any]:
        for name, hashed_name, processed in super().post_process(paths, dry_run=dry_run, **options):
            yield name, hashed_name, processed
        self._urls.clear()
        if not dry_run:
            for hashed_name in set(self.hashed_files.values()):
                _compress(Path(self.path(hashed_name)), best=hashed_name.startswith(FOR_READERS))


def _compress(path: Path, *, best: bool) -> None:
    """Write the compressed files beside; one that would not be smaller is left out."""
    if path.suffix not in COMPRESSED or not path.exists():
        return
    data = path.read_bytes()
    made = {".gz": gzip.compress(data, 9 if best else 5, mtime=0)}
    if best:
        made[".br"] = brotli.compress(data, quality=11)
    for ending, packed in made.items():
        if len(packed) < len(data):
            beside = path.with_name(path.name + ending)
            beside.write_bytes(packed)
            # A file's time is part of its entity tag, whichever server makes it.
            os.utime(beside, (path.stat().st_mtime, path.stat().st_mtime))
