"""Each change of a newsroom by itself, while every page lies on the shelf: afterwards each page equals a fresh print."""

from collections.abc import Callable

import pytest

from stoppress.newsroom.actions import drafts, stories
from stoppress.newsroom.models import Story
from stoppress.press import follower, house
from stoppress.press.printing import print_address
from stoppress.press.shelf import Printed
from tests.press.test_shelf_is_fresh import Newsroom

pytestmark = pytest.mark.django_db


def _change(**fields: object) -> Callable[[Newsroom, Story], object]:
    def changed(newsroom: Newsroom, story: Story) -> None:
        story, revision = drafts.write(story=story, fields=fields)
        stories.publish(story=story, revision=revision, verb="update")

    return changed


def _move(newsroom: Newsroom, story: Story) -> None:
    _change(section=newsroom.sections[1])(newsroom, story)


def _give_other_topics(newsroom: Newsroom, story: Story) -> None:
    story, revision = drafts.write(story=story, fields={}, topics=[newsroom.topics[1]])
    stories.publish(story=story, revision=revision, verb="update")


def _take_the_byline(newsroom: Newsroom, story: Story) -> None:
    story, revision = drafts.write(story=story, fields={}, contributors=[])
    stories.publish(story=story, revision=revision, verb="update")


def _rename(which: str) -> Callable[[Newsroom, Story], object]:
    return lambda newsroom, story: newsroom.rename("Metro", which)


CHANGES: dict[str, Callable[[Newsroom, Story], object]] = {
    "another story": lambda newsroom, story: newsroom.publish("Ferry fares rise", 0, 0, "news", False),
    "a flash": lambda newsroom, story: newsroom.publish("Ferry fares rise", 1, 1, "news", True),
    "an opinion": lambda newsroom, story: newsroom.publish("Ferry fares rise", 0, 1, "opinion", False),
    "another headline": _change(headline="Ferry fares fall"),
    "another kicker": _change(kicker="Harbour"),
    "another standfirst": _change(standfirst="From Monday on."),
    "another slug": _change(slug="fares"),
    "less urgent": _change(urgency=7),
    "another section": _move,
    "other topics": _give_other_topics,
    "no byline": _take_the_byline,
    "a correction": lambda newsroom, story: stories.correct(story=story, text="It was raining."),
    "killed": lambda newsroom, story: stories.kill(story=story, notice="It was false."),
    "taken down": lambda newsroom, story: stories.take_down(story=story),
    "deleted": lambda newsroom, story: story.delete(),
    "a section renamed": _rename("section"),
    "a topic renamed": _rename("topic"),
    "a contributor renamed": _rename("contributor"),
    "an edition renamed": _rename("edition"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_every_page_shows_it(change: Callable[[Newsroom, Story], object]) -> None:
    newsroom = Newsroom()
    for headline, section in (("Trams run all night", 0), ("Rovers win", 1), ("🚋 <b>& so on</b>", 0)):
        newsroom.publish(headline, section, section, "news", False)
    follower.settle()
    newsroom.readers_come()
    before = _printed(newsroom)
    change(newsroom, Story.objects.get(pk=newsroom.stories[0].pk))
    follower.settle()
    assert house.shelf().count().superseded == 0
    newsroom.proofread()
    assert _printed(newsroom) != before, "the change shows nowhere, so that this proves nothing"


def _printed(newsroom: Newsroom) -> dict[str, bytes | None]:
    """Some pages printed anew: the front, the story and its feed."""
    prefix, story = newsroom.edition.prefix, newsroom.stories[0]
    pages = {address: print_address(address) for address in (f"{prefix}/", f"{prefix}/rss.xml", story.address)}
    return {address: page.body if isinstance(page, Printed) else None for address, page in pages.items()}
