"""What remains of a reader who has their account erased: discussions stay readable, nothing tells who wrote."""

from django.db.models import F, Q

from stoppress.discussion import telling
from stoppress.discussion.actions import audit, transitions
from stoppress.discussion.models import Comment, Like, Message, Revision, Thread
from stoppress.discussion.models.comments import DELETED, PUBLISHED
from stoppress.kit import clock
from stoppress.publog import log
from stoppress.readers.models import Account


def erase(*, account: Account) -> None:
    """Take back every comment and message of an account and its likes, in the caller's transaction."""
    touched: set[tuple[int, str]] = set()
    # All discussions at first and in one order: who writes has one of them, and then waits for the writer's own row.
    concerned = Q(comments__account=account) | Q(comments__likes__account=account)
    numbers = sorted(set(Thread.objects.filter(concerned).values_list("pk", flat=True)))
    list(Thread.objects.select_for_update().filter(pk__in=numbers).order_by("pk"))
    for number in Comment.objects.filter(account=account).order_by("thread_id", "pk").values_list("pk", flat=True):
        row = transitions.take(number)
        if row.state == PUBLISHED or row.is_shown:
            touched.add((row.thread.story, row.thread.edition))
        telling.take_back(row)
        if row.state != DELETED:
            transitions.move(row, DELETED, reason="erased", at=clock.now())
    comments = Comment.objects.filter(account=account)
    Revision.objects.filter(comment__in=comments).delete()
    comments.update(name="", writer_key="", text="", spans=[], fingerprint="")
    for like in Like.objects.filter(account=account).select_related("comment__thread"):
        Thread.objects.select_for_update().get(pk=like.comment.thread_id)
        Comment.objects.filter(pk=like.comment_id).update(like_count=F("like_count") - 1, version=F("version") + 1)
        touched.add((like.comment.thread.story, like.comment.thread.edition))
        like.delete()
    rooms = set(Message.objects.filter(account=account).values_list("room__story", "room__edition"))
    Message.objects.filter(account=account).update(name="", writer_key="", text="", state="removed", spans=[])
    audit.note("erased", account=account.pk)
    for story, edition in sorted(touched):
        log.record(
            "discussion.changed", tags={f"talk:{story}"}, edition=edition, facts={"scope": f"story:{story}", "story": story}
        )
    for story, edition in sorted(rooms):
        log.record("chat.changed", tags={f"chat:{story}"}, edition=edition, facts={"story": story})
