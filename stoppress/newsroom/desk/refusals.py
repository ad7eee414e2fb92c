"""What the newsroom refuses, said to the person at the desk: at the top and beside the fields."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.forms.utils import ErrorList
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from wagtail.blocks.stream_block import StreamBlockValidationError

from stoppress.newsroom.errors import NewsroomError, NotReady

BLOCK_FIELDS = {"body", "lead_media"}


def sentences(refusal: NewsroomError) -> list[str]:
    """The reasons, one sentence each."""
    return list(refusal.problems.values()) if isinstance(refusal, NotReady) else [str(refusal)]


def tell(request: HttpRequest, refusal: NewsroomError, *, saved: bool) -> None:
    """Show a refusal at the top of the next page; `saved` says that what was typed has been kept."""
    kept = "Your draft is saved, but nothing has changed for readers." if saved else "Nothing has changed."
    reasons = format_html_join("", "<li>{}</li>", ((s,) for s in sentences(refusal)))
    messages.error(request, format_html("{}<ul>{}</ul>", kept, reasons))


def mark(form: BaseForm, refusal: NewsroomError) -> None:
    """Put the reasons beside the fields of a form that has not been sent, as if it had been refused."""
    problems = refusal.problems if isinstance(refusal, NotReady) else {}
    form.errors  # noqa: B018 - an unsent form makes its empty list of errors when asked
    for name, sentence in problems.items():
        if name in form.fields:
            error = ValidationError(sentence)
            if name in BLOCK_FIELDS:
                error = StreamBlockValidationError(non_block_errors=ErrorList([error]))
            form.errors[name] = form.error_class([error])
