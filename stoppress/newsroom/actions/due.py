"""What the clock does in the newsroom: scheduled stories come out, expired ones go, one by one."""

import logging

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Revision

from stoppress.kit import clock
from stoppress.newsroom.actions import stories
from stoppress.newsroom.errors import NewsroomError
from stoppress.newsroom.models import Story

logger = logging.getLogger(__name__)


def run_due() -> int:
    """Publish every story whose time has come and take down those that expired; returns how many.

    Each is a transaction of its own: one that is refused is logged and never stops the others.
    """
    done = 0
    kind = ContentType.objects.get_for_model(Story)
    revisions = Revision.objects.filter(base_content_type=kind, approved_go_live_at__lte=clock.now())
    for revision in revisions.order_by("approved_go_live_at", "id"):
        done += _one(lambda revision=revision: stories.publish(story=revision.content_object, revision=revision), revision)
    for story in Story.objects.filter(live=True, expire_at__lte=clock.now()):
        done += _one(lambda story=story: stories.take_down(story=story), story)
    return done


def _one(verb, thing: object) -> int:  # type: ignore[no-untyped-def]
    try:
        verb()
    except NewsroomError as refusal:
        logger.error("%s could not come out on time: %s", thing, refusal)
        return 0
    return 1
