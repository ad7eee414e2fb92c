"""Tells the live streams what the press has printed: a follower of the log that turns its entries into public events."""

import json
import logging
import sqlite3
import time
from collections.abc import Callable, Iterable
from functools import cache
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.db.models import QuerySet

from stoppress.copy.pages import NewsfeedItem
from stoppress.kit import clock
from stoppress.newsfeed.spool import CLOSE, GONE, OWN, TALK, Event, Spool
from stoppress.newsroom.models import Edition, Listing
from stoppress.press import follower, talking
from stoppress.press.gather.cards import cards
from stoppress.press.gather.editions import all_editions, edition_copy
from stoppress.press.gather.once import Stock, one_run
from stoppress.press.house import shelf
from stoppress.press.shelf import ShelfError
from stoppress.press.templatetags.times import stamp
from stoppress.press.typeset import typeset
from stoppress.publog.log import entries_after, newest
from stoppress.publog.models import Entry
from stoppress.publog.worded import worded
from stoppress.readers.tidings.models import Tiding

logger = logging.getLogger(__name__)
#: Entries told at once, and seconds between looks when the press says nothing.
BATCH, LOOK = 200, 1.0
#: Tidings told at once.
TIDINGS = 1000
#: Kinds after which a newsfeed must be loaded anew, for every item of it may be another.
_OF_WHOLE_EDITIONS = ("edition.changed", "archive.imported")
_AWAY = (DatabaseError, ShelfError, OSError, sqlite3.Error)


@cache
def spool() -> Spool:
    """The spool of this home, which the edge's workers read."""
    return Spool(settings.SHELF_FOLDER.parent / "live")


@cache
def stock() -> Stock:
    """What this follower of the log has gathered and may tell from again: cards change, an edition's masthead seldom does."""
    return Stock()


def keep_told(stop: Callable[[], bool]) -> None:
    """Tell until `stop()` says so; whatever is away is waited for."""
    while not stop():
        try:
            told = tell(shelf().cursor) + tell_own()
        except _AWAY as error:
            logger.warning("Live streams wait: %s", error)
            close_old_connections()
            time.sleep(LOOK)
            continue
        close_old_connections()
        if told and talking.is_busy():
            time.sleep(talking.BREATH)  # what is said meanwhile is told together
        if not told:
            follower.advanced.wait(LOOK)
            follower.advanced.clear()


def behind() -> tuple[int, float]:
    """How far live streams are behind the press: entries that are not told yet, and seconds since the oldest of them.

    Raises DatabaseError, ShelfError, OSError or sqlite3.Error when one of them is away.
    """
    cursor, up_to = spool().cursor(), shelf().cursor
    waiting = Entry.objects.filter(id__gt=cursor, id__lte=up_to).order_by("id") if cursor is not None else Entry.objects.none()
    oldest = waiting.values_list("recorded_at", flat=True).first()
    return waiting.count(), (clock.now() - oldest).total_seconds() if oldest else 0.0


def tell(up_to: int) -> int:
    """Tell what came after this follower's place up to the entry `up_to`, which the press is done with; returns how many entries.

    Told again after a crash, it is the same and the spool leaves it alone.
    """
    cursor = spool().cursor()
    if cursor is None or (up_to < cursor and newest() < cursor):
        # A new home, or a log that has become shorter, as after a restore: from here on, and nobody knows what was before.
        spool().begin(newest())
        spool().begin(newest(), line=TALK)
        stock().clear()
        return 0
    if up_to <= cursor:
        return 0
    entries = [entry for entry in entries_after(cursor, BATCH) if entry.id <= up_to]
    if entries:
        # Orders and talk first: should this stop in between, the other line begins again with the same entries.
        for entry in entries:
            if entry.kind in ("reader.restricted", "reader.left"):
                spool().order(CLOSE, f"reader:{entry.facts['account']}")
        spool().put(talking.events_or_less(entries), up_to=entries[-1].id, line=TALK)
        spool().put(_events_or_less(entries), up_to=entries[-1].id)
    return len(entries)


