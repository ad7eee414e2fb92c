"""Liking, reporting and ignoring: GET asks, for it must change nothing; POST does it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stoppress.discussion import lent, wording
from stoppress.discussion.actions import opinions
from stoppress.discussion.errors import DiscussionError
from stoppress.discussion.models import Comment, Like, Writer
from stoppress.discussion.models.comments import PUBLISHED
from stoppress.discussion.rules import markup
from stoppress.discussion.views.asking import account_of, log_in_first, refuse, wants_json
from stoppress.readers.views.limits import at_most


@require_http_methods(["GET", "POST"])
@at_most("120/m/ip")
def like(request: HttpRequest, comment: int) -> HttpResponse:
    """Find a comment good, or no longer."""
    if not request.user.is_authenticated:
        return log_in_first(request, request.get_full_path())
    row, account = _public(comment), account_of(request)
    told = {"comment": row, "html": markup.render(row.text), "back": _back(row), "verb": "like",
            "is_liked": Like.objects.filter(comment=row, account=account).exists()}  # fmt: skip
    if request.method == "GET":
        return render(request, "discussion/like.html", told)
    try:
        verb = opinions.like if request.POST.get("like") == "1" else opinions.unlike
        row = verb(account=account, comment=comment)
    except DiscussionError as refusal:
        return refuse(request, refusal, "discussion/like.html", told)
    return JsonResponse({"likes": row.like_count}) if wants_json(request) else HttpResponseRedirect(_back(row))


@require_http_methods(["GET", "POST"])
@at_most("60/m/ip")
def report(request: HttpRequest, comment: int) -> HttpResponse:
    """Ask moderators to look at a comment."""
    if not request.user.is_authenticated:
        return log_in_first(request, request.get_full_path())
    row = _public(comment)
    told = {"comment": row, "html": markup.render(row.text), "back": _back(row), "grounds": wording.GROUNDS.items(),
            "words": request.POST.get("words", "")}  # fmt: skip
    if request.method == "GET":
        return render(request, "discussion/report.html", told)
    try:
        opinions.report(
            account=account_of(request),
            comment=comment,
            ground=request.POST.get("ground", ""),
            words=request.POST.get("words", ""),
        )
    except DiscussionError as refusal:
        return refuse(request, refusal, "discussion/report.html", told)
    messages.success(request, _("Thank you. A moderator looks at this comment."))
    return JsonResponse({}) if wants_json(request) else HttpResponseRedirect(reverse("discussion_own"))


@login_required
@require_http_methods(["GET", "POST"])
def ignore(request: HttpRequest, key: str) -> HttpResponse:
    """See nothing more of somebody, or again."""
    writer = Writer.objects.filter(key=key).select_related("account").first()
    if writer is None:
        raise Http404
    told = {"writer": writer, "name": writer.account.get_short_name(), "back": reverse("discussion_own")}
    if request.method == "GET":
        return render(request, "discussion/ignore.html", told)
    try:
        verb = opinions.stop_ignoring if request.POST.get("ignore") == "0" else opinions.ignore
        verb(account=account_of(request), key=key)
    except DiscussionError as refusal:
        return refuse(request, refusal, "discussion/ignore.html", told)
    return JsonResponse({}) if wants_json(request) else HttpResponseRedirect(reverse("discussion_own"))


def _public(number: int) -> Comment:
    row = Comment.objects.select_related("thread").filter(pk=number, state=PUBLISHED).first()
    if row is None:
        raise Http404
    return row


def _back(row: Comment) -> str:
    facts = lent.story(row.thread.story)
    return f"{facts.address}#comment-{row.pk}" if facts else "/"
