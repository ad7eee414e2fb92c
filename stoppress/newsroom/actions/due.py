"""What the clock does in the newsroom: scheduled stories come out, expired ones and pictures go, one by one."""

import logging
from collections.abc import Callable

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Revision

from stoppress.kit import clock
from stoppress.newsroom.actions import stories
from stoppress.newsroom.errors import NewsroomError
from stoppress.newsroom.models import Story
from stoppress.pictures import actions as picture_actions
from stoppress.pictures import queries

logger = logging.getLogger(__name__)


def run_due() -> int:
    """Publish stories whose time has come, take down those that expired, end licences of pictures; returns how many.

    Each is a transaction of its own: one that is refused is logged and never stops the others. Any number of nodes may
    do this at once: who holds a story's row deals with it, and the others pass it by.
    """
    done = sum(_one(_bring_out, pk) for pk in _waiting())
    expired = Story.objects.filter(live=True, expire_at__lte=clock.now())
    done += sum(_one(_take_down, pk) for pk in expired.values_list("pk", flat=True))
    ended = queries.due_to_end(clock.now().date())
    return done + sum(_one(_end_licence, pk) for pk in ended.values_list("pk", flat=True))


def _waiting() -> list[int]:
    """Revisions of stories whose time has come, in the order of their times."""
    kind = ContentType.objects.get_for_model(Story).pk
    # Asked for by kind as well, SQLite would go through every revision of that kind instead of the few that wait.
    due = Revision.objects.filter(approved_go_live_at__lte=clock.now()).order_by("approved_go_live_at", "id")
    return [pk for pk, kind_of in due.values_list("pk", "base_content_type_id") if kind_of == kind]


def _bring_out(pk: int) -> bool:
    found = Revision.objects.filter(pk=pk).values_list("object_id", flat=True).first()
    # The story's row first, as every verb takes it: two who took them in another order would wait for each other.
    story = _mine(Story.objects.filter(pk=found or 0))
    revision = Revision.objects.filter(pk=pk, approved_go_live_at__lte=clock.now()).first()
    if story is None or revision is None:
        return False
    stories.publish(story=story, revision=revision)
    return True


def _take_down(pk: int) -> bool:
    story = _mine(Story.objects.filter(pk=pk, live=True, expire_at__lte=clock.now()))
    if story is None:
        return False
    stories.take_down(story=story)
    return True


def _end_licence(pk: int) -> bool:
    picture = queries.due_to_end(clock.now().date()).filter(pk=pk).select_for_update(of=("self",), skip_locked=True).first()
    if picture is None:
        return False
    picture_actions.end_licence(picture=picture)
    return True


def _mine(rows: QuerySet[Story]) -> Story | None:
    """The row, held until the transaction ends; None when another holds it or it is no longer as asked for."""
    return rows.select_for_update(of=("self",), skip_locked=True).first()


def _one(verb: Callable[[int], bool], pk: int) -> int:
    try:
        with transaction.atomic():
            return int(verb(pk))
    except NewsroomError as refusal:
        logger.error("%s of %s could not be done on time: %s", verb.__name__.strip("_"), pk, refusal)
        return 0
