"""The page that stands in for a page while the database cannot be used; nothing of it comes from there."""

from html import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext

from stoppress.publog.trouble import Trouble

_PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>503</title><body>{}</body></html>"
)


def page(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """503 with plain words: for the desk what became of its work, for readers the same in every language of the house."""
    if request.path_info.startswith("/desk/"):
        words = f"{trouble.sentence} What you typed is still in your browser: go back to it."
        told = f"<h1>{escape(words)}</h1>"
    else:
        told = "".join(map(_in_language, (code for code, _ in settings.LANGUAGES)))
    return HttpResponse(_PAGE.format(told), status=503, headers={"Retry-After": "30", "Cache-Control": "public, max-age=0"})


def _in_language(code: str) -> str:
    with translation.override(code):
        words = escape(gettext("The page will be back shortly. Please try again in a minute."))
        return f'<p lang="{code}" dir="{"rtl" if translation.get_language_bidi() else "ltr"}">{words}</p>'
