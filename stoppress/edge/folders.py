"""Static files and pictures: files that lie in a folder under the names of their addresses."""

import asyncio
import mimetypes
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

from stoppress.edge import headers, ready
from stoppress.edge.headers import Headers
from stoppress.edge.ready import Ready
from stoppress.press.shelf import etag

#: Bytes of the largest file that is kept in memory.
LARGEST_KEPT = 1024 * 1024
#: The part of a name that says which bytes the file has.
HASH = r"\.[0-9a-f]{8,}"
_HASHED = re.compile(HASH + r"\.[A-Za-z0-9]+$")
_SEGMENT = re.compile(r"[^./\\\x00-\x1f\x7f][^/\\\x00-\x1f\x7f]*")
TYPES = {
    ".avif": "image/avif", ".css": "text/css", ".gif": "image/gif", ".ico": "image/x-icon",
    ".jpg": "image/jpeg", ".js": "text/javascript", ".json": "application/json", ".map": "application/json",
    ".mjs": "text/javascript", ".png": "image/png", ".svg": "image/svg+xml", ".ttf": "font/ttf",
    ".txt": "text/plain", ".webmanifest": "application/manifest+json", ".webp": "image/webp",
    ".woff": "font/woff", ".woff2": "font/woff2", ".xml": "application/xml", ".html": "text/html",
}  # fmt: skip
#: Endings of files that may have compressed ones beside them.
COMPRESSED = {".css", ".js", ".mjs", ".json", ".map", ".svg", ".txt", ".webmanifest", ".xml", ".html"}


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder served below `prefix`.

    `is_lasting` when a name never gets other bytes; otherwise only names that carry a hash do.
    """

    prefix: str
    path: Path
    policy: str
    is_https: bool
    is_lasting: bool = False

    async def file(self, target: bytes) -> tuple[Ready, bool] | None:
        """The file of a request's path, and whether it may be kept in memory; None when there is none."""
        name = _name(target, self.prefix)
        if name is None:
            return None
        return await asyncio.to_thread(self._read, name, ready.target_of(self.prefix + name))

    def _read(self, name: str, target: bytes) -> tuple[Ready, bool] | None:
        path = self.path / name
        try:
            body = path.read_bytes()
            modified_at = int(path.stat().st_mtime)
        except OSError:
            return None
        is_lasting = self.is_lasting or _HASHED.search(name) is not None
        bodies = {"": body, "br": _beside(path, ".br"), "gzip": _beside(path, ".gz")}
        made = Ready(
            key="",
            target=target,
            status=200,
            modified_at=modified_at,
            variants=ready.variants(
                bodies,
                {encoding: etag(modified_at, len(body)) for encoding, body in bodies.items() if body is not None},
                content_type(path.suffix, path.name),
                self._headers(modified_at, is_lasting, path.suffix.lower()),
            ),
        )
        return made, is_lasting and len(body) <= LARGEST_KEPT

    def _headers(self, modified_at: int, is_lasting: bool, suffix: str) -> Headers:
        shared = [
            (b"last-modified", ready.http_date(datetime.fromtimestamp(modified_at, UTC))),
            (b"cache-control", headers.LASTING_CACHING if is_lasting else headers.PAGE_CACHING),
        ]
        if suffix in COMPRESSED:
            shared.append((b"vary", b"accept-encoding"))
        return shared + headers.security(policy=self.policy, is_https=self.is_https)


def _name(target: bytes, prefix: str) -> str | None:
    """The name below the folder that a path asks for; None for one that leads elsewhere."""
    try:
        name = unquote(target.decode("ascii"), errors="strict").removeprefix(prefix)
    except UnicodeError:
        return None
    segments = name.split("/")
    if len(name) > 1000 or not all(_SEGMENT.fullmatch(segment) for segment in segments):
        return None
    return name


def _beside(path: Path, ending: str) -> bytes | None:
    try:
        return path.with_name(path.name + ending).read_bytes()
    except OSError:
        return None


def content_type(suffix: str, name: str = "") -> str:
    """The content type of a file by its ending; when that is not one of ours, what the system says."""
    known = TYPES.get(suffix.lower()) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{known}; charset=utf-8" if known.startswith("text/") else known
