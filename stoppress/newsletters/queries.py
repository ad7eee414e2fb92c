"""What newsletters take, who gets them, and how they fare; each in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Q

from stoppress.kit import clock
from stoppress.newsletters import rules
from stoppress.newsletters.models import Issue, Newsletter, Subscriber
from stoppress.newsroom.models import Edition, Listing
from stoppress.publog.models import Entry
from stoppress.readers.outbox.models import PARKED, REFUSED, SENT, WAITING, Letter

#: Issues back to which a story counts as sent already.
LOOKED_BACK = 60


def home_of(edition: Edition) -> str:
    """The absolute url of an edition's front, without its last slash; never of a request."""
    scheme = settings.SITE_URL.partition("://")[0]
    return (f"{scheme}://{edition.host}" if edition.host else settings.SITE_URL) + edition.prefix


def lists_of(newsletter: Newsletter) -> list[str]:
    """Names of the lists whose stories it takes: no query but that for its sections."""
    if newsletter.scope == rules.TOPIC:
        return [f"topic:{newsletter.topic_id}"] if newsletter.topic_id else []
    if newsletter.scope == rules.SECTIONS:
        return [f"section:{number}" for number in newsletter.sections.order_by("pk").values_list("pk", flat=True)]
    return [f"edition:{newsletter.edition_id}"]


def new_stories(newsletter: Newsletter, up_to: int) -> list[int]:
    """Stories that came out since its last issue and are public now, the weightiest first: four queries at most.

    The log says what came out; the listings, which hold public stories alone, say what may be shown.
    """
    entries = Entry.objects.filter(id__gt=newsletter.cursor, id__lte=up_to, kind="story.published")
    told = entries.filter(edition=newsletter.edition.code).values_list("facts", flat=True)
    numbers = {facts["story"] for facts in told if "story" in facts} - sent_stories(newsletter)
    if not numbers:
        return []
    rows = Listing.objects.filter(list__in=lists_of(newsletter), story_id__in=numbers)
    rows = rows.filter(published_at__gte=clock.now() - rules.FRESH).order_by("story__urgency", "-published_at", "-story_id")
    return list(dict.fromkeys(rows.values_list("story_id", flat=True)))[: newsletter.most]


def new_breaking(newsletter: Newsletter, up_to: int) -> list[int]:
    """Stories that became breaking since it looked last, are so still, and were not sent: four queries at most."""
    kinds = ("story.published", "story.updated", "story.refiled", "story.corrected")
    since = clock.now() - rules.STILL_BREAKING
    entries = Entry.objects.filter(id__gt=newsletter.cursor, id__lte=up_to, kind__in=kinds, recorded_at__gte=since)
    told = entries.filter(edition=newsletter.edition.code).order_by("id").values_list("facts", flat=True)
    numbers = dict.fromkeys(facts["story"] for facts in told if facts.get("breaking"))
    if not numbers:
        return []
    known = sent_stories(newsletter)
    breaking = Listing.objects.filter(list=f"breaking:{newsletter.edition_id}", story_id__in=numbers)
    listed = Listing.objects.filter(
        list__in=lists_of(newsletter), published_at__gte=clock.now() - rules.FRESH, story_id__in=breaking.values("story_id")
    )
    public = set(listed.values_list("story_id", flat=True))
    return [number for number in numbers if number in public and number not in known]


def sent_stories(newsletter: Newsletter) -> set[int]:
    """Stories that were in its last issues: one query."""
    issues = Issue.objects.filter(newsletter=newsletter, number__gt=newsletter.last_number - LOOKED_BACK)
    return {number for stories in issues.values_list("stories", flat=True) for number in stories}


def are_public(numbers: list[int], edition: int) -> bool:
    """Whether readers of the edition can see all of these stories: one query."""
    return Listing.objects.filter(list=f"edition:{edition}", story_id__in=numbers).count() == len(set(numbers))


def offered(edition: int) -> list[Newsletter]:
    """What an edition offers, in its order: one query."""
    return list(Newsletter.objects.filter(edition=edition, is_active=True).select_related("edition"))


def chosen_by(email: str) -> set[int]:
    """Numbers of the newsletters that an address gets: one query."""
    of = Newsletter.objects.filter(subscriptions__subscriber__email=rules.address_of(email))
    return set(of.values_list("pk", flat=True))


def subscriber_by(key: str) -> Subscriber | None:
    """Whose letter holds this key."""
    return Subscriber.objects.filter(key=key).first() if rules.is_key(key) else None


@dataclass(frozen=True, slots=True)
class Fare:
    """An issue with how its letters fare."""

    issue: Issue
    sent: int
    waiting: int
    failed: int


def fares(newsletter: Newsletter, most: int = 30) -> list[Fare]:
    """The newest issues with how they fare: two queries."""
    issues = list(newsletter.issues.select_related("sheet", "by").order_by("-number")[:most])
    rows: Any = Letter.objects.filter(sheet__in=[issue.sheet_id for issue in issues if issue.sheet_id]).values("sheet")
    counted = {row["sheet"]: row for row in rows.annotate(
        sent=Count("id", filter=Q(state=SENT)), waiting=Count("id", filter=Q(state=WAITING)),
        failed=Count("id", filter=Q(state__in=(PARKED, REFUSED))),
    ).order_by("sheet")}  # fmt: skip
    nothing = {"sent": 0, "waiting": 0, "failed": 0}
    found = [(issue, counted.get(issue.sheet_id, nothing)) for issue in issues]
    return [Fare(issue, told["sent"], told["waiting"], told["failed"]) for issue, told in found]


def reached(newsletter: Newsletter) -> tuple[int, int]:
    """How many get it, and how many would but that letters to them came back: one query."""
    rows = newsletter.subscriptions.aggregate(
        all=Count("id"), suspended=Count("id", filter=Q(subscriber__suspended_at__isnull=False))
    )
    return rows["all"] - rows["suspended"], rows["suspended"]


def waiting(now: datetime, up_to: int) -> list[Newsletter]:
    """Newsletters whose time has come, and those that have not looked at all entries for breaking news: one query."""
    is_hasty = Q(schedule=rules.BREAKING, cursor__lt=up_to)
    rows = Newsletter.objects.filter(Q(next_due_at__lte=now) | is_hasty, is_active=True, is_held=False)
    return list(rows.select_related("edition", "topic"))
