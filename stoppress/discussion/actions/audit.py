"""The two logs that every change is written to in its own transaction: the moderators' and the publication log."""

import secrets
from typing import Any

from stoppress.discussion import queries, telling, wording
from stoppress.discussion.errors import Refused
from stoppress.discussion.models import Comment, Lists, LogLine
from stoppress.kit import clock
from stoppress.publog import log
from stoppress.readers.models import Account


class ListsChanged(Exception):
    """The word lists changed while a text was held against them; it must be looked at again."""


def new_batch() -> str:
    """A name for what is done in one go."""
    return secrets.token_hex(8)


def note(
    verb: str, *, by: Account | None = None, comment: Comment | None = None, story: int = 0, account: int = 0, reason: str = "",
    batch: str = "", **facts: Any,
) -> LogLine:  # fmt: skip
    """One line of the moderation log, in the caller's transaction; without `by`, the program did it."""
    return LogLine.objects.create(
        at=clock.now(), by=by.pk if by else 0, verb=verb, story=comment.thread.story if comment else story,
        comment=comment.pk if comment else 0, account=account or ((comment.account_id or 0) if comment else 0),
        reason=reason, batch=batch, facts=facts,
    )  # fmt: skip


def publish(kind: str, comment: Comment, *, lists: int | None = None, by: Account | None = None) -> None:
    """Tell readers of a change of a comment, and whoever it answers; the last thing in a transaction.

    Commits are in a row from here on. So when the lists still have the version that the text was held against (`lists`),
    nothing that they ban can be published by a race; otherwise raises ListsChanged. The same for a reader (`by`) who
    was suspended or banned meanwhile: raises Refused.
    """
    thread = comment.thread
    facts = {"story": thread.story, "comment": comment.pk, "version": comment.version}
    log.record(kind, tags={f"talk:{thread.story}"}, edition=thread.edition, facts=facts)
    if kind == "comment.published":
        telling.of_reply(comment)
    elif kind == "comment.removed":
        telling.take_back(comment)
    if lists is not None and lists_row().version != lists:
        raise ListsChanged
    if by is not None:
        refuse_if_suspended(by)


def refuse_if_suspended(account: Account) -> None:
    """Raise Refused when an account may not write or give an opinion at this moment: one query."""
    if reason := queries.suspended(account, clock.now()):
        raise Refused(reason, wording.refused(reason))


def lists_row() -> Lists:
    """The one row about the lists."""
    row: Lists = Lists.objects.get_or_create(pk=1)[0]
    return row
