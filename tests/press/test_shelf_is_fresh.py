"""The property that matters most: whatever happens in whatever order, with crashes between, the shelf
ends equal to a fresh print."""

import sys
import uuid
from collections import Counter
from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from stoppress.kit import clock
from stoppress.kit.slugs import slugify
from stoppress.newsroom.actions import drafts, stories
from stoppress.newsroom.models import Contributor, Edition, Section, Story, Topic
from stoppress.press import follower, house, printing, runs
from stoppress.press.proofread import differences
from stoppress.press.shelf import Printed, key_of
from stoppress.reads import rules
from stoppress.reads.actions import counting, ranking
from stoppress.reads.models import MostRead

headlines = st.sampled_from(["Trams run all night", "Ferry fares rise", "Rovers win", "تصويت المجلس", "🚋 <b>& so on</b>"])


class Newsroom(RuleBasedStateMachine):
    """A small newsroom, readers who bring pages onto the shelf, and a press that may crash anywhere."""

    def __init__(self) -> None:
        super().__init__()
        mark = uuid.uuid4().hex[:6]
        self.edition = Edition.objects.create(code=f"e{mark}", name="Courier", prefix=f"/e{mark}", time_zone="Europe/Lisbon")
        self.sections = [Section.objects.create(edition=self.edition, name=n, slug=slugify(n)) for n in ("City", "Sport")]
        self.topics = [Topic.objects.create(edition=self.edition, name=n, slug=slugify(n)) for n in ("Trams", "Rain")]
        self.contributors = [Contributor.objects.create(edition=self.edition, name="Lena", slug="lena")]
        self.stories: list[Story] = []
        follower.start()

    @rule(headline=headlines, section=st.integers(0, 1), topic=st.integers(0, 1), kind=st.sampled_from(["news", "opinion"]),
          breaking=st.booleans())  # fmt: skip
    def publish(self, headline, section, topic, kind, breaking):
        story, _ = drafts.write(
            story=None, fields={"edition": self.edition, "section": self.sections[section], "headline": headline,
                                "story_type": kind, "is_breaking": breaking},
            body=[{"type": "paragraph", "value": f"<p>{headline}</p>", "id": "a"}],
            topics=[self.topics[topic]], contributors=self.contributors,
        )  # fmt: skip
        self.stories.append(stories.publish(story=story).story)

    def _pick(self, number):
        return Story.objects.get(pk=self.stories[number % len(self.stories)].pk)

    @precondition(lambda self: self.stories)
    @rule(number=st.integers(0, 9), headline=headlines, section=st.integers(0, 1), verb=st.sampled_from(["update", "refile"]))
    def change(self, number, headline, section, verb):
        story = self._pick(number)
        if story.live:
            story, revision = drafts.write(
                story=story, fields={"headline": headline, "slug": slugify(headline), "section": self.sections[section]})  # fmt: skip
            stories.publish(story=story, revision=revision, verb=verb)

    @precondition(lambda self: self.stories)
    @rule(number=st.integers(0, 9), verb=st.sampled_from(["kill", "take_down", "correct", "publish", "delete"]))
    def turn(self, number, verb):
        story = self._pick(number)
        if verb == "correct" and story.live:
            stories.correct(story=story, text="It was raining.")
        elif verb in ("kill", "take_down") and story.live:
            getattr(stories, verb)(story=story)
        elif verb == "publish" and story.state == "taken_down":
            stories.publish(story=story)
        elif verb == "delete" and len(self.stories) > 3:
            story.delete()
            self.stories = [s for s in self.stories if s.pk != story.pk]

    @rule(name=st.sampled_from(["Metro", "Town", "City"]), which=st.sampled_from(["section", "topic", "contributor", "edition"]))
    def rename(self, name, which):
        row = {"section": self.sections[0], "topic": self.topics[0], "contributor": self.contributors[0],
               "edition": self.edition}[which]  # fmt: skip
        row.name = name
        row.save()

    @precondition(lambda self: self.stories)
    @rule(numbers=st.lists(st.integers(0, 5), min_size=3, max_size=6))
    def readers_read(self, numbers):
        """Counts come in, and the clock ranks."""
        read = Counter((rules.hour_of(clock.now()), self._pick(number).pk) for number in numbers * 3)
        with transaction.atomic():
            counting.add(read)
        MostRead.objects.update(changed_at=clock.now() - ranking.PAUSE)
        ranking.rank()

    @rule()
    def readers_come(self):
        """Misses print and shelve pages of every kind."""
        prefix = self.edition.prefix
        paths = ["/", "/latest/", "/city/", "/sport/", "/topics/trams/", "/contributors/lena/", "/corrections/", "/rss.xml",
                 "/sport/atom.xml", "/topics/rain/feed.json", "/sitemaps/news.xml", "/sitemaps/pages.xml",
                 f"/parts/latest/{self.sections[0].pk}.html", "/parts/newsfeed.html",
                 "/most-read/", "/parts/most-read.html"]  # fmt: skip
        addresses = [prefix + p for p in paths] + ["/sitemap.xml"]
        for story in Story.objects.filter(edition=self.edition, published_date__isnull=False):
            addresses += [story.address, f"{prefix}/parts/next/{story.pk}.html", f"{prefix}/next/{story.pk}/", f"{prefix}/latest/{story.published_date:%Y%m%d}/",
                          f"{prefix}/city/{story.published_date:%Y%m%d}/", f"{prefix}/sitemaps/{story.published_date:%Y%m%d}.xml"]  # fmt: skip
        for address in addresses:
            began = house.shelf().began()
            printed = printing.print_address(address)
            if isinstance(printed, Printed):
                house.shelf().put(printed, began=began)
        # Every other page has been read again since, so that the press keeps some and drops some.
        house.shelf().add_hits((key_of(address), 1) for address in addresses[::2])

    @rule()
    def press_works(self):
        follower.settle()

    @rule()
    def press_follows(self):
        """Only what cannot wait."""
        follower.catch_up()

    @rule(after=st.integers(0, 6))
    def press_crashes(self, after):
        """The press dies after so many steps, each a print or a put of several pages; the cursor has not moved."""
        steps = iter(range(after))

        def until_it_dies(whole):
            return lambda *args: whole(*args) if next(steps, None) is not None else sys.exit()

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(runs, "printed", until_it_dies(runs.printed))
            patch.setattr(runs.Tray, "shelve", until_it_dies(runs.Tray.shelve))
            with suppress(SystemExit):
                follower.settle()

    @invariant()
    def the_shelf_is_fresh_once_the_press_has_worked(self):
        if house.shelf().cursor == follower.newest():
            self.proofread(waiting=house.shelf().count().superseded)

    def proofread(self, waiting=0):
        found = [d for d in differences() if d]
        wrong = [d for d in found if not d.is_waiting]
        assert len(found) - len(wrong) <= waiting
        assert not wrong, wrong

    def teardown(self):
        self.press_works()
        assert house.shelf().count().superseded == 0
        self.proofread()
        self.readers_come()
        self.proofread()


@pytest.mark.django_db
def test_the_shelf_equals_a_fresh_print_whatever_happened():
    run_state_machine_as_test(
        Newsroom,
        settings=settings(max_examples=6, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)),
    )
