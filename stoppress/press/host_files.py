"""The few files that belong to a host rather than to an edition: robots.txt, the sitemap index, whom to trust and call."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from stoppress.copy.editions import Edition
from stoppress.kit import clock
from stoppress.newsroom import models
from stoppress.press.gather import machines
from stoppress.press.gather.editions import all_editions, edition_copy
from stoppress.press.shelf import Printed
from stoppress.syndication import robots, sitemaps, well_known

_TEXT = "text/plain; charset=utf-8"
_XML = "application/xml; charset=utf-8"
#: Where an account's password is changed, below the edition's prefix.
CHANGE_PASSWORD = "/account/password/"


@dataclass(slots=True)
class _Host:
    """The host's first edition, as a row and as copy."""

    row: models.Edition
    edition: Edition
    seen: set[str]


def host_file(address: str, host: str, path: str, seen: set[str]) -> Printed | None:
    """The file at `path` of `host`; None when that is no path of a host file, or the file is empty."""
    if path not in _FILES:
        return None
    first = models.Edition.objects.filter(host=host).first()
    if first is None:
        return None
    text = _FILES[path](_Host(first, edition_copy(first, seen), seen))
    if not text:
        return None
    status, location = (302, f"{first.prefix}{CHANGE_PASSWORD}") if path.endswith("change-password") else (200, "")
    return Printed(
        address, "host-file", status, _XML if path.endswith(".xml") else _TEXT, text.encode(), frozenset(seen),
        location=location, edition=first.code, due_at=_next_month() if "security" in path else None,
    )  # fmt: skip


def _robots(host: _Host) -> str:
    kept_out = [f"{edition.prefix}/account/" for edition in all_editions() if edition.host == host.row.host]
    return robots.robots_txt(host.edition, [f"{host.edition.site_url}/sitemap.xml"], host.edition.refused_crawlers, kept_out)


def _sitemap(host: _Host) -> str:
    return sitemaps.sitemap(machines.sitemap_index(host.seen, host.row.host)).decode()


def _security(host: _Host) -> str:
    return well_known.security_txt(host.edition, [host.edition.email or "security@localhost.invalid"], _next_year())


_FILES: dict[str, Callable[[_Host], str]] = {
    "/robots.txt": _robots,
    "/sitemap.xml": _sitemap,
    "/humans.txt": lambda host: well_known.humans_txt(host.edition),
    "/ads.txt": lambda host: host.row.ads_txt,
    "/trust.txt": lambda host: host.row.trust_txt,
    "/.well-known/trust.txt": lambda host: host.row.trust_txt,
    "/.well-known/security.txt": _security,
    "/.well-known/change-password": lambda host: f"{host.row.prefix}{CHANGE_PASSWORD}\n",
}


def _next_year() -> datetime:
    """The first of a month a year ahead: steady for a month, so that prints of it are equal."""
    now = clock.now()
    return now.replace(year=now.year + 1, day=1, hour=0, minute=0, second=0, microsecond=0)


def _next_month() -> datetime:
    now = clock.now()
    year, month = (now.year + 1, 1) if now.month == 12 else (now.year, now.month + 1)
    return datetime(year, month, 1, tzinfo=now.tzinfo)
