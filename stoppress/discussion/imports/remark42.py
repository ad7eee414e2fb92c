"""Remark42: its backup, lines of JSON in gzip; the first tells of the site and its readers, each other of a comment."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from stoppress.discussion.imports.json_lines import below, number, objects, text
from stoppress.discussion.imports.moments import moment
from stoppress.discussion.imports.records import BadFile, Person, Record, Records, Said, State, Strange, Talk


def read(path: Path, now: datetime) -> Records:
    """What the backup tells. Raises BadFile."""
    last = ""
    for place, found in enumerate(objects(path)):
        if place == 0 and (isinstance(found, Strange) or "version" not in found):
            raise BadFile("This is no backup of Remark42: its first line does not name a version.")
        if isinstance(found, Strange):
            yield found
        elif place and not text(found, "id"):
            yield Strange(f"line {place + 1} has no id")
        elif place:
            site, url = text(below(found, "locator"), "site"), text(below(found, "locator"), "url")
            if url != last:
                yield Talk(f"{site} {url}", (url,))
                last = url
            yield from _comment(found, site, url, now)


def _comment(found: dict[str, Any], site: str, url: str, now: datetime) -> Iterator[Record]:
    user, parent = below(found, "user"), text(found, "pid")
    person = text(user, "id")
    if person:
        yield Person(f"{site}/{person}", text(user, "name"))
    is_gone, votes = found.get("delete") is True, found.get("votes")
    likes = sum(vote is True for vote in votes.values()) if isinstance(votes, dict) else number(found.get("score"))
    edited = below(found, "edit", "time")
    yield Said(
        f"{site}/{text(found, 'id')}", f"{site} {url}", "" if is_gone else text(found, "text"),
        State.DELETED if is_gone else State.PUBLISHED, moment(found.get("time"), now),
        parent=f"{site}/{parent}" if parent else "", person=f"{site}/{person}" if person else "", name=text(user, "name"),
        likes=likes, edited_at=moment(edited, now), is_pick=found.get("pin") is True,
    )  # fmt: skip
