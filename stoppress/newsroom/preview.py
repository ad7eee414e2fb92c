"""A draft shown as the page it will be; the press, which sits above, says how to print it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from stoppress.kit import clock
from stoppress.newsroom import rules
from stoppress.newsroom.models import Story

_HEADERS = {
    "X-Robots-Tag": "noindex, nofollow",
    "X-Frame-Options": "SAMEORIGIN",
    "Content-Security-Policy": "frame-ancestors 'self'",
    "Cache-Control": "private, no-store",
}
_printer: Callable[[Story], str] | None = None


def print_with(printer: Callable[[Story], str]) -> None:
    """Let `printer` turn a draft into the HTML of its page."""
    global _printer
    _printer = printer


def respond(story: Story, request: HttpRequest) -> HttpResponse:
    """The page of a draft as it would be if it came out now; or a sentence that says what it still lacks."""
    story.is_preview = True  # type: ignore[attr-defined]
    if story.edition_id is None:
        return _sentence("Choose an edition to see this story as a page.")
    if story.section is None:
        return _sentence("Choose a section to see this story as a page.")
    if _printer is None:
        return _sentence("No press is installed, so there is no page to show.")
    story.pk = story.pk or 0
    story.headline = story.headline or "Headline"
    story.slug = story.slug or rules.slug_of(story.headline)
    story.first_published_at = story.first_published_at or clock.now()
    story.published_date = story.published_date or clock.date_in_zone(story.first_published_at, story.edition.time_zone)
    return HttpResponse(_printer(story), headers=_HEADERS)


def _sentence(text: str) -> HttpResponse:
    page = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Preview</title><p>{text}'
    return HttpResponse(page, headers=_HEADERS)
