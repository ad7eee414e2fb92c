"""Addresses of the site as absolute URLs that are safe to hand to strangers."""

import re
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from stoppress.copy.editions import Edition
from stoppress.copy.stories import Story

#: Everything RFC 3986 allows in a path, query or fragment, and `%` so that nothing is encoded twice.
_ALLOWED = "!$&'()*+,;=:@/?%~-._"
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!#$%&'()*+,./0-9:;=?@A-Z\[\]_a-z~-]+")


def absolute(edition: Edition, address: str) -> str:
    """`address` on the edition's site as an absolute URI; see `absolute_from`."""
    return absolute_from(edition.site_url + "/", address)


@lru_cache(maxsize=8192)
def absolute_from(base_url: str, address: str) -> str:
    """`address`, met at `base_url`, as an absolute http(s) URI (RFC 3986); `` when it is anything else.

    Letters outside ASCII are percent-encoded as UTF-8, international host names become Punycode.
    """
    try:
        parts = urlsplit(urljoin(base_url, address.strip()))
        if not address.strip() or parts.scheme not in ("http", "https") or not parts.hostname:
            return ""
        place = parts.netloc if parts.netloc.isascii() else _ascii_place(parts.hostname, parts.port)
    except ValueError:
        return ""
    if any(sign in place for sign in " \"'<>\\^`{|}"):
        return ""
    path, query, fragment = (quote(part, safe=_ALLOWED, errors="ignore") for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, place, path, query, fragment))


def story_url(edition: Edition, story: Story) -> str:
    """The story's canonical URL."""
    return absolute(edition, story.url or story.address)


def lasting_name(edition: Edition, story: Story) -> str:
    """A URI that names the story for good, over edits and new addresses: its guid, else a tag (RFC 4151)."""
    return lasting_name_of(edition, story.guid, story.id, story.published_at)


def lasting_name_of(edition: Edition, guid: str, story_id: int, published_at: datetime) -> str:
    """`lasting_name` of a story of which there is no copy, since readers may no longer see it."""
    if _URI.fullmatch(guid):
        return guid
    host = urlsplit(edition.site_url).hostname or "localhost"
    return f"tag:{host},{published_at.astimezone(UTC).date().isoformat()}:story-{story_id}"


def publisher_id(edition: Edition) -> str:
    """The stable `@id` of the edition's publisher in structured data."""
    return f"{edition.url}#publisher"


def _ascii_place(host: str, port: int | None) -> str:
    place = host.encode("idna").decode("ascii")
    return f"{place}:{port}" if port else place
