"""Whatever is done in whatever order, every count is exact and every change is in both logs."""

import contextlib
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from stoppress.discussion import queries
from stoppress.discussion.actions import deciding, house, leaving, opinions, sanctions, writing
from stoppress.discussion.errors import DiscussionError
from stoppress.discussion.models import Comment, Like, Lists, LogLine, Report, SpamWord, Thread, Writer
from stoppress.discussion.rules import spam, tree
from stoppress.publog.models import Entry
from stoppress.readers.models import Account
from tests.discussion.conftest import STORY, reader

words = st.sampled_from(["The night line was overdue.", "So it was <b>", "see http://a.example", "zap", "zip it", "ترام الليل"])
numbers = st.integers(0, 9)


def machine(hands):  # type: ignore[no-untyped-def]
    began = hands.now

    class Talk(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            # Each run begins with the same rows and at the same hour, and leaves nothing behind.
            self.rows = transaction.atomic()
            self.rows.__enter__()
            hands.now = began
            Thread.objects.all().delete()
            Account.objects.exclude(is_staff=True).delete()
            SpamWord.objects.all().delete()
            Lists.objects.all().delete()
            self.moderator = Account.objects.get(is_staff=True)
            self.readers = [reader("Marta", approved=0), reader("Iker"), reader("Noor")]
            Writer.objects.update(approved=0)
            house.list_word(by=self.moderator, word="zap", is_banned=True)
            house.list_word(by=self.moderator, word="zip", is_banned=False)
            self.batches: list[str] = []
            self.entries = Entry.objects.count()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.rows.__exit__(None, None, None)

        def _pick(self, number: int) -> int:
            rows = list(Comment.objects.order_by("pk").values_list("pk", flat=True))
            return rows[number % len(rows)]

        def _try(self, do, *args, **told):  # type: ignore[no-untyped-def]
            hands.pass_(minutes=6)
            try:
                return do(*args, **told)
            except DiscussionError:
                return None

        @rule(who=st.integers(0, 3), text=words, number=st.none() | numbers)
        def write(self, who, text, number):
            account = [*self.readers, self.moderator][who]
            parent = self._pick(number) if number is not None and Comment.objects.exists() else None
            self._try(writing.write, account=account, story=STORY, text=text, parent=parent)

        @precondition(lambda self: Comment.objects.exists())
        @rule(number=numbers, text=words)
        def edit(self, number, text):
            row = Comment.objects.get(pk=self._pick(number))
            if row.account:
                hands.now = (
                    row.created_at + timedelta(minutes=2) if hands.now - row.created_at > timedelta(minutes=4) else hands.now
                )
                with contextlib.suppress(DiscussionError):
                    writing.edit(account=row.account, comment=row.pk, text=text)
                hands.now = max([hands.now, *Comment.objects.values_list("created_at", flat=True)])

        @precondition(lambda self: Comment.objects.exists())
        @rule(number=numbers)
        def delete(self, number):
            row = Comment.objects.get(pk=self._pick(number))
            if row.account:
                self._try(writing.delete, account=row.account, comment=row.pk)

        @precondition(lambda self: Comment.objects.exists())
        @rule(who=st.integers(0, 2), number=numbers, verb=st.sampled_from([opinions.like, opinions.unlike]))
        def like(self, who, number, verb):
            self._try(verb, account=self.readers[who], comment=self._pick(number))

        @precondition(lambda self: Comment.objects.exists())
        @rule(who=st.integers(0, 2), number=numbers)
        def report(self, who, number):
            self._try(opinions.report, account=self.readers[who], comment=self._pick(number), ground="abuse")

        @precondition(lambda self: Comment.objects.exists())
        @rule(number=numbers, verb=st.sampled_from(["approve", "approve", "reject", "spam"]))
        def decide(self, number, verb):
            if batch := self._try(deciding.decide, by=self.moderator, comment=self._pick(number), verb=verb):
                self.batches.append(batch)

        @precondition(lambda self: Comment.objects.exists())
        @rule(number=numbers, is_pick=st.booleans())
        def feature(self, number, is_pick):
            if batch := self._try(deciding.feature, by=self.moderator, comment=self._pick(number), is_pick=is_pick):
                self.batches.append(batch)

        @precondition(lambda self: self.batches)
        @rule(number=numbers)
        def undo(self, number):
            self._try(deciding.undo, by=self.moderator, batch=self.batches[-1 - number % len(self.batches)])

        @rule(who=st.integers(0, 2))
        def lift(self, who):
            row = self.readers[who].restrictions.filter(lifted_at=None).first()
            if row:
                self._try(sanctions.lift, by=self.moderator, restriction=row.pk)

        @rule()
        def erase(self):
            leaving.erase(account=self.readers[2])

        @invariant()
        def counts_are_exact(self):
            rows = list(Comment.objects.all())
            public = [row for row in rows if row.state == "published"]
            for thread in Thread.objects.all():
                assert thread.comment_count == len(public)
            for row in rows:
                below = [one for one in public if one.path.startswith(row.path) and one.pk != row.pk]
                assert row.reply_count == len(below), (row.pk, row.reply_count)
                assert row.is_shown == (row.state == "published" or bool(below))
                assert row.like_count == Like.objects.filter(comment=row).count()
                assert row.report_count == Report.objects.filter(comment=row, settled_at=None).count()
                assert row.is_root == (tree.depth(row.path) == 1) and tree.numbers(row.path)[-1] == row.pk
                assert not row.is_pick or row.state == "published"
            for writer in Writer.objects.all():
                own = [row for row in rows if row.account_id == writer.pk]
                assert writer.approved == sum(row.state == "published" for row in own)
                assert writer.rejected == sum(row.state in ("rejected", "spam") for row in own)

        @invariant()
        def what_was_learned_is_what_was_decided(self):
            lists = Lists.objects.first()
            learned = [
                (set(spam.words_of(row.text)), row.learned) for row in Comment.objects.exclude(learned="").exclude(text="")
            ]
            if not Comment.objects.filter(text="").exists() and not Comment.objects.filter(edited_at__isnull=False).exists():
                assert (lists.spam, lists.ham) == tuple(sum(what == sort for _, what in learned) for sort in ("spam", "ham"))
                for row in SpamWord.objects.all():
                    assert row.spam == sum(row.word in held and what == "spam" for held, what in learned)

        @invariant()
        def no_banned_word_is_public_unless_staff_wrote_it(self):
            for row in Comment.objects.filter(state="published", text__contains="zap"):
                assert row.account.is_staff

        @invariant()
        def pages_hold_exactly_what_is_shown(self):
            for thread in Thread.objects.all():
                shown = set(Comment.objects.filter(is_shown=True).values_list("pk", flat=True))
                for sort in ("newest", "oldest", "liked", "replied"):
                    met, after = set(), None
                    while True:
                        page = queries.first_page(thread, sort, after)
                        for root in page.roots:
                            branch, below = root.branch, [root.comment, *root.branch.comments]
                            while branch.more_after:
                                branch = queries.more_replies(thread, root.comment.pk, branch.more_after)
                                below += branch.comments
                            assert not met & {row.pk for row in below}
                            met |= {row.pk for row in below}
                        after = page.more_after
                        if after is None:
                            break
                    assert met == shown

    return Talk


@pytest.mark.django_db
def test_counts_are_exact_whatever_is_done(hands, facts, moderator):
    run_state_machine_as_test(
        machine(hands),
        settings=settings(max_examples=6, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)),
    )


@pytest.mark.django_db
def test_the_moderation_log_only_grows(hands, facts, marta):
    writing.write(account=marta, story=STORY, text="The night line was overdue.")
    line = LogLine.objects.get(verb="written")
    for change in (line.save, line.delete, LogLine.objects.all().delete, lambda: LogLine.objects.update(verb="x")):
        with pytest.raises(TypeError):
            change()
