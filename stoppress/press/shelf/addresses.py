"""From the address of a page to its key in the index and to the file it lies in, one file per key."""

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import unquote_to_bytes

from stoppress.press.shelf.errors import BadAddress

#: Bytes of UTF-8 that one segment of an address may have.
LONGEST_SEGMENT = 240
#: Bytes of UTF-8 that a whole address may have; three times as many when it is percent-encoded.
LONGEST_ADDRESS = 2000
#: A file name may have 255 bytes, of which the variants' endings take three.
_LONGEST_NAME = 252
_PLAIN = re.compile(r"/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,200}/)*(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,200})?")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def key_of(address: str) -> str:
    """The one spelling of an address: percent-decoded, NFC; `//host/path` for an edition's own host.

    Raises BadAddress when no page can lie there.
    """
    if len(address) > 3 * LONGEST_ADDRESS:
        raise BadAddress(f"An address has at most {LONGEST_ADDRESS} bytes.")
    if len(address) <= LONGEST_ADDRESS and _PLAIN.fullmatch(address):
        return address
    host, path = _split(address)
    segments = [_decoded(segment) for segment in path[1:].split("/")]
    if any(segment == "" for segment in segments[:-1]):
        raise BadAddress(f"An address has no empty segments: {address!r}.")
    key = (f"//{host}/" if host else "/") + "/".join(segments)
    if len(key.encode()) > LONGEST_ADDRESS:
        raise BadAddress(f"An address has at most {LONGEST_ADDRESS} bytes.")
    return key


def file_of(key: str) -> PurePosixPath:
    """Where the page of this key lies: `/a/` in `_/a/index.html`, `//host/a.xml` in `host/a.xml`.

    Folders never have a dot in their name and files always have one, so that `/a.b` and `/a.b/c`
    can both be shelved; a percent sign marks what was changed to keep to that.
    """
    host, path = _split(key)
    *folders, leaf = path[1:].split("/")
    names = [folder.replace("%", "%25").replace(".", "%2E") for folder in folders]
    names.append(_leaf(leaf))
    if any(len(name.encode()) > _LONGEST_NAME for name in names):
        raise BadAddress(f"A segment of an address has at most {LONGEST_SEGMENT} bytes: {key!r}.")
    return PurePosixPath(host or "_", *names)


def key_at(file: PurePosixPath) -> str:
    """The key whose page lies in this file, when any does: what `file_of` does, undone."""
    host, *folders, leaf = file.parts
    names = [_unmarked(name) for name in (*folders, leaf.removesuffix(".page"))]
    if leaf == "index.html":
        names[-1] = ""
    return ("/" if host == "_" else f"//{host}/") + "/".join(names)


def _unmarked(name: str) -> str:
    return name.replace("%2E", ".").replace("%25", "%")


def _split(address: str) -> tuple[str, str]:
    if not address.startswith("//"):
        if not address.startswith("/"):
            raise BadAddress(f"An address starts with a slash: {address!r}.")
        return "", address
    host, slash, path = address[2:].partition("/")
    if not slash or not _HOST.fullmatch(host) or ".." in host:
        raise BadAddress(f"An address on a host looks like //host/path: {address!r}.")
    return host, slash + path


def _decoded(segment: str) -> str:
    try:
        text = unicodedata.normalize("NFC", unquote_to_bytes(segment).decode())
        size = len(text.encode())
    except UnicodeError as error:
        raise BadAddress(f"An address is UTF-8: {segment!r}.") from error
    if text in (".", "..") or "/" in text or _CONTROL.search(text):
        raise BadAddress(f"An address cannot contain the segment {segment!r}.")
    if size > LONGEST_SEGMENT:
        raise BadAddress(f"A segment of an address has at most {LONGEST_SEGMENT} bytes: {segment!r}.")
    return text


def _leaf(segment: str) -> str:
    if not segment:
        return "index.html"
    name = segment.replace("%", "%25")
    if name == "index.html" or name.endswith((".br", ".gz", ".page")):
        name = "%2E".join(name.rsplit(".", 1))
    return name if "." in name else name + ".page"
