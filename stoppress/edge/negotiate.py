"""What a reader's headers ask for: which encoding, and whether they have the page already."""

import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import lru_cache

#: In the order of our preference; `` is the body as it is.
ENCODINGS = ("br", "gzip", "")
#: Bytes of Accept-Encoding or If-None-Match beyond which it is not read.
_LONGEST = 4096
_MEMBER = re.compile(r"\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*(?:;\s*[qQ]\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?")
_TAG = re.compile(rb'\s*(?:W/)?("[^"]*")\s*')


@lru_cache(maxsize=2048)
def encoding(accepted: bytes | None, available: frozenset[str]) -> str:
    """The best of the available encodings that Accept-Encoding allows; `` when it allows none."""
    if not accepted or len(accepted) > _LONGEST:
        return ""
    weights = _weights(accepted.decode("latin-1"))
    anything = weights.get("*", 0.0)
    best, best_weight = "", weights.get("identity", anything or 0.0001)
    for name in reversed(ENCODINGS[:-1]):
        weight = weights.get(name, anything)
        if name in available and weight > 0 and weight >= best_weight:
            best, best_weight = name, weight
    return best


def is_unchanged(etag: bytes, modified_at: int, *, none_match: bytes | None, modified_since: bytes | None) -> bool:
    """Whether the reader has what they would get: `etag`, or nothing newer than `modified_at` (seconds)."""
    if none_match is not None:
        return none_match == etag or has_tag(none_match, etag)
    return modified_since is not None and _is_since(modified_since, modified_at)


def has_tag(none_match: bytes, etag: bytes) -> bool:
    """Whether If-None-Match names the tag; weak ones count, for a proxy may have weakened ours."""
    if none_match.strip() == b"*":
        return True
    if len(none_match) > _LONGEST:
        return False
    position = 0
    while match := _TAG.match(none_match, position):
        if match[1] == etag:
            return True
        position = match.end()
        if none_match[position : position + 1] != b",":
            return False
        position += 1
    return False


def _weights(accepted: str) -> dict[str, float]:
    weights: dict[str, float] = {}
    for member in accepted.split(","):
        match = _MEMBER.fullmatch(member)
        if match:
            name = match[1].lower().removeprefix("x-")
            weights[name] = max(weights.get(name, 0.0), float(match[2] or 1))
    return weights


def _is_since(modified_since: bytes, modified_at: int) -> bool:
    try:
        moment = parsedate_to_datetime(modified_since[:64].decode("ascii"))
        return modified_at <= moment.replace(tzinfo=moment.tzinfo or UTC).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return False
