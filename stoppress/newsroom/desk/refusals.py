"""What the newsroom refuses, said to the person at the desk: at the top and beside the fields."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.forms.utils import ErrorList
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from stoppress.newsroom.body import Path
from stoppress.newsroom.errors import NewsroomError, NotReady, Problem

BLOCK_FIELDS = {"body", "lead_media"}


def sentences(refusal: NewsroomError) -> list[str]:
    """The reasons, one sentence each."""
    return [one.sentence for one in refusal.found] if isinstance(refusal, NotReady) else [str(refusal)]


def tell(request: HttpRequest, refusal: NewsroomError, *, saved: bool) -> None:
    """Show a refusal at the top of the next page; `saved` says that what was typed has been kept."""
    kept = "Your draft is saved, but nothing has changed for readers." if saved else "Nothing has changed."
    reasons = format_html_join("", "<li>{}</li>", ((s,) for s in sentences(refusal)))
    messages.error(request, format_html("{}<ul>{}</ul>", kept, reasons))


def mark(form: BaseForm, refusal: NewsroomError) -> None:
    """Put the reasons beside the fields of a form that has not been sent, as if it had been refused."""
    found = refusal.found if isinstance(refusal, NotReady) else ()
    form.errors  # noqa: B018 - an unsent form makes its empty list of errors when asked
    for name in dict.fromkeys(one.field for one in found if one.field in form.fields):
        here = [one for one in found if one.field == name]
        errors = [_in_blocks(here)] if name in BLOCK_FIELDS else [ValidationError(one.sentence) for one in here]
        form.errors[name] = form.error_class(errors)


def _in_blocks(problems: list[Problem]) -> ValidationError:
    """One error for a whole field of blocks, which takes each sentence to its own block and field."""
    of_field = [ValidationError(one.sentence) for one in problems if not one.path]
    within = _parted((one.path, one.sentence) for one in problems if one.path)
    return StreamBlockValidationError(block_errors=within, non_block_errors=ErrorList(of_field))


def _parted(told: Iterable[tuple[Path, str]]) -> dict[Any, ValidationError]:
    """Errors by the first step of their paths."""
    by_step: dict[int | str, list[tuple[Path, str]]] = {}
    for (step, *rest), sentence in told:
        by_step.setdefault(step, []).append((tuple(rest), sentence))
    return {step: _nested(below) for step, below in by_step.items()}


def _nested(told: list[tuple[Path, str]]) -> ValidationError:
    if not told[0][0]:
        return ValidationError([sentence for _, sentence in told])
    is_list = isinstance(told[0][0][0], int)
    return (ListBlockValidationError if is_list else StructBlockValidationError)(block_errors=_parted(told))
