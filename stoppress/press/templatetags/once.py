"""What stands on page after page, print after print, and is set once: stories' cards, an edition's masthead and colophon."""

from collections.abc import Sequence
from datetime import date

from django import template
from django.template import Context, Engine
from django.utils.safestring import SafeString, mark_safe

from stoppress.copy.editions import Edition
from stoppress.copy.pages import SectionBand
from stoppress.copy.stories import Card, Section
from stoppress.kit.remembering import remembered
from stoppress.press.plates import plate
from stoppress.press.plates.running import Told

register = template.Library()


@register.simple_tag(takes_context=True)
def card(context: Context | Told, story: Card, **how: object) -> SafeString:
    """A story's card, `how` being what `parts/card.html` takes."""
    return cards(context, (story,), **how)


@register.simple_tag(takes_context=True)
def cards(context: Context | Told, stories: Sequence[Card], **how: object) -> SafeString:
    """Cards of several stories, set alike and one below the other."""
    told = tuple((name, bool(value) if name == "hide_section" else value) for name, value in how.items())
    assert context.template is not None, "tags are rendered within a template"
    edition, engine, reference = context["edition"], context.template.engine, context["reference"]
    return mark_safe("".join([_set(story, edition, engine, reference, "parts/card.html", told) for story in stories]))


@register.simple_tag(takes_context=True)
def lines(context: Context | Told, stories: Sequence[Card], part: str) -> SafeString:
    """Stories as lines of a list, or whatever else `part` makes of each."""
    assert context.template is not None, "tags are rendered within a template"
    edition, engine, reference = context["edition"], context.template.engine, context["reference"]
    return mark_safe("".join([_set(story, edition, engine, reference, part, ()) for story in stories]))


@register.simple_tag(takes_context=True)
def band(context: Context | Told, shown: SectionBand, place: int) -> SafeString:
    """A section's band on the front; every other one, by its place, is laid out in another way."""
    assert context.template is not None, "tags are rendered within a template"
    return _set_band(shown.cards, context["edition"], context.template.engine, shown.section, place % 2 == 0)


@register.simple_tag(takes_context=True)
def chrome(context: Context | Told, part: str, **shown: object) -> SafeString:
    """A part of every page of an edition; `shown` is all that it shows beside the edition itself."""
    assert context.template is not None, "tags are rendered within a template"
    return _set_chrome(context["edition"], context.template.engine, part, tuple(shown.items()))


@remembered(1024, alike=2)
def _set_chrome(edition: Edition, engine: Engine, part: str, shown: tuple[tuple[str, object], ...]) -> SafeString:
    return plate(engine, part, edition.language)({"edition": edition, **dict(shown)})


@remembered(256, alike=3, has_tuples=True)
def _set_band(stories: tuple[Card, ...], edition: Edition, engine: Engine, section: Section, is_even: bool) -> SafeString:
    # Without the front's own day: a band shows no times.
    told = {"band": SectionBand(section, stories), "edition": edition, "is_even": is_even, "reference": None}
    return plate(engine, "parts/band.html", edition.language)(told)


@remembered(8192, alike=3)
def _set(
    story: Card, edition: Edition, engine: Engine, reference: date | None, part: str, how: tuple[tuple[str, object], ...]
) -> SafeString:
    """The story in the edition's language, which is the one that the page at hand is set in."""
    told = {"card": story, "edition": edition, "reference": reference, **dict(how)}
    return plate(engine, part, edition.language)(told)
