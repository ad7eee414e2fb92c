"""Tells WebSub hubs which feeds have changed: a follower of the log with a cursor for each hub."""

import logging
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from urllib.parse import quote, urlencode

from django.db import DatabaseError, close_old_connections

from stoppress.kit import clock, safe_fetch
from stoppress.newsroom.models import Contributor, Edition, Listing, Section, Topic
from stoppress.press.addresses import FEED_FILES
from stoppress.press.gather.editions import site_url
from stoppress.press.models import HubCursor
from stoppress.publog.log import entries_after, newest
from stoppress.publog.models import Entry

logger = logging.getLogger(__name__)
Tell = Callable[[str, list[tuple[str, str]]], None]
#: Entries that one message speaks of at most; a hub is told of a feed once however often it changed in them.
BATCH = 200
#: Seconds between looks, for one telling, and before the first and the last of the tries.
LOOK, TELLING, FIRST_PAUSE, LONGEST_PAUSE = 1.0, 15.0, 5, 3600
_PLACES: dict[str, tuple[type[Section | Topic | Contributor], str]] = {
    "section": (Section, ""), "topic": (Topic, "topics/"), "contributor": (Contributor, "contributors/"),
}  # fmt: skip


def keep_told(stop: Callable[[], bool], printed_up_to: Callable[[], int]) -> None:
    """Tell hubs until `stop()` says so; `printed_up_to` is the last entry whose feeds have been printed."""
    while not stop():
        try:
            tell_hubs(printed_up_to())
        except DatabaseError:
            logger.exception("The hubs wait: the database is away")
        close_old_connections()
        time.sleep(LOOK)


def send_form(url: str, fields: list[tuple[str, str]]) -> None:
    """Post a form to a hub, which must be a public server. Raises `FetchError`."""
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    safe_fetch.send(url, method="POST", headers=kind, body=urlencode(fields).encode(), seconds=TELLING)


def tell_hubs(up_to: int, tell: Tell = send_form) -> int:
    """Tell every hub whose turn it is about feeds changed up to the entry `up_to`; returns how many were told."""
    told = 0
    for edition in Edition.objects.exclude(hubs=""):
        for url in edition.hub_urls:
            hub, is_new = HubCursor.objects.get_or_create(
                edition=edition, url=url, defaults={"cursor": newest(), "next_try_at": clock.now()}
            )
            if not is_new and hub.cursor < up_to:
                told += _tell(edition, hub, up_to, tell)
    return told


def _tell(edition: Edition, hub: HubCursor, up_to: int, tell: Tell) -> int:
    """Tell one hub, unless it is not its turn or another process is at it; 1 when it was told."""
    now = clock.now()
    mine = HubCursor.objects.filter(pk=hub.pk, cursor=hub.cursor, next_try_at=hub.next_try_at, next_try_at__lte=now)
    if not mine.update(next_try_at=now + timedelta(seconds=2 * TELLING)):
        return 0
    entries = [entry for entry in entries_after(hub.cursor, BATCH) if entry.id <= up_to]
    reached = entries[-1].id if entries else up_to
    feeds = changed_feeds(edition, entries)
    try:
        if feeds:
            tell(hub.url, [("hub.mode", "publish"), *(("hub.url", url) for url in feeds)])
    except safe_fetch.FetchError as trouble:
        _try_later(hub, str(trouble))
        return 0
    HubCursor.objects.filter(pk=hub.pk).update(cursor=reached, tries=0, trouble="", next_try_at=now)
    return int(bool(feeds))


def _try_later(hub: HubCursor, trouble: str) -> None:
    pause = min(FIRST_PAUSE * 2**hub.tries, LONGEST_PAUSE)
    logger.warning("The hub %s could not be told (try %s): %s", hub.url, hub.tries + 1, trouble)
    HubCursor.objects.filter(pk=hub.pk).update(
        tries=hub.tries + 1, trouble=trouble[:300], next_try_at=clock.now() + timedelta(seconds=pause)
    )


def changed_feeds(edition: Edition, entries: Iterable[Entry]) -> list[str]:
    """Urls of the edition's feeds that show what the entries changed, each once, in every format."""
    lists: set[str] = set()
    stories = []
    for entry in entries:
        if entry.kind.startswith("story.") and entry.edition == edition.code:
            lists |= {tag.removeprefix("list:") for tag in entry.tags if tag.startswith("list:")}
            stories.append(entry.facts.get("story"))
    lists |= set(Listing.objects.filter(story_id__in=stories).values_list("list", flat=True))
    pages = [page for name in sorted(lists) for page in _page_of(edition, name)]
    return [f"{site_url(edition)}{page}{file}" for page in pages for file in FEED_FILES]


def _page_of(edition: Edition, name: str) -> list[str]:
    """The address of the page whose feed shows the list; none for lists without a feed, such as the breaking ones."""
    kind, _, number = name.partition(":")
    if kind == "edition":
        return [f"{edition.prefix}/"]
    if kind not in _PLACES:
        return []
    model, folder = _PLACES[kind]
    return [f"{edition.prefix}/{folder}{quote(row.slug)}/" for row in model._default_manager.filter(pk=number, edition=edition)]
