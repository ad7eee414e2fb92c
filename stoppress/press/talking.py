"""Turns entries about discussions and chats into events for live streams: as things are now, public fields only."""

import json
import logging
import time
from collections import deque
from collections.abc import Iterable
from typing import Any

from django.db import DatabaseError

from stoppress.copy.discussion import ChatItem, TalkItem
from stoppress.copy.editions import Edition as EditionCopy
from stoppress.discussion.models import Comment, Message, Room, Thread
from stoppress.discussion.models.chats import SAID
from stoppress.discussion.models.comments import PUBLISHED
from stoppress.discussion.rules import tree
from stoppress.newsfeed.spool import TALK, Event
from stoppress.press.gather.discussion import comment_copy, message_copy
from stoppress.press.gather.editions import all_editions, bare_edition
from stoppress.press.typeset import typeset
from stoppress.publog.models import Entry

logger = logging.getLogger(__name__)
#: Seconds for which messages are gathered into one event, when there are more than so many a second.
BREATH, BUSY = 0.25, 5
_COMMENTS = ("comment.published", "comment.changed", "comment.removed")
_said: deque[float] = deque(maxlen=BUSY + 1)


def is_busy() -> bool:
    """Whether more messages came within the last second than are told one by one."""
    return len(_said) > BUSY and time.monotonic() - _said[0] < 1


def events_or_less(entries: list[Entry]) -> list[Event]:
    """The events; of an entry that cannot be told, only that its discussion must be loaded anew, so that the line moves on."""
    try:
        return events(entries)
    except (DatabaseError, OSError):
        raise
    except Exception:
        if len(entries) == 1:
            (entry,) = entries
            logger.exception("Entry %d cannot be told to live streams; readers load the discussion anew", entry.id)
            return _anew(entry)
        return [event for entry in entries for event in events_or_less([entry])]


def events(entries: Iterable[Entry]) -> list[Event]:
    """What the streams of discussions and chats are told of these entries."""
    entries = list(entries)
    found = [event for entry in entries if entry.kind in _COMMENTS if (event := _of_comment(entry))]
    found += [event for entry in entries if entry.kind == "discussion.changed" for event in _anew(entry)]
    found += _of_chats([entry for entry in entries if entry.kind.startswith("chat.")])
    return sorted(found, key=lambda event: event.number)


def _of_comment(entry: Entry) -> Event | None:
    row = Comment.objects.select_related("thread").filter(pk=entry.facts["comment"]).first()
    if row is None:
        return None
    edition = _edition(row.thread.edition)
    if edition is None:
        return None
    # Stones above it may have come or gone with it.
    above = Comment.objects.filter(pk__in=tree.numbers(row.path or "")[:-1]).exclude(state=PUBLISHED)
    concerned = [row, *above]
    told = {
        "story": row.thread.story, "count": Thread.objects.values_list("comment_count", flat=True).get(pk=row.thread_id),
        "rows": [_told(edition, one, row.thread.story) for one in concerned if one.is_shown],
        "gone": [one.pk for one in concerned if not one.is_shown],
    }  # fmt: skip
    return _event(entry, f"talk:{row.thread.story}", entry.kind.removeprefix("comment."), told)


def _told(edition: EditionCopy, row: Comment, story: int) -> dict[str, Any]:
    comment = comment_copy(row, edition.prefix, story)
    return {"id": row.pk, "root": comment.root, "path": comment.path, "version": row.version, "gone": comment.is_gone,
            "html": typeset(TalkItem(edition, comment)).strip()}  # fmt: skip


def _of_chats(entries: list[Entry]) -> list[Event]:
    """One event for what was said in a room, however many messages; the others one by one."""
    said: dict[int, list[Entry]] = {}
    found: list[Event] = []
    for entry in entries:
        if entry.kind == "chat.said":
            said.setdefault(entry.facts["story"], []).append(entry)
            _said.append(time.monotonic())
        else:
            found.append(_event(entry, f"chat:{entry.facts['story']}", entry.kind.removeprefix("chat."), dict(entry.facts)))
    for story, its in said.items():
        room = Room.objects.filter(story=story).first()
        edition = _edition(room.edition) if room else None
        if room is None or edition is None:
            continue
        rows = Message.objects.filter(pk__in=[entry.facts["message"] for entry in its], state=SAID).order_by("pk")
        told = [{"number": row.pk, "html": typeset(ChatItem(edition, message_copy(row))).strip()} for row in rows]
        found.append(_event(its[-1], f"chat:{story}", "said", {"story": story, "messages": told, "count": room.message_count}))
    return found


def _anew(entry: Entry) -> list[Event]:
    story = entry.facts.get("story")
    if not story:
        return []  # a whole section or edition: its pages are printed again, and say so themselves when they are loaded
    channel = f"chat:{story}" if entry.kind.startswith("chat.") else f"talk:{story}"
    return [_event(entry, channel, "anew", {"story": story})]


def _event(entry: Entry, channel: str, kind: str, told: dict[str, Any]) -> Event:
    return Event(entry.id, (channel,), kind, json.dumps(told, ensure_ascii=False, separators=(",", ":")), line=TALK)


def _edition(code: str) -> EditionCopy | None:
    row = next((edition for edition in all_editions() if edition.code == code), None)
    return bare_edition(row, set()) if row else None
