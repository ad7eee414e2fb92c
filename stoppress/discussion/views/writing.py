"""Writing a comment and what one does with one's own: by forms without script, or by the script of the discussion."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from stoppress.discussion import lent, queries, wording
from stoppress.discussion.actions import writing
from stoppress.discussion.errors import DiscussionError
from stoppress.discussion.lent import StoryFacts
from stoppress.discussion.models import Comment
from stoppress.discussion.models.comments import PUBLISHED
from stoppress.discussion.rules import markup
from stoppress.discussion.views.asking import (
    KEPT,
    account_of,
    log_in_first,
    number_in,
    refuse,
    wants_json,
)
from stoppress.kit import clock
from stoppress.readers.views.limits import at_most
from stoppress.readers.views.proving import proven

#: Characters of a typed text that are kept until the log-in.
_KEPT_MOST = 12_000


@require_GET
def own(request: HttpRequest, story: int) -> JsonResponse:
    """What only this reader may know of a discussion, for its script."""
    facts = _story(story)
    if not request.user.is_authenticated:
        return JsonResponse({"log_in": f"{reverse('account_login')}"})
    account, now = account_of(request), clock.now()
    found = queries.own_state(account, facts, now)
    return JsonResponse({
        "name": account.get_short_name(), "token": get_token(request),
        "why_not": wording.refused(found.why_not) if found.why_not else "",
        "may_answer": found.may_answer, "liked": found.liked, "ignored": found.ignored,
        "waiting": [_told(row) for row in found.waiting if row.text],
        "written": [number for number, _at in found.written],
        "editable": [number for number, at in found.written if now - at < writing.EDITABLE],
    })  # fmt: skip


@proven
@require_http_methods(["GET", "POST"])
@at_most("60/m/ip")
def write(request: HttpRequest, story: int) -> HttpResponse:
    """Take a comment; GET shows the form with what was typed before."""
    facts = _story(story)
    here = reverse("discussion_write", args=[story])
    if request.method == "GET":
        return _form(request, facts)
    text, parent = request.POST.get("text", ""), number_in(request.POST, "parent")
    if not request.user.is_authenticated:
        request.session[KEPT] = {"story": story, "parent": parent, "text": text[:_KEPT_MOST]}
        return log_in_first(request, here)
    if not request.is_proven:  # type: ignore[attr-defined]
        return _form(request, facts, text=text, parent=parent, wrong=_("Please send it once more; the page was open for long."))
    try:
        row = writing.write(account=account_of(request), story=story, text=text, parent=parent)
    except DiscussionError as refusal:
        return refuse(request, refusal, "discussion/write.html", _facts(request, facts, text=text, parent=parent))
    request.session.pop(KEPT, None)
    if wants_json(request):
        return JsonResponse({"said": _said(row), "comment": _told(row), "is_public": row.state == PUBLISHED})
    messages.success(request, _said(row))
    return HttpResponseRedirect(here)


@require_GET
def reply(request: HttpRequest, comment: int) -> HttpResponse:
    """The form below one comment."""
    row = _comment(comment)
    if not request.user.is_authenticated:
        return log_in_first(request, request.get_full_path())
    return _form(request, _story(row.thread.story), parent=row.pk)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, comment: int) -> HttpResponse:
    """Change one's own comment."""
    account, row = account_of(request), _comment(comment)
    if row.account_id != account.pk:
        raise Http404
    text = request.POST.get("text", row.text)
    told = {"comment": row, "text": text, "back": _back(row.thread.story)}
    if request.method == "GET":
        return render(request, "discussion/edit.html", told)
    try:
        row = writing.edit(account=account, comment=comment, text=text)
    except DiscussionError as refusal:
        return refuse(request, refusal, "discussion/edit.html", told)
    if wants_json(request):
        return JsonResponse({"said": _said(row), "comment": _told(row), "is_public": row.state == PUBLISHED})
    messages.success(request, _said(row))
    return HttpResponseRedirect(reverse("discussion_write", args=[row.thread.story]))


@login_required
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, comment: int) -> HttpResponse:
    """Take back one's own comment, after having been asked."""
    account, row = account_of(request), _comment(comment)
    if row.account_id != account.pk:
        raise Http404
    told = {"comment": row, "html": markup.render(row.text), "back": _back(row.thread.story)}
    if request.method == "GET":
        return render(request, "discussion/delete.html", told)
    try:
        writing.delete(account=account, comment=comment)
    except DiscussionError as refusal:
        return refuse(request, refusal, "discussion/delete.html", told)
    if wants_json(request):
        return JsonResponse({"said": _("Your comment is deleted.")})
    messages.success(request, _("Your comment is deleted."))
    return HttpResponseRedirect(reverse("discussion_write", args=[row.thread.story]))


def _story(number: int) -> StoryFacts:
    facts = lent.story(number)
    if facts is None:
        raise Http404
    return facts


def _comment(number: int) -> Comment:
    row = Comment.objects.select_related("thread").filter(pk=number).first()
    if row is None:
        raise Http404
    return row


def _form(request: HttpRequest, facts: StoryFacts, **told: Any) -> HttpResponse:
    if not request.user.is_authenticated:
        return log_in_first(request, request.get_full_path())
    return render(request, "discussion/write.html", _facts(request, facts, **told))


def _facts(
    request: HttpRequest, facts: StoryFacts, *, text: str = "", parent: int | None = None, wrong: str = ""
) -> dict[str, Any]:
    kept = request.session.get(KEPT) or {}
    if not text and kept.get("story") == facts.number:
        text, parent = kept["text"], kept["parent"] if parent is None else parent
    found = queries.own_state(account_of(request), facts, clock.now())
    above = Comment.objects.filter(pk=parent, thread__story=facts.number, state=PUBLISHED).first() if parent else None
    return {
        "story": facts, "back": _back(facts.number, facts), "text": text, "parent": above, "wrong": wrong,
        "above_html": markup.render(above.text) if above else "",
        "why_not": wording.refused(found.why_not) if found.why_not else "",
        "waiting": [_told(row) for row in found.waiting if row.text], "reads": f"{_prefix(request)}/discussion/{facts.number}/",
    }  # fmt: skip


def _prefix(request: HttpRequest) -> str:
    where: Any = getattr(request, "where", None)
    return where.prefix if where else ""


def _back(number: int, facts: StoryFacts | None = None) -> str:
    facts = facts or lent.story(number)
    return f"{facts.address}#discussion" if facts else "/"


def _told(row: Comment) -> dict[str, Any]:
    """One's own comment, for oneself."""
    said = "" if row.state == PUBLISHED else _removed(row) if row.state == "rejected" else wording.held(row.reason)
    return {"number": row.pk, "parent": row.parent_id, "text": row.text, "html": markup.render(row.text), "said": said,
            "is_waiting": row.state != "rejected"}  # fmt: skip


def _removed(row: Comment) -> str:
    ground = wording.GROUNDS.get(row.reason, "")
    return _("Your comment was removed. %(ground)s Your account tells you more and how to appeal.") % {"ground": ground}


def _said(row: Comment) -> str:
    return _("Your comment is published.") if row.state == PUBLISHED else wording.held(row.reason)
