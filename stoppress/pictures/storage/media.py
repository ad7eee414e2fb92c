"""The places of all files of pictures, as the setting `STOPPRESS_MEDIA_URL` names them. Knows no Django."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

from stoppress.kit.lasting import flush
from stoppress.pictures.storage.buckets import Bucket

#: What may stand behind the question mark of `s3://bucket/prefix?…`.
_WORDS = {"endpoint", "region"}


class BadMediaUrl(ValueError):
    """The address of the store cannot be used; the message says how it must look."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is there: its name, its bytes' number, and when it was written."""

    name: str
    size: int
    at: datetime


class Place(Protocol):
    """Files by name."""

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises FileNotFoundError, and OSError when the place cannot be reached."""

    def write(self, name: str, data: bytes) -> None:
        """Keep a file; whoever reads gets all of it or what was there before."""

    def delete(self, name: str) -> None:
        """Let a file go; nothing happens when it is not there."""

    def all(self) -> Iterator[Kept]:
        """Every file."""


@dataclass(frozen=True, slots=True)
class Media:
    """Originals and masters; and derivatives that all nodes share, when there is such a place."""

    originals: Place
    derivatives: Place | None = None
    #: The store that both lie in; None when originals lie in a folder.
    bucket: Bucket | None = None


def media_from(url: str, originals: Path) -> Media:
    """The places that `url` names: empty for the folder `originals`, or `s3://bucket/prefix?endpoint=…&region=…`.

    Raises `BadMediaUrl`. Who may use the store is told by `AWS_ACCESS_KEY_ID` and its kin.
    """
    if not url:
        return Media(Folder(originals))
    parts = urlsplit(url)
    told = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    endpoint = told.get("endpoint", "")
    if parts.scheme != "s3" or not parts.hostname or not set(told) <= _WORDS:
        raise BadMediaUrl("must look like s3://bucket/prefix?endpoint=https://store.example&region=…")
    if endpoint and urlsplit(endpoint).scheme not in ("http", "https"):
        raise BadMediaUrl("names an endpoint that is no web address; it must begin with https:// (or http:// within the house)")
    bucket = Bucket(parts.netloc, parts.path.strip("/"), endpoint=endpoint, region=told.get("region", ""))
    return Media(bucket.below("originals"), bucket.below("derivatives"), bucket)


class Folder:
    """Files in a folder; written beside and given their name when they are whole."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises OSError."""
        return (self.path / name).read_bytes()

    def write(self, name: str, data: bytes) -> None:
        """Keep a file. Raises OSError when the disk is full."""
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f".{target.name[-100:]}-{os.getpid()}-{os.urandom(4).hex()}")
        try:
            beside.write_bytes(data)
            flush(beside)  # one that a power failure has torn would be served for good
            beside.replace(target)
        except OSError:
            beside.unlink(missing_ok=True)
            raise

    def delete(self, name: str) -> None:
        """Let a file go."""
        (self.path / name).unlink(missing_ok=True)

    def all(self) -> Iterator[Kept]:
        """Every file; `at` is when it was last written or read, as far as the file system notes that."""
        for folder, _, names in os.walk(self.path):
            for name in names:
                path = Path(folder) / name
                try:
                    found = path.stat()
                except FileNotFoundError:
                    continue
                at = datetime.fromtimestamp(max(found.st_mtime, found.st_atime), UTC)
                yield Kept(path.relative_to(self.path).as_posix(), found.st_size, at)
