"""Disqus: the XML of its export, with threads first and posts after them (https://help.disqus.com, "Comments export")."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from stoppress.discussion.imports.moments import moment
from stoppress.discussion.imports.records import Person, Record, Records, Said, State, Strange, Talk
from stoppress.discussion.imports.xml_items import Item, items


def read(path: Path, now: datetime) -> Records:
    """What the export tells. Raises BadFile."""
    with path.open("rb") as source:
        for item in items(source, root="disqus", wanted={"thread", "post"}):
            key = item.attributes.get("id", "")
            if not key:
                yield Strange(f"a {item.name} without a number")
            elif item.name == "thread":
                yield Talk(key, tuple(filter(None, (item.words("link"), item.words("id")))))
            else:
                yield from _post(item, key, now)


def _post(item: Item, key: str, now: datetime) -> Iterator[Record]:
    author, parent, thread = item.one("author"), item.one("parent"), item.one("thread")
    name = author.words("name") if author else ""
    email = author.words("email") if author else ""
    known = (author.words("username") if author else "") or email.lower()
    if known:
        yield Person(known, name, email)
    yield Said(
        key, thread.attributes.get("id", "") if thread else "", item.words("message"), _state(item),
        moment(item.words("createdAt"), now), parent=parent.attributes.get("id", "") if parent else "", person=known, name=name,
    )  # fmt: skip


def _state(item: Item) -> State:
    if item.words("isSpam") == "true":
        return State.SPAM
    if item.words("isDeleted") == "true":
        return State.DELETED
    # Not in every export, but where it is, what waits says so.
    return State.HELD if item.words("isApproved") == "false" else State.PUBLISHED
