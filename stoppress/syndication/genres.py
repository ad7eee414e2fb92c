"""The newsroom's story types in the words of the IPTC genre NewsCodes."""

from stoppress.copy.stories import Story

#: https://cv.iptc.org/newscodes/genre/: only what the type of a story says for certain.
GENRES = {
    "opinion": "Opinion",
    "analysis": "Analysis",
    "review": "Review",
    "interview": "Interview",
    "feature": "Feature",
}


def genre_of(story: Story) -> str:
    """The story's genre code, or `` when its type has none."""
    return GENRES.get(story.story_type, "")
