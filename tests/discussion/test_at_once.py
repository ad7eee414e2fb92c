"""Several people do something in the same moment, each on a connection of their own; for PostgreSQL, which lets them."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from django.db import connection

from stoppress.discussion.actions import chats, deciding, house, importing, opinions, sanctions, writing
from stoppress.discussion.errors import DiscussionError
from stoppress.discussion.imports.records import State
from stoppress.discussion.imports.staging import Staged
from stoppress.discussion.models import Comment, Like, Lists, Message, Report, Room, Thread, Writer
from stoppress.publog.models import Entry
from stoppress.readers.models import Account
from tests.discussion.conftest import BEGUN, STORY, reader
from tests.on_postgresql import needs_postgresql

pytestmark = [needs_postgresql, pytest.mark.django_db(transaction=True)]


def at_once(*deeds: Callable[[], object]) -> Counter[str]:
    """Do all of it at once; returns how many deeds ended how. What is no refusal is an error of the test."""
    ready, ended, wrong = threading.Barrier(len(deeds)), Counter[str](), []

    def do(deed: Callable[[], object]) -> None:
        try:
            ready.wait(20)
            deed()
            ended["done"] += 1
        except DiscussionError as refusal:
            ended[type(refusal).__name__] += 1
        except Exception as error:  # noqa: BLE001 - told by the test itself
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=(deed,)) for deed in deeds]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
        assert not one.is_alive(), "they wait for each other for ever"
    assert not wrong, wrong
    return ended


def counts_are_exact() -> None:
    rows = list(Comment.objects.all())
    public = [row for row in rows if row.state == "published"]
    assert Thread.objects.get().comment_count == len(public)
    for row in rows:
        assert row.reply_count == sum(one.path.startswith(row.path) and one.pk != row.pk for one in public)
        assert row.like_count == Like.objects.filter(comment=row).count()
        assert row.report_count == Report.objects.filter(comment=row, settled_at=None).count()
    for writer in Writer.objects.filter(account__email__startswith="p"):
        assert writer.approved == 10 + sum(row.account_id == writer.pk for row in public)
    numbers = list(Entry.objects.order_by("id").values_list("id", flat=True))
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True


@pytest.fixture
def people(db: None) -> list[Account]:
    return [reader(f"P{number}") for number in range(6)]


@pytest.fixture
def root(facts, marta) -> Comment:
    return writing.write(account=marta, story=STORY, text="To begin with")


def each(people: Sequence[Account], do: Callable[[Account], object]) -> list[Callable[[], object]]:
    return [lambda account=account: do(account) for account in people]


def test_the_first_comments_of_a_story_and_answers_to_it(facts, people):
    assert at_once(*each(people, lambda one: writing.write(account=one, story=STORY, text=f"From {one.pk}")))["done"] == 6
    above = Comment.objects.order_by("pk").first()
    Comment.objects.update(created_at=BEGUN)
    assert at_once(*each(people, lambda one: writing.write(account=one, story=STORY, text=f"To it {one.pk}", parent=above.pk))
                   ).total() == 6  # fmt: skip
    counts_are_exact()


def test_likes_reports_and_decisions_of_one_comment(root, people, moderator, other_moderator):
    ended = at_once(
        *each(people, lambda one: opinions.like(account=one, comment=root.pk)),
        *each(people[:3], lambda one: opinions.like(account=one, comment=root.pk)),
        *each(people[:2], lambda one: opinions.unlike(account=one, comment=root.pk)),
        *each(people[:3], lambda one: opinions.report(account=one, comment=root.pk, ground="abuse")),
        lambda: deciding.decide(by=moderator, comment=root.pk, verb="reject", version=root.version),
        lambda: deciding.decide(by=other_moderator, comment=root.pk, verb="approve"),
    )
    assert ended.total() == 16
    counts_are_exact()


def test_nobody_gets_more_than_their_share_by_trying_at_once(root, people):
    one = people[0]
    ended = at_once(*[lambda n=n: writing.write(account=one, story=STORY, text=f"Number {n}") for n in range(6)])
    assert ended == {"done": 1, "Wait": 5}
    counts_are_exact()


def test_a_share_of_likes_and_of_messages_is_not_passed_either(facts, marta, people, moderator, monkeypatch):
    from stoppress.discussion.rules import limits

    two = limits.Limit(timedelta(0), 2)
    monkeypatch.setattr(limits, "LIKES", {False: two, True: two})
    rows = []
    for account in people[1:]:
        rows.append(writing.write(account=account, story=STORY, text=f"By {account.pk}").pk)
    at_once(*[lambda pk=pk: opinions.like(account=people[0], comment=pk) for pk in rows])
    assert Like.objects.filter(account=people[0]).count() == 2
    chats.open_room(by=moderator, story=STORY)
    ended = at_once(*[lambda n=n: chats.say(account=people[0], story=STORY, text=f"Message {n}") for n in range(5)])
    assert ended["done"] == 1 == Message.objects.count() == Room.objects.get().message_count


def test_after_a_ban_is_there_nothing_more_is_written(root, people, moderator):
    """Whatever came first: what is public was written before the ban, and the log says so."""
    chats.open_room(by=moderator, story=STORY)
    for one in people:
        before = Entry.objects.count()
        at_once(
            lambda one=one: sanctions.sanction(by=moderator, account=one, kind="ban", ground="abuse", facts="Insults"),
            lambda one=one: writing.write(account=one, story=STORY, text=f"Quickly, before they notice {one.pk}"),
            lambda one=one: opinions.like(account=one, comment=root.pk),
            lambda one=one: chats.say(account=one, story=STORY, text="Quickly"),
        )
        order = list(Entry.objects.order_by("id").values_list("kind", flat=True))[before:]
        assert order[-1] == "reader.restricted", order
        assert at_once(lambda one=one: writing.write(account=one, story=STORY, text="Once more")) == {"Refused": 1}
    counts_are_exact()


def test_a_word_banned_at_the_same_moment_is_not_public_afterwards(root, people, moderator):
    for number in range(3):
        word = f"overdue{'abc'[number]}"
        deeds = each(people[2 * number : 2 * number + 2], lambda one, word=word: writing.write(account=one, story=STORY, text=f"{word} {one.pk}"))
        at_once(*deeds, lambda word=word: house.list_word(by=moderator, word=word, is_banned=True))
        order = list(Entry.objects.order_by("id").values_list("kind", "facts"))
        listed = max(place for place, (kind, _) in enumerate(order) if kind == "words.changed")
        after = [facts["comment"] for kind, facts in order[listed:] if kind == "comment.published"]
        assert not Comment.objects.filter(pk__in=after, text__startswith=word).exists()
    assert Lists.objects.get().version == 3
    counts_are_exact()


def test_two_imports_of_the_same_and_a_reader_at_once(facts, root, people):
    staged = [
        Staged(f"disqus:{n}", f"disqus:{n // 2}" if n > 1 else "", f"disqus:who{n % 5}", "Ana", f"ana{n % 5}@old.example", f"Said {n}",
               State.PUBLISHED, BEGUN, 0, None, False) for n in range(1, 60)
    ]  # fmt: skip
    ended = at_once(
        *[lambda: importing.bring_in(facts, staged, importing.Done()) for _ in range(3)],
        *each(people[:3], lambda one: writing.write(account=one, story=STORY, text=f"Meanwhile {one.pk}")),
    )
    assert ended["done"] == 6 and Comment.objects.exclude(source="").count() == 59
    assert Account.objects.filter(email__endswith="@old.example").count() == 5
    counts_are_exact()
