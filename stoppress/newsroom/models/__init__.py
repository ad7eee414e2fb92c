"""The newsroom's tables."""

from stoppress.newsroom.models.editions import Edition, HousePage
from stoppress.newsroom.models.places import Contributor, Section, Topic
from stoppress.newsroom.models.records import ApiToken, Correction, Listing, StoryVersion
from stoppress.newsroom.models.stories import Byline, Story, StoryTopic

__all__ = [
    "ApiToken", "Byline", "Contributor", "Correction", "Edition", "HousePage", "Listing", "Section", "Story",
    "StoryTopic", "StoryVersion", "Topic",
]  # fmt: skip
