"""Begins rounds for those who follow something: a follower of the log with one place for the whole newsroom."""

import logging
import time
import traceback
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, close_old_connections, transaction

from stoppress.kit import clock, plain_text
from stoppress.newsroom.models import Listing, Story
from stoppress.publog import parking
from stoppress.publog.log import entries_after, newest
from stoppress.publog.models import Entry
from stoppress.readers.tidings.actions import digests, rounds, telling
from stoppress.readers.tidings.models import Place, Round
from stoppress.readers.tidings.queries import PLACE, has_followers

logger = logging.getLogger(__name__)
#: As which it parks what it cannot do.
FOLLOWER = "rounds"
#: Entries taken up at once, and seconds between looks and between times of tidying up.
BATCH, LOOK, TIDY_EVERY = 200, 1.0, 3600.0
#: Seconds without another entry after which telling begins, and for which it waits at most.
QUIET, PATIENCE = 1.0, 5.0
#: Nobody is told of what happened longer ago, as after a long stop or when an archive comes in.
LATEST = timedelta(hours=12)
#: How often an entry or a step is tried before it is parked, and the pause before the second time.
TRIES, PAUSE = 4, timedelta(seconds=5)
_GONE = ("story.killed", "story.taken_down", "story.deleted")
_OF_KIND = {"story.published": "published", "story.updated": "updated", "story.corrected": "updated"}
#: Lists whose readers can follow them.
_FOLLOWED = ("section", "topic", "contributor")


class Manners:
    """When telling readers begins: not while one story after another comes out, whose pages are printed first."""

    def __init__(self) -> None:
        self.is_at_work = False
        self._seen, self._since, self._first = -1, 0.0, 0.0

    def wait(self, up_to: int, now: float) -> bool:
        """Whether to wait still, `up_to` being the last printed entry; never for long, and not with work once begun."""
        if up_to != self._seen:
            if now - self._since >= QUIET:
                self._first = now
            self._seen, self._since = up_to, now
        return not self.is_at_work and now - self._since < QUIET and now - self._first < PATIENCE


def keep_told(stop: Callable[[], bool], printed_up_to: Callable[[], int]) -> None:
    """Tell readers until `stop()` says so; `printed_up_to` is the last entry whose pages have been printed."""
    next_tidy, manners = 0.0, Manners()
    while not stop():
        began, done = time.monotonic(), 0
        up_to = printed_up_to()
        if manners.wait(up_to, began):
            time.sleep(LOOK / 4)
            continue
        try:
            done = take_up(up_to) + take_step() + digests.write_due()
            _try_parked()
            if began >= next_tidy:
                telling.forget_old()
                rounds.forget_old()
                next_tidy = began + TIDY_EVERY
        except DatabaseError:
            logger.exception("Readers who follow something wait: the database is away")
        close_old_connections()
        manners.is_at_work = done > 0
        # As long a break as the work took: the press, which works in the same process, comes first.
        time.sleep(min(1.0, time.monotonic() - began) if done else LOOK)


def take_up(up_to: int) -> int:
    """Begin rounds for what came after this follower's place, up to the entry `up_to`; returns how many entries were taken up."""
    place, is_new = Place.objects.get_or_create(pk=PLACE, defaults={"cursor": newest(), "next_at": clock.now()})
    if place.cursor > up_to and not is_new and newest() < place.cursor:
        Place.objects.filter(pk=PLACE).update(cursor=newest(), tries=0)  # a log that has become shorter, as after a restore
        return 0
    if is_new or place.cursor >= up_to or place.next_at > clock.now():
        return 0
    entries = [entry for entry in entries_after(place.cursor, BATCH) if entry.id <= up_to]
    return _taken(place, entries) if entries else 0


def _taken(place: Place, entries: list[Entry]) -> int:
    """Take them up together, or one by one up to the one that cannot be; returns how many."""
    try:
        _take_up(place, entries)
        return len(entries)
    except DatabaseError:
        raise
    except Exception as error:
        if len(entries) == 1:
            logger.exception("Entry %d could not be taken up (try %d)", entries[0].id, place.tries + 1)
            _failed(place, entries[0], error)
            return 0
    for number, entry in enumerate(entries):
        if not _taken(place, [entry]):
            return number
        place.cursor, place.tries = entry.id, 0
    return len(entries)


