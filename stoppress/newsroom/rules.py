"""The newsroom's rules as plain functions: states, labels, addresses, what publishing needs."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from stoppress.kit.slugs import slugify
from stoppress.newsroom import body as bodies
from stoppress.newsroom.errors import Problem

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
    updated_at: datetime | None, state: str, coverage_ended_at: datetime | None = None,
) -> tuple[str, ...]:
    """The labels a story carries, in the order they are shown."""  # fmt: skip
    marks = [
        ("live", story_type == "live" and coverage_ended_at is None), ("breaking", is_breaking), ("exclusive", is_exclusive),
        ("opinion", story_type == "opinion"), ("analysis", story_type == "analysis"),
        ("sponsored", bool(sponsor)), ("corrected", state == "corrected"),
        ("updated", updated_at is not None and state != "corrected"), ("sensitive", bool(sensitive_note)),
    ]  # fmt: skip
    return tuple(name for name, shown in marks if shown)


def publication_problems(
    *, headline: str, section: Any, body: Sequence[Mapping[str, Any]], lead_picture: Any, lead_alt: str,
    lead_media: Sequence[Mapping[str, Any]] = (), pictures: Mapping[int, Any],
    rights_problem: Callable[[Any], str] = lambda picture: "",
) -> list[Problem]:
    """Everything that stands in the way of publishing, or nothing.

    `pictures` are those of both bodies; `rights_problem` says why a picture must not come out, if it must not.
    """  # fmt: skip
    problems = []
    if not headline.strip():
        problems.append(Problem("headline", "Give the story a headline before you publish it."))
    if section is None:
        problems.append(Problem("section", "Choose the section this story belongs to before you publish it."))
    if lead_picture is not None and not (lead_alt or lead_picture.alt).strip():
        problems.append(Problem("lead_alt", "Describe the lead picture for readers who cannot see it (alternative text)."))
    if lead_picture is not None and not lead_picture.credit.strip():
        problems.append(Problem("lead_picture", f"The picture “{lead_picture.title}” has no credit; add one to the picture."))
    if lead_picture is not None and (reason := rights_problem(lead_picture)):
        problems.append(Problem("lead_picture", reason))
    problems += _picture_problems("lead_media", lead_media, pictures, rights_problem)
    if not body:
        problems.append(Problem("body", "The story has no text yet; write at least one paragraph before you publish it."))
    return [*problems, *_picture_problems("body", body, pictures, rights_problem)]


def _picture_problems(
    field: str, raw: Sequence[Mapping[str, Any]], pictures: Mapping[int, Any], rights_problem: Callable[[Any], str]
) -> Iterator[Problem]:
    for use in bodies.picture_uses(raw):
        picture = pictures.get(use.picture)
        if picture is None:
            continue  # deleted meanwhile: such a block shows nothing
        place = _place(use)
        if not (use.alt or picture.alt).strip():
            beside = "alt" if use.path[-1] == "picture" else use.path[-1]
            yield Problem(field, f"{place}: the picture “{picture.title}” has no alternative text; "
                                 "say what is to be seen, for readers who cannot see it.", (*use.path[:-1], beside))  # fmt: skip
        if not picture.credit.strip():
            yield Problem(field, f"{place}: the picture “{picture.title}” has no credit; add one to the picture.", use.path)
        if reason := rights_problem(picture):
            yield Problem(field, f"{place}: {reason}", use.path)


def _place(use: bodies.PictureUse) -> str:
    """Such as “Block 4 (gallery), picture 2”, counted as people count."""
    block, *within = use.path
    words = f"Block {int(block) + 1} ({use.block.replace('_', ' ')})"
    numbers = [step for step in within if isinstance(step, int)]
    if within[-1] == "poster":
        return f"{words}, poster"
    return f"{words}, picture {numbers[-1] + 1}" if numbers else words


def compare_versions(new: str, old: str) -> int:
    """-1, 0 or 1 as `new` is older than, the same as or newer than `old`.

    Whole numbers are compared as numbers, everything else as text (ISO times sort as text).
    An empty version is older than any other.
    """
    if new.isdecimal() and old.isdecimal():
        left, right = int(new), int(old)
        return (left > right) - (left < right)
    return (new > old) - (new < old)
