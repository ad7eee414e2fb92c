"""What a page and its live events end with is what a fresh load shows; and the shelf equals a fresh print."""

import contextlib
import json
import re
import uuid
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from stoppress.discussion.actions import deciding, house, leaving, opinions, writing
from stoppress.discussion.errors import DiscussionError
from stoppress.discussion.models import Comment, Policy, Thread
from stoppress.kit import clock
from stoppress.newsroom.actions import stories
from stoppress.press import follower, printing, talking
from stoppress.press import house as press_house
from stoppress.press.proofread import differences
from stoppress.publog.models import Entry
from stoppress.readers.models import Account
from tests.discussion.conftest import reader

_COMMENT = re.compile(r'<article class="comment.*?</article>', re.DOTALL)
numbers = st.integers(0, 9)


def comments_of(html: str) -> dict[int, str]:
    found = _COMMENT.findall(html)
    return {int(re.search(r'data-comment="(\d+)"', one)[1]): one for one in found}


def machine(hands, story):  # type: ignore[no-untyped-def]
    first = f"/parts/discussion/{story.pk}.html"

    class Page(RuleBasedStateMachine):
        """A reader keeps a page open and applies what the stream tells; others write, moderators decide, the press prints."""

        def __init__(self) -> None:
            super().__init__()
            Thread.objects.all().delete()
            Policy.objects.all().delete()
            Account.objects.exclude(is_staff=True).delete()
            self.moderator = Account.objects.get(is_staff=True)
            self.readers = [reader(f"R{n}{uuid.uuid4().hex[:5]}") for n in range(3)]
            follower.start()

        def _pick(self, number: int) -> int:
            rows = list(Comment.objects.order_by("pk").values_list("pk", flat=True))
            return rows[number % len(rows)]

        @initialize(count=st.integers(0, 3))
        def load(self, count):
            for number in range(count):
                writing.write(account=self.readers[number], story=story.pk, text=f"To begin with, {number}")
            follower.settle()
            self.shown = comments_of(printing.print_address(first).body.decode())
            self.heard = Entry.objects.order_by("-id").values_list("id", flat=True).first()

        def _do(self, act, **told):  # type: ignore[no-untyped-def]
            hands.pass_(minutes=6)
            with contextlib.suppress(DiscussionError):
                act(**told)

        @rule(who=st.integers(0, 2), number=st.none() | numbers)
        def write(self, who, number):
            parent = self._pick(number) if number is not None and Comment.objects.exists() else None
            self._do(writing.write, account=self.readers[who], story=story.pk, text=f"So {uuid.uuid4()}", parent=parent)

        @precondition(lambda self: Comment.objects.exists())
        @rule(number=numbers, verb=st.sampled_from(["approve", "reject", "spam"]))
        def decide(self, number, verb):
            self._do(deciding.decide, by=self.moderator, comment=self._pick(number), verb=verb)

        @precondition(lambda self: Comment.objects.exists())
        @rule(number=numbers)
        def delete(self, number):
            row = Comment.objects.get(pk=self._pick(number))
            if row.account:
                self._do(writing.delete, account=row.account, comment=row.pk)

        @precondition(lambda self: Comment.objects.exists())
        @rule(number=numbers)
        def edit(self, number):
            row = Comment.objects.get(pk=self._pick(number))
            if row.account and hands.now - row.created_at < timedelta(minutes=5):
                self._do(writing.edit, account=row.account, comment=row.pk, text=f"Rather {uuid.uuid4()}")

        @precondition(lambda self: Comment.objects.exists())
        @rule(who=st.integers(0, 2), number=numbers)
        def like(self, who, number):
            self._do(opinions.like, account=self.readers[who], comment=self._pick(number))

        @rule()
        def erase(self):
            leaving.erase(account=self.readers[2])

        @rule(mode=st.sampled_from([None, "closed", "read-only"]))
        def arrange(self, mode):
            house.set_policy(by=self.moderator, scope=f"story:{story.pk}", mode=mode, days=None, is_premoderated=None)

        @rule()
        def hear(self):
            entries = list(Entry.objects.filter(id__gt=self.heard).order_by("id"))
            for event in talking.events(entries):
                told = json.loads(event.data)
                if event.kind == "anew":
                    self.shown = comments_of(printing.print_address(first).body.decode())
                for row in told.get("rows", ()):
                    self.shown[row["id"]] = row["html"]
                for number in told.get("gone", ()):
                    self.shown.pop(number, None)
            self.heard = entries[-1].id if entries else self.heard

        @invariant()
        def page_and_events_are_a_fresh_load(self):
            if not hasattr(self, "shown"):
                return
            self.hear()
            thread = Thread.objects.filter(story=story.pk).first()
            if thread is None:
                return
            fresh: dict[int, str] = {}
            for row in Comment.objects.filter(thread=thread, is_root=True, is_shown=True):
                page = printing.print_address(f"/parts/discussion/{story.pk}/comment/{row.pk}.html")
                fresh |= comments_of(page.body.decode())
            assert {n: html.strip() for n, html in self.shown.items()} == {n: html.strip() for n, html in fresh.items()}

        @invariant()
        def the_shelf_is_a_fresh_print(self):
            press_house.shelf().put(printing.print_address(first), began=press_house.shelf().began())
            follower.settle()
            assert not [one for one in differences() if one]

    return Page


