"""The demo's discussions and its open chat, by the actions of readers and moderators."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from stoppress.discussion import lent
from stoppress.discussion.actions import chats, deciding, house, opinions, writing
from stoppress.discussion.models import Comment, Room, Thread, Writer
from stoppress.kit import clock
from stoppress.readers.models import Account

#: The demo's readers have been here for a while.
_APPROVED, _AGE = 12, timedelta(days=40)


def load(path: Path, stories: dict[str, dict[str, int]]) -> int:
    """Load what `path` tells of `stories` (numbers by edition's code and headline); returns how many comments there are then."""
    told = tomllib.loads(path.read_text())
    staff = Account.objects.filter(is_superuser=True).first()
    if staff is None or Thread.objects.exists():
        return Comment.objects.count()
    people = {"editor": staff, **{name: _reader(email) for name, email in told["people"].items()}}
    for word in told["suspect"]:
        house.list_word(by=staff, word=word, is_banned=False)
    for talk in told["talks"]:
        if number := _number(talk, stories):
            _talk(talk, number, people, staff)
    for chat in told["chats"]:
        number = _number(chat, stories)
        if number and not Room.objects.filter(story=number).exists():
            _chat(chat, number, people, staff)
    return Comment.objects.count()


def _number(told: dict[str, Any], stories: dict[str, dict[str, int]]) -> int:
    """The story whose headline begins with the words; 0 when there is none."""
    of_edition = stories.get(told["edition"], {})
    return next((number for headline, number in of_edition.items() if headline.startswith(told["story"])), 0)


def _talk(talk: dict[str, Any], story: int, people: dict[str, Account], staff: Account) -> None:
    facts = lent.story(story)
    if facts is None:
        return
    written: list[Comment] = []
    # After the story came out and before now, however young the demo is.
    span = min(clock.now() - facts.published_at, timedelta(hours=6))
    for number, said in enumerate(talk["comments"], 1):
        parent = written[said["answers"]].pk if "answers" in said else None
        with _at(facts.published_at + span * number / (len(talk["comments"]) + 1)):
            written.append(writing.write(account=people[said["by"]], story=story, text=said["text"], parent=parent))
            for name in said.get("liked", ()):
                opinions.like(account=people[name], comment=written[-1].pk)
            if said.get("pick"):
                deciding.feature(by=staff, comment=written[-1].pk, is_pick=True)


def _chat(chat: dict[str, Any], story: int, people: dict[str, Account], staff: Account) -> None:
    begin = clock.now() - timedelta(minutes=10)
    with _at(begin):
        chats.open_room(by=staff, story=story)
    for number, said in enumerate(chat["messages"], 1):
        with _at(begin + timedelta(seconds=40 * number)):
            row = chats.say(account=people[said["by"]], story=story, text=said["text"])
            if said.get("pin"):
                chats.pin(by=staff, story=story, message=row.pk)


def _reader(email: str) -> Account:
    account = Account.objects.get(email=email)
    Account.objects.filter(pk=account.pk).update(joined_at=clock.now() - _AGE)
    account.refresh_from_db()
    Writer.objects.get_or_create(account=account, defaults={"approved": _APPROVED})
    return account


@contextmanager
def _at(moment: datetime) -> Iterator[None]:
    """Let it be another time, as far as discussions are concerned."""
    before, clock.now = clock.now, lambda: moment
    try:
        yield
    finally:
        clock.now = before
