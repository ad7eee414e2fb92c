"""Small marks: addresses of static files, the part a block is set with, rubric colours, sharing addresses."""

import re
from urllib.parse import quote, urlsplit

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage

from stoppress.copy.blocks import Block
from stoppress.copy.editions import Edition
from stoppress.copy.stories import Section, Story, Topic

register = template.Library()
RUBRICS = 6
_FIGURES = re.compile(r"[-+−–]?[\d\s.,'’٫٬]*\d[\d\s.,'’]*\s?[%‰°€$£]?")


@register.simple_tag
def asset(path: str) -> str:
    """The address of a static file under its hashed name."""
    return staticfiles_storage.url(path)


@register.filter
def part(block: Block) -> str:
    """The template that sets a block."""
    return f"parts/blocks/{block.kind}.html"


@register.filter
def rubric(section: Section) -> str:
    """The class of a section's colour, the same on every page."""
    return f"rubric-{section.id % RUBRICS + 1}"


@register.filter
def figures(cell: str) -> bool:
    """Whether a table's cell is a number, to be set flush with those above and below."""
    return bool(_FIGURES.fullmatch(cell.strip()))


@register.filter
def host(url: str) -> str:
    """The host of a url, as the words of a link to it."""
    return urlsplit(url).hostname or url


@register.filter
def absolute(address: str, edition: Edition) -> str:
    """A url with scheme and host."""
    return address if "://" in address else f"{edition.site_url}{address}"


@register.filter
def places(topics: tuple[Topic, ...]) -> list[Topic]:
    """Only the places among the topics."""
    return [topic for topic in topics if topic.kind == "place"]


@register.filter
def subjects(topics: tuple[Topic, ...]) -> list[Topic]:
    """The topics that are no places."""
    return [topic for topic in topics if topic.kind != "place"]


@register.filter
def og_locale(language: str) -> str:
    """`en` as `en_GB`-like mark of Open Graph: the language with its likeliest country."""
    from babel import Locale

    locale = Locale.parse(language, sep="-")
    territory = locale.territory or Locale.parse(f"und_{locale.language}", resolve_likely_subtags=True).territory
    return f"{locale.language}_{territory}" if territory else locale.language


@register.filter
def mail_to_share(story: Story) -> str:
    """A `mailto:` with the headline as subject and the address as text."""
    return f"mailto:?subject={quote(story.headline)}&body={quote(story.url)}"
