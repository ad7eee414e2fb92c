"""Discussions and chats as their pages show them: no more queries than the six that a first page may cost."""

from datetime import datetime

from stoppress.copy import discussion as copy
from stoppress.copy.editions import Edition
from stoppress.discussion import queries
from stoppress.discussion.lent import StoryFacts
from stoppress.discussion.models import Comment, Message, Room, Thread
from stoppress.discussion.models.chats import SAID
from stoppress.discussion.models.comments import PUBLISHED
from stoppress.discussion.queries.pages import SORTS
from stoppress.discussion.rules import markup, pace, tree
from stoppress.kit import clock
from stoppress.newsroom import rules
from stoppress.newsroom.models import Story
from stoppress.press.addresses import Wanted

_STORY_FIELDS = ("slug", "headline", "section_id", "published_date", "first_published_at")


def talk(edition: Edition, row_id: int, wanted: Wanted, seen: set[str]) -> tuple[copy.Discussion, datetime | None] | None:
    """What an address of a discussion shows, and when that changes by itself; None when there is nothing there."""
    facts = _facts(edition, row_id, wanted.number, seen)
    if facts is None:
        return None
    seen |= {
        f"talk:{facts.number}",
        "talk-policy",
        f"talk-policy:edition:{facts.edition}",
        f"talk-policy:section:{facts.section}",
    }
    now = clock.now()
    opening = queries.opening_of(facts, now)
    thread = Thread.objects.filter(story=facts.number).first()
    sort, begin = wanted.slug or SORTS[0], f"/{facts.number}"
    found = _branches(edition, thread, wanted, sort) if thread else ((), 0) if not wanted.after and not wanted.comment else None
    if found is None:
        return None
    branches, more = found
    addresses = _Addresses(edition.prefix)
    made = copy.Discussion(
        story=facts.number, headline=facts.headline, story_address=facts.address,
        own_address=f"{edition.prefix}/account/discussion{begin}/", count=thread.comment_count if thread else 0,
        mode=opening.mode, is_open=opening.is_open, why_not=opening.why_not or "", closes_at=opening.closes_at, sort=sort,
        sorts=tuple(copy.Sort(name, addresses.part(facts.number, name), addresses.page(facts.number, name)) for name in SORTS),
        branches=branches, shown=wanted.comment, is_further=bool(wanted.after),
        more_part=addresses.part(facts.number, sort, more) if more else "",
        more_page=addresses.page(facts.number, sort, more) if more else "",
    )  # fmt: skip
    return made, opening.closes_at if opening.is_open else None


def _branches(edition: Edition, thread: Thread, wanted: Wanted, sort: str) -> tuple[tuple[copy.Branch, ...], int] | None:
    prefix, story = edition.prefix, thread.story
    if wanted.comment:
        rows = queries.permalink(thread, wanted.comment)
        told = tuple(comment_copy(row, prefix, story) for row in rows)
        return ((copy.Branch(told[0], told[1:]),), 0) if told else None
    if wanted.root:
        branch = queries.more_replies(thread, wanted.root, wanted.after)
        if branch is None or not branch.comments:
            return None
        told = tuple(comment_copy(row, prefix, story) for row in branch.comments)
        return (_branch(prefix, story, wanted.root, told[0], told[1:], branch.more_after),), 0
    page = queries.first_page(thread, sort, wanted.after or None)
    if page is None:
        return None
    made = [
        _branch(prefix, story, root.comment.pk, comment_copy(root.comment, prefix, story),
                tuple(comment_copy(row, prefix, story) for row in root.branch.comments), root.branch.more_after)
        for root in page.roots
    ]  # fmt: skip
    return tuple(made), page.more_after or 0


def _branch(
    prefix: str, story: int, root: int, first: copy.Comment, below: tuple[copy.Comment, ...], more: int | None
) -> copy.Branch:
    if not more:
        return copy.Branch(first, below)
    end = f"discussion/{story}/replies/{root}/{more}"
    return copy.Branch(first, below, f"{prefix}/parts/{end}.html", f"{prefix}/{end}/")


