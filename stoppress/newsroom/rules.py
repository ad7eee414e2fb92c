"""The newsroom's rules as plain functions: states, labels, addresses, what publishing needs."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from stoppress.kit.slugs import slugify

STORY_TYPES = [
    ("news", "News"), ("brief", "Brief"), ("opinion", "Opinion"), ("analysis", "Analysis"), ("review", "Review"),
    ("interview", "Interview"), ("feature", "Feature"), ("gallery", "Gallery"), ("video", "Video"), ("live", "Live"),
]  # fmt: skip
STATES = [
    ("draft", "Draft"), ("in_review", "In review"), ("scheduled", "Scheduled"), ("published", "Published"),
    ("corrected", "Corrected"), ("killed", "Killed"), ("taken_down", "Taken down"), ("spiked", "Spiked"),
]  # fmt: skip
PUBLIC_STATES = ("published", "corrected")


def slug_of(headline: str) -> str:
    """The slug a headline gives."""
    return slugify(headline)


def story_address(prefix: str, published_date: date | None, slug: str, story_id: int) -> str:
    """`/{YYYYMMDD}/{slug}--{id}.html` under the edition's prefix, percent-encoded."""
    day = f"{published_date:%Y%m%d}" if published_date else "draft"
    return f"{prefix}/{day}/{quote(slug or 'story')}--{story_id}.html"


def lists_of(
    *, edition_id: int, section_ids: Iterable[int], topic_ids: Iterable[int], contributor_ids: Iterable[int],
    story_type: str, is_breaking: bool,
) -> set[str]:
    """Names of all lists that a public story with these marks is on."""  # fmt: skip
    lists = {f"edition:{edition_id}"}
    lists |= {f"section:{n}" for n in section_ids}
    lists |= {f"topic:{n}" for n in topic_ids}
    lists |= {f"contributor:{n}" for n in contributor_ids}
    if story_type == "opinion":
        lists.add(f"opinion:{edition_id}")
    if is_breaking:
        lists.add(f"breaking:{edition_id}")
    return lists


def labels_of(
    *, story_type: str, is_breaking: bool, is_exclusive: bool, sponsor: str, sensitive_note: str,
    updated_at: datetime | None, state: str,
) -> tuple[str, ...]:
    """The labels a story carries, in the order they are shown."""  # fmt: skip
    marks = [
        ("live", story_type == "live"), ("breaking", is_breaking), ("exclusive", is_exclusive),
        ("opinion", story_type == "opinion"), ("analysis", story_type == "analysis"),
        ("sponsored", bool(sponsor)), ("corrected", state == "corrected"),
        ("updated", updated_at is not None and state != "corrected"), ("sensitive", bool(sensitive_note)),
    ]  # fmt: skip
    return tuple(name for name, shown in marks if shown)


def publication_problems(
    *, headline: str, section: Any, body: Iterable[Mapping[str, Any]], lead_picture: Any, lead_alt: str,
    pictures: Mapping[int, Any],
) -> dict[str, str]:
    """What stands in the way of publishing: field name to a sentence; empty when nothing does."""  # fmt: skip
    problems: dict[str, str] = {}
    if not headline.strip():
        problems["headline"] = "Give the story a headline before you publish it."
    if section is None:
        problems["section"] = "Choose the section this story belongs to before you publish it."
    if not list(body):
        problems["body"] = "The story has no text yet; write at least one paragraph before you publish it."
    if lead_picture is not None and not (lead_alt or lead_picture.alt).strip():
        problems["lead_alt"] = "Describe the lead picture for readers who cannot see it (alternative text)."
    if lead_picture is not None and not lead_picture.credit.strip():
        problems["lead_picture"] = f"The picture “{lead_picture.title}” has no credit; add one to the picture."
    for picture in pictures.values():
        if not picture.alt.strip():
            problems["body"] = f"The picture “{picture.title}” in the text has no alternative text; add it to the picture."
        elif not picture.credit.strip():
            problems["body"] = f"The picture “{picture.title}” in the text has no credit; add one to the picture."
    return problems


def compare_versions(new: str, old: str) -> int:
    """-1, 0 or 1 as `new` is older than, the same as or newer than `old`.

    Whole numbers are compared as numbers, everything else as text (ISO times sort as text).
    An empty version is older than any other.
    """
    if new.isdecimal() and old.isdecimal():
        left, right = int(new), int(old)
        return (left > right) - (left < right)
    return (new > old) - (new < old)
