"""Small marks: addresses of static files, the part a block is set with, rubric colours, sharing addresses."""

import re
from collections.abc import Iterable
from functools import cache
from urllib.parse import urlsplit

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from stoppress.copy.blocks import Block, Table
from stoppress.copy.editions import Edition, Link
from stoppress.copy.stories import Section, Story, Topic
from stoppress.discussion import wording
from stoppress.discussion.rules.verdicts import Reason
from stoppress.syndication.addresses import absolute
from stoppress.syndication.share import share_links

register = template.Library()
RUBRICS = 6
LETTERS_IN_DISPLAY_FACE = {"en", "es", "ca", "de", "fr", "gl", "it", "nl", "pt"}
_FIGURES = re.compile(r"[-+−–]?[\d\s.,'’٫٬]*\d[\d\s.,'’]*\s?[%‰°€$£]?")


@register.simple_tag
@cache
def asset(path: str) -> str:
    """The address of a static file under its hashed name."""
    return staticfiles_storage.url(path)


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """An icon of the sheet, for eyes alone: the words beside it say the same."""
    found = '<svg class="icon" aria-hidden="true" width="20" height="20"><use href="{}#{}"></use></svg>'
    return format_html(found, asset("icons/sheet.svg"), name)


@register.simple_tag
def meta_elements(found: Iterable[tuple[str, str, str]]) -> SafeString:
    """`<meta>` elements of (attribute, key, content), one a line; attributes and keys are our own words."""
    return mark_safe("".join([f'<meta {name}="{key}" content="{escape(content)}">\n' for name, key, content in found]))


@register.filter
def part(block: Block) -> str:
    """The template that sets a block."""
    return f"parts/blocks/{block.kind}.html"


@register.filter
def on_site(address: str, edition: Edition) -> str:
    """An address of the edition's site as an absolute url, for letters."""
    return absolute(edition, address)


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
def with_number(kind: str, number: int) -> str:
    """The name of something that can be kept: `topic:` with 12 is `topic:12`."""
    return f"{kind}{number}"


@register.filter
def why_not(reason: str) -> str:
    """Why nobody may write in a discussion, as a sentence."""
    return wording.refused(Reason(reason))


@register.filter
def places(topics: tuple[Topic, ...]) -> list[Topic]:
    """Only the places among the topics."""
    return [topic for topic in topics if topic.kind == "place"]


@register.filter
def subjects(topics: tuple[Topic, ...]) -> list[Topic]:
    """The topics that are no places."""
    return [topic for topic in topics if topic.kind != "place"]


@register.filter
def has_display_face(language: str) -> bool:
    """Whether the display face has the letters of the language, so that it is worth loading early."""
    return language.partition("-")[0] in LETTERS_IN_DISPLAY_FACE


@register.filter
def telephone(number: str) -> str:
    """A telephone number as a `tel:` link dials it."""
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")


@register.filter
def share_to(story: Story, edition: Edition) -> tuple[Link, ...]:
    """Plain links to the platforms the edition chose."""
    return share_links(story, (name for name in edition.share_platforms if name != "mail"))


@register.filter
def mail_to_share(story: Story) -> str:
    """A `mailto:` with the headline as subject and the address as text."""
    return share_links(story, ("mail",))[0].address


@register.filter
def figure_column(table: Table, column: int) -> bool:
    """Whether a column holds numbers below its head."""
    cells = [row[column] for row in table.rows[1:] if column < len(row) and row[column].strip()]
    return bool(cells) and all(figures(cell) for cell in cells)
