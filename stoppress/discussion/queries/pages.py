"""What everybody may read of a discussion: roots in an order, the first replies of each, further ones, one in its place."""

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber, Substr

from stoppress.discussion.models import Comment, Thread
from stoppress.discussion.models.comments import PUBLISHED
from stoppress.discussion.rules import tree

NEWEST, OLDEST, LIKED, REPLIED, PICKS = "newest", "oldest", "liked", "replied", "picks"
SORTS = (NEWEST, OLDEST, LIKED, REPLIED, PICKS)
ROOTS, REPLIES, MORE = 20, 3, 20
#: What pages show of a comment; nothing else is read for them.
_FIELDS = (
    "thread_id", "name", "writer_key", "badge", "parent_id", "path", "is_root", "text", "state", "is_pick", "like_count",
    "reply_count", "version", "created_at", "edited_at",
)  # fmt: skip
_STEP = len(tree.step(1))


@dataclass(frozen=True, slots=True)
class Branch:
    """Comments below a root in their order, and the last one's number when there are more."""

    comments: tuple[Comment, ...]
    more_after: int | None


@dataclass(frozen=True, slots=True)
class Root:
    """A comment on its own with the first ones below it."""

    comment: Comment
    branch: Branch


@dataclass(frozen=True, slots=True)
class PageOf:
    """Roots of a discussion, and the last one's number when there are more."""

    roots: tuple[Root, ...]
    more_after: int | None


def first_page(thread: Thread, sort: str = NEWEST, after: int | None = None) -> PageOf | None:
    """Twenty roots in an order, from the newest or after a given one: two queries, three with `after`.

    None when there is no comment of that number to begin after.
    """
    rows = _roots(thread, sort)
    if after is not None:
        ranked = Comment.objects.only("like_count", "reply_count", "created_at")
        last = ranked.filter(pk=after, thread=thread, is_root=True).first()
        if last is None:
            return None
        rows = rows.filter(_beyond(sort, last))
    found = list(rows[: ROOTS + 1])
    shown = found[:ROOTS]
    branches = _first_replies(thread, shown)
    roots = tuple(Root(root, branches[root.pk]) for root in shown)
    return PageOf(roots, shown[-1].pk if len(found) > ROOTS else None)


def more_replies(thread: Thread, root: int, after: int) -> Branch | None:
    """The next twenty comments below a root after one of them: two queries. None when there is no such place."""
    last = Comment.objects.filter(pk=after, thread=thread).only("path").first()
    if last is None or not last.path or tree.numbers(last.path)[0] != root:
        return None
    rows = _below(thread, last.path[:_STEP]).filter(path__gt=last.path)
    return _branch(list(rows[: MORE + 1]), MORE)


def permalink(thread: Thread, number: int) -> tuple[Comment, ...]:
    """A comment with all above it, from its root down, and then what is below it: two queries. Empty when it is not shown."""
    comment = Comment.objects.filter(pk=number, thread=thread, is_shown=True).only(*_FIELDS).first()
    if comment is None or not comment.path:
        return ()
    above = Q(pk__in=tree.numbers(comment.path))
    below = Q(path__gt=comment.path, path__lt=comment.path + tree.END)
    return tuple(_shown(thread).filter(above | below).order_by("path")[: tree.DEEPEST + MORE])


def _shown(thread: Thread) -> QuerySet[Comment]:
    return Comment.objects.filter(thread=thread, is_shown=True).only(*_FIELDS)


def _roots(thread: Thread, sort: str) -> QuerySet[Comment]:
    rows = _shown(thread).filter(is_root=True)
    if sort == PICKS:
        # Chosen comments stand on their own, also those that answer another.
        return _shown(thread).filter(is_pick=True, state=PUBLISHED).order_by("-pk")
    # By moment, not by number: what was brought along from elsewhere is older than its number.
    orders = {
        NEWEST: ("-created_at", "-pk"), OLDEST: ("created_at", "pk"),
        LIKED: ("-like_count", "-pk"), REPLIED: ("-reply_count", "-pk"),
    }  # fmt: skip
    return rows.order_by(*orders[sort])


def _beyond(sort: str, last: Comment) -> Q:
    at = last.created_at
    if sort == OLDEST:
        return Q(created_at__gt=at) | Q(created_at=at, pk__gt=last.pk)
    if sort in (LIKED, REPLIED):
        name = "like_count" if sort == LIKED else "reply_count"
        count = getattr(last, name)
        return Q(**{f"{name}__lt": count}) | Q(**{name: count, "pk__lt": last.pk})
    if sort == PICKS:
        return Q(pk__lt=last.pk)
    return Q(created_at__lt=at) | Q(created_at=at, pk__lt=last.pk)


def _below(thread: Thread, path: str) -> QuerySet[Comment]:
    return _shown(thread).filter(path__gt=path, path__lt=path + tree.END).order_by("path")


def _first_replies(thread: Thread, roots: list[Comment]) -> dict[int, Branch]:
    """The first replies of each root: one query, however many roots."""
    found: dict[int, list[Comment]] = {root.pk: [] for root in roots}
    answered = [root for root in roots if root.reply_count and root.is_root]
    if answered:
        ranges = Q()
        for root in answered:
            ranges |= Q(path__gt=root.path, path__lt=f"{root.path}{tree.END}")
        rank = Window(RowNumber(), partition_by=Substr("path", 1, _STEP), order_by=F("path").asc())
        rows = _shown(thread).filter(ranges).annotate(rank=rank).filter(rank__lte=REPLIES + 1).order_by("path")
        for row in rows:
            found[tree.numbers(row.path or "")[0]].append(row)
    return {number: _branch(rows, REPLIES) for number, rows in found.items()}


def _branch(rows: list[Comment], most: int) -> Branch:
    return Branch(tuple(rows[:most]), rows[most - 1].pk if len(rows) > most else None)
