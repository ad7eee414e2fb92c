"""Stories elsewhere: the same card stands on fronts, lists and other stories' pages, print after print, and is set once."""

from datetime import date

from django import template
from django.template import Context, Engine
from django.utils.safestring import SafeString

from stoppress.copy.editions import Edition
from stoppress.copy.stories import Card
from stoppress.kit.remembering import remembered

register = template.Library()


@register.simple_tag(takes_context=True)
def card(context: Context, story: Card, **how: object) -> SafeString:
    """A story's card, `how` being what `parts/card.html` takes."""
    told = tuple((name, bool(value) if name == "hide_section" else value) for name, value in how.items())
    assert context.template is not None, "tags are rendered within a template"
    return _set(story, context["edition"], context.template.engine, context["reference"], told)


@remembered(4096, alike=3)
def _set(
    story: Card, edition: Edition, engine: Engine, reference: date | None, how: tuple[tuple[str, object], ...]
) -> SafeString:
    """The card in the edition's language, which is the one that the page at hand is set in."""
    told = {"card": story, "edition": edition, "reference": reference, **dict(how)}
    return engine.get_template("parts/card.html").render(Context(told, use_l10n=False, use_tz=False))