def take_step() -> int:
    """One step of a round; one that fails again and again is given up and parked."""
    try:
        return rounds.go_on()
    except DatabaseError:
        raise
    except Exception as error:
        logger.exception("A step of a round could not be done")
        round = Round.objects.filter(finished_at=None, next_at__gt=clock.now()).order_by("id").first()
        if round is not None and round.begun_at < clock.now() - rounds.HELD * TRIES:
            _park(round.entry, error)
            Round.objects.filter(pk=round.pk).update(finished_at=clock.now())
        return 0


def _take_up(place: Place, entries: list[Entry]) -> None:
    with transaction.atomic():
        # Another node may have been quicker; then these are taken up already.
        mine = Place.objects.filter(pk=place.pk, cursor=place.cursor)
        if mine.update(cursor=entries[-1].id, tries=0):
            _begin(entries)


def _begin(entries: Iterable[Entry]) -> None:
    """The rounds of these entries: a query for the lists of all their stories, and one for live blogs when there are any."""
    told = [entry for entry in entries if "story" in entry.facts and (entry.kind in _OF_KIND or entry.kind in _GONE)]
    lists: dict[int, list[tuple[str, int]]] = {}
    if told:
        for story, name in Listing.objects.filter(story__in={e.facts["story"] for e in told}).values_list("story_id", "list"):
            kind, _, number = name.partition(":")
            if kind in _FOLLOWED:
                lists.setdefault(story, []).append((kind, int(number)))
    for entry in told:
        if entry.kind in _GONE:
            rounds.begin(kind="gone", story=entry.facts["story"], edition=entry.edition, entry=entry.id)
        elif clock.now() - entry.recorded_at <= LATEST:
            _begin_telling(entry, sorted(lists.get(entry.facts["story"], ())))


def _begin_telling(entry: Entry, follows: list[tuple[str, int]]) -> None:
    story, kind = entry.facts["story"], _OF_KIND[entry.kind]
    told: dict[str, Any] = {"story": story, "edition": entry.edition, "entry": entry.id}
    if entry.facts.get("breaking"):
        # Once for each story: an update of breaking news is news for those who follow it.
        rounds.begin(kind="breaking", name=f"breaking:{story}", **told)
    follows = [*follows, ("story", story)]
    if kind == "updated" and (live := Story.objects.filter(pk=story, story_type="live").first()):
        # Of a live blog its key events are told, not each entry, and to those alone who follow the story.
        key = _newest_key(live)
        if key and has_followers([("story", story)]):
            rounds.begin(kind="key", name=f"key:{story}:{key[0]}", follows=[("story", story)], headline=key[1], **told)
        return
    if kind == "published" and entry.facts.get("published_at", "") < (entry.recorded_at - LATEST).isoformat():
        return  # it came out elsewhere before, or has come back
    if has_followers(follows):  # most stories of a small house go round to nobody, in a dozen queries
        rounds.begin(kind=kind, follows=follows, **told)


def _newest_key(story: Story) -> tuple[str, str] | None:
    """Name and headline of the newest key event of a live blog."""
    found = [block for block in story.body.raw_data if block["type"] == "live_entry" and block["value"].get("is_key")]
    block = max(found, key=lambda one: str(one["value"].get("at") or ""), default=None)
    return (str(block.get("id", ""))[:40], plain_text.one_line(block["value"]["headline"])) if block else None


def _failed(place: Place, entry: Entry, error: Exception) -> None:
    """Try again a little later, and after the last time park the entry and go on without it."""
    tries = place.tries + 1
    if tries < TRIES:
        Place.objects.filter(pk=place.pk).update(tries=tries, next_at=clock.now() + PAUSE * tries)
        return
    _park(entry.id, error)
    Place.objects.filter(pk=place.pk).update(cursor=entry.id, tries=0, next_at=clock.now())


def _park(entry: int, error: Exception) -> None:
    parking.park(
        follower=FOLLOWER, node="", entry=entry, reason="Readers who follow this could not be told of it.",
        detail="".join(traceback.format_exception(error))[-6000:].replace("\0", "�"), tries=TRIES,
    )  # fmt: skip


def _try_parked() -> None:
    """Take up again what somebody asked for."""
    for row in parking.asked_for(follower=FOLLOWER, node="", now=clock.now()):
        entry = Entry.objects.filter(pk=row.entry).first()
        try:
            with transaction.atomic():
                row.delete()
                if entry:
                    _begin([entry])
                    # A round of it that was given up goes on where it stopped.
                    Round.objects.filter(entry=entry.id).exclude(kind="gone").update(finished_at=None, next_at=clock.now())
        except DatabaseError:
            raise
        except Exception as error:
            logger.exception("Entry %d could not be taken up again", row.entry)
            _park(row.entry, error)
