"""Coral: a folder with its collections `stories`, `users` and `comments` as mongoexport writes them, a line each."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from stoppress.discussion.imports.json_lines import below, number, objects, text
from stoppress.discussion.imports.moments import moment
from stoppress.discussion.imports.records import BadFile, Person, Record, Records, Said, State, Strange, Talk

_STATES = {"NONE": State.PUBLISHED, "APPROVED": State.PUBLISHED, "ACCEPTED": State.PUBLISHED, "PREMOD": State.HELD,
           "SYSTEM_WITHHELD": State.HELD, "REJECTED": State.REJECTED}  # fmt: skip
_ENDINGS = (".json", ".jsonl", ".json.gz", ".jsonl.gz")


def read(path: Path, now: datetime) -> Records:
    """What the collections tell. Raises BadFile when one of them is not there."""
    for name, take in (("stories", _story), ("users", _user), ("comments", _comment)):
        for found in objects(_file(path, name)):
            if isinstance(found, Strange):
                yield Strange(f"{name}: {found.why}")
            elif not text(found, "id"):
                yield Strange(f"{name}: something without an id")
            else:
                yield from take(found, now)


def _file(folder: Path, name: str) -> Path:
    found = [folder / f"{name}{ending}" for ending in _ENDINGS if (folder / f"{name}{ending}").is_file()]
    if not found:
        raise BadFile(f"There is no {name}.json in {folder}; export the collections stories, users and comments into one folder.")
    return found[0]


def _story(found: dict[str, Any], now: datetime) -> Iterator[Record]:
    yield Talk(text(found, "id"), tuple(filter(None, (text(found, "url"), text(found, "id")))))


def _user(found: dict[str, Any], now: datetime) -> Iterator[Record]:
    yield Person(text(found, "id"), text(found, "username"), text(found, "email"))


def _comment(found: dict[str, Any], now: datetime) -> Iterator[Record]:
    revisions = [one for one in found.get("revisions") or () if isinstance(one, dict)] if isinstance(
        found.get("revisions"), list) else []  # fmt: skip
    last = revisions[-1] if revisions else {}
    tags = found.get("tags")
    is_gone = found.get("deletedAt") is not None
    yield Said(
        text(found, "id"), text(found, "storyID"), "" if is_gone else text(last, "body") or text(found, "body"),
        State.DELETED if is_gone else _STATES.get(text(found, "status"), State.HELD), moment(found.get("createdAt"), now),
        parent=text(found, "parentID"), person=text(found, "authorID"), likes=number(below(found, "actionCounts", "REACTION")),
        edited_at=moment(last.get("createdAt"), now) if len(revisions) > 1 else None,
        is_pick=isinstance(tags, list) and any(text(tag, "type") == "FEATURED" for tag in tags),
    )  # fmt: skip
