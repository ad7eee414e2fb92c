"""Answers ready to be sent: headers and bodies of each encoding, made once when a page is loaded."""

from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import quote

from stoppress.edge import headers, negotiate
from stoppress.edge.headers import Headers
from stoppress.edge.settings import EdgeSettings
from stoppress.press.shelf import Shelved

#: Bytes that an answer takes beside its bodies and heads, roughly.
_OVERHEAD = 2000
#: Bytes up to which a body is kept once more behind its head, which is cheaper to send than two pieces.
SMALL = 16 * 1024


class Variant:
    """One encoding of an answer, with the headers of the answer itself and of `304 Not Modified`."""

    __slots__ = (
        "body", "dated", "etag", "head", "head_unchanged", "headers", "rest", "rest_unchanged", "unchanged", "whole",
    )  # fmt: skip

    def __init__(self, body: bytes, etag: bytes, own: Headers, shared: Headers) -> None:
        """`own` are the headers about this body, `shared` those that a 304 repeats."""
        self.body = body
        self.etag = etag
        self.headers = [*own, *shared]
        self.unchanged = list(shared)
        self.rest = lines(self.headers) + b"\r\n"
        self.rest_unchanged = lines(self.unchanged) + b"\r\n"
        #: Status line, date and all the rest, as they were when the server's headers were `dated`.
        self.head = self.head_unchanged = b""
        #: Head and body in one, for bodies that are small.
        self.whole = b""
        self.dated: object = None

    def reply(self, found: "Ready", *, is_head: bool, is_unchanged: bool) -> "Reply":
        """What is sent of this variant of `found`, dated as it is now."""
        if is_unchanged:
            return found, self.head_unchanged, b"", True
        if is_head:
            return found, self.head, b"", False
        return (found, self.whole, b"", False) if self.whole else (found, self.head, self.body, False)


#: What is asked for, the very bytes to send, more to send after them, and whether they say that the reader has it.
Reply = tuple["Ready", bytes, bytes, bool]


class Ready:
    """An answer in all its encodings. `hits` counts what has not been reported yet."""

    __slots__ = (
        "available",
        "hits",
        "is_page",
        "key",
        "modified_at",
        "size",
        "spared_at",
        "status",
        "target",
        "variants",
    )

    def __init__(self, *, key: str, target: bytes, status: int, modified_at: int, variants: dict[str, Variant]) -> None:
        self.key = key
        #: 1 for a page, 0 for a file, to be added to counts of pages.
        self.is_page = 1 if key else 0
        self.target = target
        self.status = status
        self.modified_at = modified_at
        self.variants = variants
        self.available = frozenset(variants)
        self.size = _OVERHEAD + sum(_size(variant) for variant in variants.values())
        self.hits = 0
        self.spared_at = 0

    def answer(self, accepted: bytes | None, none_match: bytes | None, modified_since: bytes | None) -> tuple[Variant, bool]:
        """The variant that a reader gets, and whether they have it already."""
        variant = self.variants[negotiate.encoding(accepted, self.available)]
        if self.status != 200 or (none_match is None and modified_since is None):
            return variant, False
        return variant, negotiate.is_unchanged(
            variant.etag, self.modified_at, none_match=none_match, modified_since=modified_since
        )


def page(shelved: Shelved, target: bytes, settings: EdgeSettings) -> Ready:
    """A page from the shelf, ready to be sent at `target`."""
    shared = [
        (b"last-modified", http_date(shelved.printed_at)),
        (b"cache-control", headers.PAGE_CACHING),
        (b"vary", b"accept-encoding"),
        *headers.for_caches(shelved.tags, shelved.key, settings.cdn, settings.cdn_seconds),
        *headers.of_feed(shelved.content_type),
        *headers.own(shelved.headers),
    ]
    if shelved.location:
        shared.append((b"location", headers.location(shelved.location)))
    said = {name for name, _ in shared}
    security = headers.security(policy=settings.policy, is_https=settings.site_url.startswith("https:"))
    shared += [pair for pair in security if pair[0] not in said]
    bodies = {"": shelved.bodies.identity, "br": shelved.bodies.br, "gzip": shelved.bodies.gz}
    return Ready(
        key=shelved.key,
        target=target,
        status=shelved.status,
        modified_at=int(shelved.printed_at.timestamp()),
        variants=variants(bodies, shelved.etags, shelved.content_type, shared),
    )


def variants(bodies: dict[str, bytes | None], etags: dict[str, str], content_type: str, shared: Headers) -> dict[str, Variant]:
    """The variants of the bodies that there are, by the name of their encoding."""
    made = {}
    for name, body in bodies.items():
        if body is None:
            continue
        own = [(b"content-type", content_type.encode()), (b"content-length", b"%d" % len(body))]
        if name:
            own.append((b"content-encoding", name.encode()))
        etag = etags[name].encode()
        made[name] = Variant(body, etag, own, [(b"etag", etag), *shared])
    return made


def target_of(path: str) -> bytes:
    """A path as browsers ask for it."""
    return quote(path, safe="/:@!$&'()*+,;=~-._").encode()


def lines(pairs: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Headers as they go over the wire."""
    return b"".join([part for name, value in pairs for part in (name, b": ", value, b"\r\n")])


def _size(variant: Variant) -> int:
    length = len(variant.body)
    return 5 * len(variant.rest) + (2 * length if length <= SMALL else length)


def http_date(moment: datetime) -> bytes:
    """An aware moment as headers write it."""
    return format_datetime(moment, usegmt=True).encode()
