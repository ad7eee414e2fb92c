"""Printing one address: find what it means, gather, typeset, hand over with tags."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote, unquote

from django.db.models import QuerySet

from stoppress.copy import pages as copy
from stoppress.copy.editions import Edition
from stoppress.kit import clock
from stoppress.newsroom import models
from stoppress.pictures import icons
from stoppress.pictures.copying import shown
from stoppress.press import addresses, service_worker
from stoppress.press.addresses import Wanted
from stoppress.press.gather import machines, pages
from stoppress.press.gather.editions import all_editions, bare_edition, edition_copy, site_url
from stoppress.press.gather.once import within_a_run
from stoppress.press.gather.places import contributor_at, section_at, topic_at
from stoppress.press.gather.stories import look_again, stories
from stoppress.press.host_files import host_file
from stoppress.press.job import Missing, Moved
from stoppress.press.parts import PartJob
from stoppress.press.print_times import timed
from stoppress.press.shelf import Printed
from stoppress.press.typeset import DESIGN, typeset
from stoppress.publog.worded import worded
from stoppress.syndication import atom, json_feed, news_sitemap, rss, sitemaps

__all__ = ["Missing", "Moved", "Printed", "print_address", "print_missing"]

XML = "application/xml; charset=utf-8"
_FEED_TYPES = {"rss": "application/rss+xml; charset=utf-8", "atom": "application/atom+xml; charset=utf-8",
               "json": "application/feed+json; charset=utf-8"}  # fmt: skip
BARE = {"discussion-part", "chat-part", "chats-part"}
_FEED_FILES = {format: file for file, format in addresses.FEED_FILES.items()}
_FEED_MAKERS: dict[str, Callable[[copy.Feed], bytes]] = {"rss": rss.rss, "atom": atom.atom, "json": json_feed.json_feed}


@timed
def print_address(address: str) -> Printed | Moved | Missing:
    """Print the page at an address (`/path`, or `//host/path`), whatever it is."""
    with within_a_run():
        return _print(address)


def _print(address: str) -> Printed | Moved | Missing:
    host, path = _split(address)
    seen: set[str] = set()
    if printed := host_file(address, host, path, seen):
        return printed
    edition = _edition_at(host, path)
    if edition is None:
        return Missing(None)
    wanted = addresses.parse(path[len(edition.prefix) :] or "/")
    if path == edition.prefix and path:
        return Moved(f"{path}/")
    if wanted is None:
        return _with_slash(edition, path)
    return _Job(address, path, edition, wanted, seen).run()


def print_missing(edition: models.Edition | None, status: int = 404) -> bytes:
    """The HTML of a notice page in an edition, or in the first there is."""
    edition = edition or models.Edition.objects.first()
    if edition is None:
        return b"<!doctype html><title>No edition yet</title><p>This newsroom has no edition yet."
    seen: set[str] = set()
    return typeset(pages.notice(edition_copy(edition, seen), status, seen)).encode()


class _Job(PartJob):
    """The print of any address; each method makes the kind of page that it is named after."""

    __slots__ = ()

    def run(self) -> Printed | Moved | Missing:
        maker = getattr(self, "_" + self.wanted.kind.replace("-", "_"))
        # A part of a discussion shows nothing of the edition's chrome, and need not gather it.
        edition = bare_edition(self.edition, self.seen) if self.wanted.kind in BARE else edition_copy(self.edition, self.seen)
        result: Printed | Moved | Missing = maker(edition)
        return result

    def _front(self, edition: Edition) -> Printed:
        page = pages.front(edition, self.seen)
        tomorrow = clock.day_bounds(page.front_date, edition.time_zone)[1]
        fades = page.breaking.published_at + timedelta(hours=pages.BREAKING_HOURS) if page.breaking else tomorrow
        self.due_at = min(tomorrow, fades)
        return self._page(page)

    def _latest(self, edition: Edition) -> Printed | Moved | Missing:
        return self._list(pages.latest(edition, self.wanted.day, self.seen))

    def _list(self, page: copy.ListPage) -> Printed | Moved | Missing:
        if page.day and not page.cards:
            return Missing(self.edition)
        if page.address != quote(unquote(self.path)):
            return Moved(page.address)
        return self._page(page, kind="day" if page.day else "")

    def _section_or_house(self, edition: Edition) -> Printed | Moved | Missing:
        section = section_at(self.edition.pk, self.wanted.slug, self.seen)
        if section:
            return self._list(pages.section(edition, section, self.wanted.day, self.seen))
        house = models.HousePage.objects.filter(edition=self.edition, slug=self.wanted.slug, live=True).first()
        if house is None or self.wanted.day:
            return Missing(self.edition)
        page = pages.house(edition, house, self.seen)
        return self._page(page, kind="house")

    def _topic(self, edition: Edition) -> Printed | Moved | Missing:
        row = topic_at(self.edition.pk, self.wanted.slug, self.seen)
        return self._list(pages.topic(edition, row, self.wanted.day, self.seen)) if row else Missing(self.edition)

    def _contributor(self, edition: Edition) -> Printed | Moved | Missing:
        row = contributor_at(self.edition.pk, self.wanted.slug, self.seen)
        return self._list(pages.contributor(edition, row, self.wanted.day, self.seen)) if row else Missing(self.edition)

    def _corrections(self, edition: Edition) -> Printed:
        return self._page(pages.corrections(edition, self.seen))

    def _logo(self, edition: Edition) -> Printed | Missing:
        if not self.edition.logo_svg:
            return Missing(self.edition)
        return self._done(self.edition.logo_svg.encode(), "image/svg+xml")

    def _manifest(self, edition: Edition) -> Printed:
        """The installable web app (W3C Web Application Manifest)."""
        told = {
            "name": edition.name, "short_name": edition.name[:24], "description": edition.description, "lang": edition.language,
            "dir": edition.direction, "start_url": f"{edition.prefix}/", "scope": f"{edition.prefix}/", "display": "minimal-ui",
            "icons": [{"src": f"{edition.prefix}/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png"}
                      for size in (192, 512)],
        }  # fmt: skip
        return self._done(json.dumps(told, ensure_ascii=False).encode(), "application/manifest+json")

    def _offline(self, edition: Edition) -> Printed:
        return self._page(copy.OfflinePage(edition, self._below()))

    def _service_worker(self, edition: Edition) -> Printed:
        """The script that works for the edition while no page of it is open, at the edition's own scope."""
        return self._done(service_worker.script(edition).encode(), "text/javascript; charset=utf-8")

    def _icon(self, edition: Edition) -> Printed:
        """The app's icon: the desk's own, else its logo, else ours."""
        row, size = self.edition, self.wanted.number
        icon = shown(row.app_icon, self.seen) if row.app_icon else None
        if icon:
            with icon.file.open("rb") as original:
                return self._done(icons.from_picture(original.read(), size), "image/png")
        ours = (DESIGN / "icons" / "favicon.svg").read_text()
        try:
            return self._done(icons.from_svg(row.logo_svg or ours, size), "image/png")
        except ValueError:
            return self._done(icons.from_svg(ours, size), "image/png")

    def _story(self, edition: Edition, *, is_second_look: bool = False) -> Printed | Moved | Missing:
        story = next(iter(stories((self.wanted.number,), True, self.seen)), None)
        if story and story.url == site_url(self.edition) + self.path:
            section = story.section
            return self._page(copy.StoryPage(edition, story, pages.feeds_of(section.name, section.address)))
        return self._no_story(edition, is_second_look=is_second_look)

    def _no_story(self, edition: Edition, *, is_second_look: bool) -> Printed | Moved | Missing:
        """What stands where no story is: the notice of one that was withdrawn, or the way to where it lies now."""
        row = next(iter(_story_rows(self.wanted.number)), None)
        if row is None or row.published_date is None or (not row.live and row.state not in ("killed", "taken_down")):
            return Missing(self.edition)
        if self.address != _key(row.edition, row.address):
            return Moved(row.address if row.edition.host == self.edition.host else site_url(row.edition) + row.address)
        if not row.live:
            return self._page(pages.notice(edition, 410, self.seen, row.kill_notice), status=410)
        if is_second_look:
            return Missing(self.edition)
        look_again(self.wanted.number)  # it came out between the two looks
        return self._story(edition, is_second_look=True)

    def _feed(self, edition: Edition) -> Printed | Missing:
        page = _page_of_feed(self.edition, edition, self.wanted, self.seen)
        if page is None:
            return Missing(self.edition)
        name, title, description, address = page
        file = _FEED_FILES[self.wanted.format]
        feed = machines.feed(edition, name, title, description, address, file, self.seen)
        links = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in [*(("hub", hub) for hub in feed.hubs), ("self", feed.feed_url)])
        return self._done(_FEED_MAKERS[self.wanted.format](feed), _FEED_TYPES[self.wanted.format], link=links)

    def _sitemap(self, edition: Edition) -> Printed | Missing:
        assert self.wanted.day is not None
        made = machines.sitemap_of_day(edition, self.wanted.day, self.seen)
        return self._done(sitemaps.sitemap(made), XML) if made.entries else Missing(self.edition)

    def _sitemap_pages(self, edition: Edition) -> Printed:
        return self._done(sitemaps.sitemap(machines.sitemap_of_pages(edition, self.seen)), XML)

    def _news_sitemap(self, edition: Edition) -> Printed:
        made, self.due_at = machines.news_sitemap(edition, self.seen)
        return self._done(news_sitemap.news_sitemap(made), XML)