class _Addresses:
    """Where the pages of a discussion lie in an edition."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix

    def part(self, story: int, sort: str, after: int = 0) -> str:
        return f"{self._prefix}/parts/discussion/{self._end(story, sort, after)}.html"

    def page(self, story: int, sort: str, after: int = 0) -> str:
        return f"{self._prefix}/discussion/{self._end(story, sort, after)}/"

    def _end(self, story: int, sort: str, after: int) -> str:
        end = str(story) if sort == SORTS[0] and not after else f"{story}/{sort}"
        return f"{end}/{after}" if after else end


def comment_copy(row: Comment, prefix: str, story: int) -> copy.Comment:
    """A comment as everybody sees it, or the stone in its place."""
    path = row.path or ""
    place = {
        "number": row.pk, "path": path, "depth": min(tree.depth(path), tree.INDENTED), "root": tree.numbers(path)[0],
        "parent": row.parent_id or 0, "version": row.version, "written_at": row.created_at,
        "address": f"{prefix}/discussion/{story}/comment/{row.pk}/",
    }  # fmt: skip
    if row.state != PUBLISHED:
        return copy.Comment(**place, is_gone=True)  # type: ignore[arg-type]
    return copy.Comment(
        **place, name=row.name, writer=row.writer_key, badge=row.badge, html=markup.render(row.text), edited_at=row.edited_at,  # type: ignore[arg-type]
        likes=row.like_count, is_pick=row.is_pick,
    )  # fmt: skip


def _facts(edition: Edition, row_id: int, number: int, seen: set[str]) -> StoryFacts | None:
    """The story, when it is a public one of this edition; its hosts are nobody's business here."""
    seen.add(f"card:{number}")
    story = Story.objects.filter(pk=number, edition_id=row_id, live=True).only(*_STORY_FIELDS, "edition_id").first()
    if story is None or story.published_date is None or story.first_published_at is None:
        return None
    address = rules.story_address(edition.prefix, story.published_date, story.slug, story.pk)
    return StoryFacts(
        number, edition.code, story.section_id or 0, address, story.headline, edition.language, story.first_published_at
    )


def chat(edition: Edition, number: int, seen: set[str]) -> copy.Chat | None:
    """A chat with its newest messages; None when the story has none: two queries."""
    seen |= {f"chat:{number}", f"card:{number}"}
    room = Room.objects.select_related("pinned").filter(story=number, edition=edition.code).first()
    if room is None or not Story.objects.filter(pk=number, live=True).exists():
        return None
    newest = list(Message.objects.filter(room=room, state=SAID).order_by("-pk")[: pace.SHOWN])
    pinned = message_copy(room.pinned) if room.pinned else None
    return copy.Chat(
        number, room.headline, room.address, f"{edition.prefix}/account/chat/{number}/", room.closed_at is None, room.slow,
        room.message_count, tuple(message_copy(row) for row in reversed(newest)), pinned,
    )  # fmt: skip


def message_copy(row: Message) -> copy.Message:
    """A message as everybody sees it."""
    return copy.Message(row.pk, row.name, row.writer_key, row.badge, row.text, row.said_at)


def open_chats(edition: Edition, seen: set[str]) -> tuple[copy.OpenChat, ...]:
    """The rooms of an edition that are open, the newest first: one query."""
    rows = list(Room.objects.filter(edition=edition.code, closed_at=None).order_by("-opened_at")[:30])
    seen |= {f"chats:{edition.code}"} | {f"chat:{row.story}" for row in rows}
    return tuple(
        copy.OpenChat(
            row.story, row.headline, f"{edition.prefix}/chats/{row.story}/",
            f"{edition.prefix}/parts/chats/{row.story}.html", row.address, row.message_count,
        ) for row in rows
    )  # fmt: skip