def tell_own() -> int:
    """Tell readers' own streams that there is something new for them; returns how many tidings.

    What it is they ask for themselves. Those who are not listening see it when they open a page.
    """
    newest_tiding, cursor = next(iter(_newest_tiding()), 0), spool().cursor(OWN)
    if cursor is None or newest_tiding < cursor:  # a new home, or a restored database
        spool().begin(newest_tiding, OWN)
        return 0
    if newest_tiding == cursor:
        return 0
    rows = list(Tiding.objects.filter(pk__gt=cursor).order_by("pk").values_list("pk", "account_id", "subject", "kind")[:TIDINGS])
    # One event for all who were told of the same in a row; each of them hears nothing of the others.
    told = []
    for (_, kind), same in groupby(rows, key=lambda row: row[2:]):
        its = list(same)
        channels = tuple(f"reader:{account}" for _, account, _, _ in its)
        told.append(Event(its[-1][0], channels, "told", json.dumps({"what": kind}), line=OWN))
    spool().put(told, up_to=rows[-1][0] if rows else newest_tiding, line=OWN)
    return len(rows)


@worded
def _newest_tiding() -> "QuerySet[Tiding, int]":
    return Tiding.objects.order_by("-pk").values_list("pk", flat=True)[:1]


def events(entries: Iterable[Entry]) -> list[Event]:
    """What readers may be told of these entries, as things are now: of what they cannot see, only that it is gone."""
    entries = list(entries)
    told = [entry for entry in entries if entry.kind.startswith("story.") and "story" in entry.facts]
    items = _items({entry.facts["story"] for entry in told})
    found = [_of_story(entry, items.get(entry.facts["story"])) for entry in told]
    found += [event for entry in entries if entry.kind in _OF_WHOLE_EDITIONS if (event := _of_edition(entry))]
    return sorted(found, key=lambda event: event.number)


def _events_or_less(entries: list[Entry]) -> list[Event]:
    """The events; of an entry that cannot be told, only that the newsfeed must be loaded anew, so that the line moves on."""
    try:
        for entry in entries:
            stock().forget(entry.tags)
        if any(entry.kind in _OF_WHOLE_EDITIONS for entry in entries):
            stock().clear()
        with one_run(stock()):
            return events(entries)
    except _AWAY:
        stock().clear()
        raise
    except Exception:
        if len(entries) == 1:
            (entry,) = entries
            logger.exception("Entry %d cannot be told to live streams; readers load the newsfeed anew", entry.id)
            return [Event(entry.id, (f"feed:{entry.edition}",), "changed", "{}")] if entry.edition else []
        return [event for entry in entries for event in _events_or_less([entry])]


def _items(ids: set[int]) -> dict[int, dict[str, Any]]:
    """What is told of each story that readers may see, and the lists it is on."""
    found: dict[int, dict[str, Any]] = {}
    shown = cards(sorted(ids), set())
    lists: dict[int, list[str]] = {}
    for story, name in _lists_with(tuple(shown)):
        lists.setdefault(story, []).append(f"list:{name}")
    by_list = {f"list:edition:{row.pk}": row for row in all_editions()}
    for number, card in shown.items():
        row = next((by_list[name] for name in lists.get(number, ()) if name in by_list), None)
        if row is not None:
            edition = edition_copy(row, set())
            found[number] = {
                "feed": row.code, "lists": lists[number], "address": card.address,
                "headline": card.short_headline or card.headline, "breaking": "breaking" in card.labels,
                "at": stamp(card.published_at),
                "html": typeset(NewsfeedItem(edition, card)).strip(),
            }  # fmt: skip
    return found


@worded
def _lists_with(stories: tuple[int, ...]) -> "QuerySet[Listing, tuple[int, str]]":
    return Listing.objects.filter(story_id__in=stories).values_list("story_id", "list")


def _of_story(entry: Entry, item: dict[str, Any] | None) -> Event:
    number, version = entry.facts["story"], entry.facts.get("version", 0)
    # The lists that it left or came upon are among what the entry touched.
    lists = {tag for tag in entry.tags if tag.startswith("list:")} | set(item["lists"] if item else ())
    feed = item["feed"] if item else entry.edition
    channels = (*([f"feed:{feed}"] if feed else []), f"story:{number}", *sorted(lists))
    kind = entry.kind.removeprefix("story.") if item else GONE
    told = {"story": number, "version": version}
    if item:
        told |= {name: value for name, value in item.items() if name not in ("feed", "lists")}
    return Event(entry.id, channels, kind, json.dumps(told, ensure_ascii=False, separators=(",", ":")), about=f"story:{number}")


def _of_edition(entry: Entry) -> Event | None:
    ids = [int(tag.removeprefix("edition:")) for tag in entry.tags if tag.startswith("edition:")]
    codes = sorted(Edition.objects.filter(pk__in=ids).values_list("code", flat=True))
    return Event(entry.id, tuple(f"feed:{code}" for code in codes), "changed", "{}") if codes else None
