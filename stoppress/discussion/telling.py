"""What readers are told of discussions: replies to them, and what was decided about what they wrote."""

from typing import Any

from stoppress.discussion.models import Comment, Ignored, Restriction
from stoppress.kit import plain_text
from stoppress.readers.tidings import actions as tidings

#: Characters of a reply that a letter quotes.
QUOTED = 300


def of_reply(comment: Comment) -> None:
    """Tell whoever wrote the comment above that this one can be read, unless they wrote it themselves or ignore its writer."""
    above = Comment.objects.select_related("account").filter(pk=comment.parent_id).first() if comment.parent_id else None
    if above is None or above.account is None or above.account_id == comment.account_id or not above.account.is_active:
        return
    if Ignored.objects.filter(account=above.account, writer__account=comment.account_id).exists():
        return
    facts = {**_facts(comment), "name": comment.name, "text": plain_text.shorten(plain_text.one_line(comment.text), QUOTED)}
    tidings.tell(account=above.account, kind="reply", subject=f"reply:{comment.pk}", facts=facts, story=comment.thread.story)


def take_back(comment: Comment) -> None:
    """Nobody is told any more of a comment that cannot be read."""
    tidings.take_back(subjects=[f"reply:{comment.pk}", f"approved:{comment.pk}"])


def of_approval(comment: Comment) -> None:
    """Tell the writer of a comment that waited that everybody can read it now."""
    if comment.account is not None:
        told: dict[str, Any] = {"facts": _facts(comment), "story": comment.thread.story}
        tidings.tell(account=comment.account, kind="approved", subject=f"approved:{comment.pk}", **told)


def of_decision(row: Restriction, kind: str = "") -> None:
    """Tell a reader of a removal, warning, suspension or ban, or what came of it: `lifted`, `granted` or `refused`."""
    facts = {"headline": plain_text.one_line(row.quoted)[:120], "decision": row.pk}
    tidings.tell(account=row.account, kind=kind or row.kind, subject=f"{kind or 'decision'}:{row.pk}", facts=facts)


def _facts(comment: Comment) -> dict[str, Any]:
    thread = comment.thread
    return {"headline": thread.headline, "address": f"{thread.address}#comment-{comment.pk}"}
