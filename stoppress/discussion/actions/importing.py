"""Comments of other systems brought in: story by story, each with one entry in the log however many comments it has."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from stoppress.discussion.actions import audit, transitions
from stoppress.discussion.actions.writing import thread_of
from stoppress.discussion.imports.records import State
from stoppress.discussion.imports.staging import Staged
from stoppress.discussion.lent import StoryFacts
from stoppress.discussion.models import Comment, Like, Revision, Thread, Writer
from stoppress.discussion.models.comments import DELETED, PUBLISHED, REJECTED, SPAM
from stoppress.discussion.rules import limits, tree
from stoppress.kit import clock
from stoppress.publog import log
from stoppress.readers.actions import profile

#: Why a comment that came along is in its state.
IMPORTED = "imported"
#: Comments of one transaction, and names asked for in one query.
CHUNK, LOOK_UP = 2000, 500


@dataclass(slots=True)
class Done:
    """What an import has done, or in a dry run would do."""

    added: Counter[str] = field(default_factory=Counter)
    known: int = 0
    changed: int = 0
    accounts: int = 0
    stories: int = 0


def known(sources: Iterable[str]) -> dict[str, Comment]:
    """Which of these comments were brought in before: a query for each five hundred."""
    found: dict[str, Comment] = {}
    for some in _some(sorted({source for source in sources if source})):
        found |= {row.source: row for row in Comment.objects.filter(source__in=some)}
    return found


def bring_in(facts: StoryFacts, staged: Sequence[Staged], done: Done, *, with_changes: bool = False) -> None:
    """Bring in some of a story's comments, parents before their answers; what is known stays, unless `with_changes`.

    Everything in one transaction, its log entry last; done twice, it is done once.
    """
    with transaction.atomic():
        now = clock.now()
        thread = thread_of(facts, now)
        before = known([one.source for one in staged] + [one.parent for one in staged])
        new = [one for one in staged if one.source not in before]
        accounts = _accounts([one for one in new if one.state is not State.DELETED], done)
        _add(thread, new, before, accounts, facts.published_at, now)
        changed = [one for one in staged if one.source in before and _change(before[one.source], one)] if with_changes else []
        done.known += len(staged) - len(new)
        done.changed += len(changed)
        done.added.update(str(one.state) for one in new)
        if new or changed:
            system = staged[0].source.partition(":")[0]
            audit.note(IMPORTED, story=facts.number, added=len(new), changed=len(changed), system=system)
            told = {"scope": f"story:{facts.number}", "story": facts.number}
            log.record("discussion.changed", tags={f"talk:{facts.number}"}, edition=facts.edition, facts=told)


def _add(
    thread: Thread, new: Sequence[Staged], before: dict[str, Comment], accounts: dict[str, Writer], published_at: datetime,
    now: datetime,
) -> None:  # fmt: skip
    rows: dict[str, Comment] = {}
    below: Counter[int] = Counter()
    for number, one in zip(_numbers(len(new)), new, strict=True):
        above = rows.get(one.parent) or before.get(one.parent)
        above = above if above is not None and above.thread_id == thread.pk else None
        writer = accounts.get(one.person) if one.state is not State.DELETED else None
        row = Comment(
            pk=number, thread=thread, account_id=writer.pk if writer else None, writer_key=writer.key if writer else "",
            name=one.name if one.text else "", parent=above, is_root=above is None,
            path=tree.path((above.path or "") if above else "", number), text=one.text, state=one.state.value, reason=IMPORTED,
            is_pick=one.is_pick and one.state is State.PUBLISHED, like_count=one.likes, fingerprint=limits.fingerprint(one.text),
            created_at=one.at or published_at, edited_at=one.edited_at, decided_at=now, source=one.source,
        )  # fmt: skip
        rows[one.source] = row
        if one.state is State.PUBLISHED:
            below.update(tree.numbers(row.path or "")[:-1])
    for row in rows.values():
        row.reply_count = below.pop(row.pk, 0)
        row.is_shown = row.state == PUBLISHED or row.reply_count > 0
    Comment.objects.bulk_create(rows.values(), batch_size=LOOK_UP)
    _count(thread, rows.values(), below)


def _count(thread: Thread, rows: Iterable[Comment], below: Counter[int]) -> None:
    """Let the counts of the discussion, of older comments above and of writers follow."""
    by_change: dict[int, list[int]] = defaultdict(list)
    for number, change in below.items():
        by_change[change].append(number)
    for change, numbers in by_change.items():
        for some in _some(numbers):
            above = Comment.objects.filter(pk__in=some)
            above.update(reply_count=F("reply_count") + change)
            above.update(is_shown=transitions.SHOWN)
    public = sum(row.state == PUBLISHED for row in rows)
    Thread.objects.filter(pk=thread.pk).update(comment_count=F("comment_count") + public)
    by_writer: dict[int, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row.account_id:
            by_writer[row.account_id][row.state] += 1
    # In one order, so that two imports never wait for each other.
    for number, states in sorted(by_writer.items()):
        told = {"approved": F("approved") + states[PUBLISHED], "rejected": F("rejected") + states[REJECTED] + states[SPAM]}
        Writer.objects.filter(pk=number).update(**told)


def _change(row: Comment, one: Staged) -> bool:
    """Let a known comment become what the file says now; what was decided, erased or deleted here stays as it is."""
    likes = one.likes + Like.objects.filter(comment=row).count()
    is_ours = row.state == DELETED or row.decided_by_id is not None or row.reason != IMPORTED
    if is_ours or (row.text, row.state, row.like_count) == (one.text, one.state.value, likes):
        return False
    row = transitions.take(row.pk)
    if row.text != one.text:
        Revision.objects.create(comment=row, text=row.text, replaced_at=clock.now())
        row.text, row.fingerprint, row.edited_at = one.text, limits.fingerprint(one.text), one.edited_at or clock.now()
    row.like_count = likes
    transitions.move(row, one.state.value, reason=IMPORTED, at=clock.now())
    return True


def _accounts(staged: Sequence[Staged], done: Done) -> dict[str, Writer]:
    """The writers that comments belong to: those brought along before, and new ones for addresses that nobody has here."""
    people = {one.person: one for one in staged if one.person}
    found: dict[str, Writer] = {}
    for some in _some(sorted(people)):
        found |= {row.source: row for row in Writer.objects.filter(source__in=some)}
    for key, one in sorted(people.items()):
        account = profile.bring_along(email=one.email, name=one.name) if one.email and key not in found else None
        if account is not None:
            found[key] = Writer.objects.create(account=account, source=key)
            done.accounts += 1
    return found


def _numbers(count: int) -> list[int]:
    """Numbers for as many new comments, which nobody else gets."""
    table = Comment._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT nextval(pg_get_serial_sequence('{table}', 'id')) FROM generate_series(1, %s)", [count])
            return sorted(number for (number,) in cursor.fetchall())
        # SQLite has one writer, and that is this transaction; rows with higher numbers move its sequence on.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        begin = (row[0] if row else 0) + 1
        return list(range(begin, begin + count))


def _some(things: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (things[begin : begin + LOOK_UP] for begin in range(0, len(things), LOOK_UP))
