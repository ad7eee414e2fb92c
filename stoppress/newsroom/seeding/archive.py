"""A believable archive of any size by the bulk path: rows in batches, one log entry at the end."""

import json
import random
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from stoppress.kit import clock
from stoppress.newsroom import rules
from stoppress.newsroom.models import Byline, Contributor, Edition, Listing, Section, Story, StoryTopic, Topic
from stoppress.publog import log

BATCH = 1000
_SUBJECTS = ("Council", "Harbour Authority", "Tram operator", "University", "Ferry company", "City theatre", "Rovers",
             "Fishing fleet", "Hospital", "Central bank", "Housing office", "Museum", "Fire brigade",
             "Weather office")  # fmt: skip
_VERBS = ("approves", "delays", "opens", "doubts", "welcomes", "rejects", "reviews", "extends", "questions", "plans",
          "defends", "closes", "expands", "measures")  # fmt: skip
_OBJECTS = (
    "plan for new quay", "night timetable", "budget of {n} million crowns", "study of {n} streets", "repair of bridge {n}",
    "appeal by {n} tenants", "agreement with {n} crews", "season of {n} concerts", "survey of seabirds", "rule on noise",
    "flood wall at dock {n}", "loan to {n} families", "register of moorings", "count of {n} cyclists",
)  # fmt: skip
_SENTENCES = (
    "The decision was made after a debate of {n} hours.",
    "Residents of the district had asked for it since spring.",
    "A report of {n} pages sets out what it will cost.",
    "Nobody who spoke expected work to begin before the winter.",
    "The figures for the quarter show a rise of {n} per cent.",
    "Two members abstained, and one left the room.",
    "A second reading is planned for the week after next.",
    "The harbour was calm and the ferries ran to time.",
    "Critics say that the numbers of last year were never explained.",
    "The office promised an answer within {n} days.",
)


def grow(count: int, *, progress: Callable[[int, int], None] = lambda done, wanted: None) -> int:
    """Add `count` stories, older than everything there, spread over ten years; returns how many were added."""
    dice = random.Random(1871 + Story.objects.count())
    edition = Edition.objects.order_by("position").first()
    if edition is None:
        raise ValueError("There is no edition to grow an archive in; run `stoppress seed` first.")
    stock = _Stock(edition, dice)
    end = clock.now() - timedelta(days=14)
    start = end - timedelta(days=3650)
    step = (end - start) / max(1, count)
    for first in range(0, count, BATCH):
        with transaction.atomic():
            moments = [start + step * n for n in range(first, min(first + BATCH, count))]
            stock.write(moments)
        progress(min(first + BATCH, count), count)
    with transaction.atomic():
        log.record("archive.imported", tags=[f"days:edition:{edition.pk}", f"edition:{edition.pk}"], edition=edition.code,
                   facts={"stories": count})  # fmt: skip
    return count


class _Stock:
    """What the archive's stories are made of."""

    def __init__(self, edition: Edition, dice: random.Random) -> None:
        self.edition, self.dice = edition, dice
        self.sections = list(Section.objects.filter(edition=edition))
        self.topics = list(Topic.objects.filter(edition=edition))
        self.contributors = list(Contributor.objects.filter(edition=edition))

    def write(self, moments: list[datetime]) -> None:
        """One batch of stories with their topics, bylines and listings."""
        stories = Story.objects.bulk_create(self._story(moment) for moment in moments)
        topics, bylines, listings = [], [], []
        for story in stories:
            mine = self.dice.sample(self.topics, min(2, len(self.topics)))
            author = self.dice.choice(self.contributors)
            topics += [StoryTopic(story=story, topic=t, sort_order=n) for n, t in enumerate(mine)]
            bylines.append(Byline(story=story, contributor=author, sort_order=0))
            lists = rules.lists_of(
                edition_id=self.edition.pk, section_ids=[n for n in (story.section_id, story.section.parent_id) if n],
                topic_ids=[t.pk for t in mine], contributor_ids=[author.pk], story_type="news", is_breaking=False,
            )  # fmt: skip
            listings += [Listing(list=n, story=story, published_at=story.first_published_at, day=story.published_date)
                         for n in sorted(lists)]  # fmt: skip
        StoryTopic.objects.bulk_create(topics)
        Byline.objects.bulk_create(bylines)
        Listing.objects.bulk_create(listings)

    def _story(self, moment: datetime) -> Story:
        dice = self.dice
        number = dice.randint(2, 98)
        headline = f"{dice.choice(_SUBJECTS)} {dice.choice(_VERBS)} {dice.choice(_OBJECTS).format(n=number)}"
        paragraphs = [" ".join(s.format(n=dice.randint(2, 90)) for s in dice.sample(_SENTENCES, 4)) for _ in range(6)]
        body = [
            {"type": "paragraph", "value": f"<p>{p}</p>", "id": str(uuid.UUID(int=dice.getrandbits(128)))} for p in paragraphs
        ]
        return Story(
            edition=self.edition, section=dice.choice(self.sections), headline=headline, slug=rules.slug_of(headline),
            standfirst=dice.choice(_SENTENCES).format(n=number), body=json.dumps(body), live=True, state="published", version=1,
            first_published_at=moment, last_published_at=moment,
            published_date=clock.date_in_zone(moment, self.edition.time_zone),
        )  # fmt: skip