@pytest.mark.django_db
def test_page_and_events_end_with_what_a_fresh_load_shows(monkeypatch, write_story, moderator):
    story = stories.publish(story=write_story()).story

    class Hands:
        now = clock.now()

        def pass_(self, **told):
            self.now += timedelta(**told)

    hands = Hands()
    monkeypatch.setattr(clock, "now", lambda: hands.now)
    run_state_machine_as_test(
        machine(hands, story),
        settings=settings(max_examples=5, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)),
    )


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_first_page_takes_six_queries(count, write_story, marta, hands, django_assert_num_queries):
    from tests.discussion.conftest import BEGUN

    hands.now = BEGUN
    story = stories.publish(story=write_story()).story
    for number in range(count):
        row = writing.write(account=marta, story=story.pk, text=f"Comment number {number}")
        hands.pass_(minutes=1)
        writing.write(account=marta, story=story.pk, text=f"Reply number {number}", parent=row.pk)
        hands.pass_(minutes=1)
    with django_assert_num_queries(6):
        printing.print_address(f"/parts/discussion/{story.pk}.html")


@pytest.mark.django_db
def test_held_comments_are_on_no_page_and_in_no_event(write_story, edition):
    story = stories.publish(story=write_story()).story
    row = writing.write(account=reader("New", approved=0), story=story.pk, text="Only I may read this")
    assert row.state == "held"
    for address in (
        f"/parts/discussion/{story.pk}.html",
        f"/discussion/{story.pk}/",
        f"/discussion/{story.pk}/comment/{row.pk}/",
    ):
        made = printing.print_address(address)
        assert "Only I may" not in getattr(made, "body", b"").decode()
    assert not talking.events(Entry.objects.filter(kind__startswith="comment."))


@pytest.mark.django_db
def test_a_discussion_of_a_story_that_is_not_public_is_not_there(write_story, marta):
    draft = write_story()
    assert isinstance(printing.print_address(f"/parts/discussion/{draft.pk}.html"), printing.Missing)
    story = stories.publish(story=draft).story
    writing.write(account=marta, story=story.pk, text="While it was there")
    press_house.shelf().put(printing.print_address(f"/parts/discussion/{story.pk}.html"), began=press_house.shelf().began())
    stories.take_down(story=story)
    follower.settle()
    assert isinstance(printing.print_address(f"/parts/discussion/{story.pk}.html"), printing.Missing)
    assert not [one for one in differences() if one]
