"""The headers of every response: what caches may do with it and what browsers must not."""

import re
from collections.abc import Iterable
from urllib.parse import quote

from stoppress.press.cdn.purges import header_tag

Headers = list[tuple[bytes, bytes]]

PUBLIC_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; media-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
#: For the desk, whose editor writes scripts and styles into its pages and shows previews in frames.
DESK_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob: https:; font-src 'self' data:; connect-src 'self'; frame-src 'self'; "
    "object-src 'none'; form-action 'self'; frame-ancestors 'self'; base-uri 'self'"
)
#: For pictures, which must not run anything even when they are SVG and opened by themselves.
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
PAGE_CACHING = b"public, max-age=0, must-revalidate"
LASTING_CACHING = b"public, max-age=31536000, immutable"
#: Bytes of tags in one header; proxies refuse longer ones.
LONGEST_TAGS = 4096
#: By kind of CDN: the header with the lifetime meant for it alone, the one with the tags, and what parts them.
CDNS = {
    "fastly": (b"surrogate-control", b"surrogate-key", " "),
    "varnish": (b"surrogate-control", b"surrogate-key", " "),
    "cloudflare": (b"cdn-cache-control", b"cache-tag", ","),
}
_SECURITY: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (
        b"permissions-policy",
        b"camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    ),
    (b"cross-origin-opener-policy", b"same-origin"),
]
_TRANSPORT = (b"strict-transport-security", b"max-age=31536000")
_FEEDS = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_FOR_SHARED_CACHES = {b"surrogate-control", b"cdn-cache-control", b"surrogate-key", b"cache-tag"}
#: What a page may not say for itself, because the edge does.
_OURS = re.compile(
    r"content-length|content-type|content-encoding|transfer-encoding|connection|keep-alive|upgrade|date|"
    r"etag|last-modified|cache-control|vary|location|set-cookie",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Za-z0-9-]+")


def security(*, policy: str, is_https: bool) -> Headers:
    """The security headers of a response that has none yet."""
    return [
        (b"content-security-policy", policy.encode()),
        *_SECURITY,
        *([_TRANSPORT] if is_https else []),
    ]


def guarded(headers: Iterable[tuple[bytes, bytes]], *, status: int, policy: str, is_https: bool) -> Headers:
    """A response's own headers with the missing security headers, never public when it sets a cookie."""
    kept = [(name.lower(), value) for name, value in headers]
    names = {name for name, _ in kept}
    if b"set-cookie" in names:
        kept = _private(kept)
    if status in (204, 304):
        # Django says 0, which for a 304 would be about the page that the browser has.
        kept = [pair for pair in kept if pair[0] != b"content-length"]
    return kept + [pair for pair in security(policy=policy, is_https=is_https) if pair[0] not in names]


def is_shareable(status: int, headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether one anonymous response may answer everyone who asks the same at that moment."""
    said: dict[bytes, bytes] = {}
    for name, value in headers:
        name = name.lower()
        said[name] = said[name] + b"," + value if name in said else value
    caching = said.get(b"cache-control", b"").lower()
    varies = said.get(b"vary", b"").lower()
    if b"set-cookie" in said or b"private" in caching or b"no-store" in caching:
        return False
    if b"cookie" in varies or b"authorization" in varies or b"*" in varies:
        return False
    if said.get(b"content-type", b"").lower().startswith(b"text/event-stream"):
        return False
    return status in (404, 410) or status >= 500 or b"public" in caching or b"s-maxage" in caching


def is_public(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether a response says that it is everyone's; then, as for every page, whatever their query."""
    return any(name.lower() == b"cache-control" and b"public" in value.lower() for name, value in headers)


def for_caches(tags: Iterable[str], key: str, cdn: str, cdn_seconds: int) -> Headers:
    """A CDN's lifetime and the tags it purges by; nothing when the tags do not fit, for half are useless.

    `cdn` is one of `CDNS`, or empty. Besides the tags of what a page shows there are one for its address,
    `@` and its key, and one that all pages carry, `*`.
    """
    if not cdn_seconds or not cdn:
        return []
    lifetime, named, between = CDNS[cdn]
    names = between.join(header_tag(tag) for tag in ("*", f"@{key}", *sorted(tags))).encode()
    return [(lifetime, f"max-age={cdn_seconds}".encode()), (named, names)] if len(names) <= LONGEST_TAGS else []


def of_feed(content_type: str) -> Headers:
    """What lets other sites' scripts read a feed; nothing for what is not one."""
    kind = content_type.partition(";")[0].strip().lower()
    return [(b"access-control-allow-origin", b"*")] if kind in _FEEDS else []


def own(headers: Iterable[tuple[str, str]]) -> Headers:
    """What a page says for itself, as far as it may."""
    return [
        (name.lower().encode(), value.encode("latin-1", "replace"))
        for name, value in headers
        if _NAME.fullmatch(name) and not _OURS.fullmatch(name)
    ]


def location(address: str) -> bytes:
    """A redirect's target as bytes for a header."""
    return quote(address, safe=":/?#[]@!$&'()*+,;=%~-._").encode()


def _private(headers: Headers) -> Headers:
    kept = [pair for pair in headers if pair[0] not in _FOR_SHARED_CACHES]
    caching = b",".join(value for name, value in kept if name == b"cache-control").lower()
    if b"private" in caching or b"no-store" in caching:
        return kept
    return [pair for pair in kept if pair[0] != b"cache-control"] + [(b"cache-control", b"private, no-store")]
