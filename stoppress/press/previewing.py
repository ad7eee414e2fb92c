"""The desk's preview: the real page of a story that may not be saved yet."""

from stoppress.copy.pages import StoryPage
from stoppress.newsroom.models import Story
from stoppress.press.gather.editions import edition_copy
from stoppress.press.gather.pages import feeds_of
from stoppress.press.gather.stories import stories_copy
from stoppress.press.typeset import typeset


def print_preview(story: Story) -> str:
    """The story page as readers would get it."""
    seen: set[str] = set()
    edition = edition_copy(story.edition, seen)
    (copy,) = stories_copy([story], seen)
    return typeset(StoryPage(edition, copy, feeds_of(copy.section.name, copy.section.address)))