@worded
def _story_rows(number: int) -> QuerySet[models.Story]:
    rows = models.Story.objects.filter(pk=number).select_related("edition")
    return rows.only("live", "state", "slug", "published_date", "kill_notice", "edition__prefix", "edition__host")


def _page_of_feed(row: models.Edition, edition: Edition, wanted: Wanted, seen: set[str]) -> tuple[str, str, str, str] | None:
    """(list, title, description, page's address) of a feed."""
    if wanted.feed_of == "front":
        return f"edition:{row.pk}", edition.name, edition.description or edition.tagline, f"{edition.prefix}/"
    places: dict[str, tuple[Any, str, str]] = {
        "section-or-house": (section_at, "", "section"), "topic": (topic_at, "topics/", "topic"),
        "contributor": (contributor_at, "contributors/", "contributor"),
    }  # fmt: skip
    find, folder, name = places.get(wanted.feed_of, (None, "", ""))
    found = find(row.pk, wanted.slug, seen) if find else None
    if found is None:
        return None
    description = getattr(found, "description", "") or getattr(found, "biography", "") or edition.tagline
    return f"{name}:{found.pk}", f"{found.name} – {edition.name}", description, f"{edition.prefix}/{folder}{quote(found.slug)}/"


def _split(address: str) -> tuple[str, str]:
    if address.startswith("//"):
        host, _, path = address[2:].partition("/")
        return host, f"/{path}"
    return "", address


def _key(edition: models.Edition, path: str) -> str:
    return f"//{edition.host}{path}" if edition.host else path


def _edition_at(host: str, path: str) -> models.Edition | None:
    """The edition whose prefix is the longest that `path` begins with."""
    found = [e for e in all_editions() if e.host == host and (path == e.prefix or path.startswith(f"{e.prefix}/"))]
    return max(found, key=lambda e: len(e.prefix), default=None)


def _with_slash(edition: models.Edition, path: str) -> Moved | Missing:
    """`/city` means `/city/` when there is such a page."""
    again = addresses.parse(path[len(edition.prefix) :] + "/")
    known = again is not None and again.kind != "section-or-house"
    if again is not None and not known:
        known = any(m.objects.filter(edition=edition, slug=again.slug).exists() for m in (models.Section, models.HousePage))
    return Moved(f"{path}/") if known and "." not in path.rpartition("/")[2] else Missing(edition)
