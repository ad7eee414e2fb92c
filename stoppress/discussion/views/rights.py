"""A reader's comments and restrictions in their account, appeals, and notices of illegal content from anybody."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from stoppress.discussion import letters, wording
from stoppress.discussion.actions import notices, sanctions
from stoppress.discussion.errors import DiscussionError
from stoppress.discussion.models import Comment, Ignored, Restriction
from stoppress.discussion.rules import markup
from stoppress.discussion.views.asking import account_of, number_in, refuse
from stoppress.readers.views.limits import at_most

SHOWN = 50


@login_required
@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """What one has written, what was decided about it, and whom one ignores."""
    account, before = account_of(request), number_in(request.GET, "before")
    found = Comment.objects.filter(account=account).exclude(text="").select_related("thread").order_by("-pk")
    rows = list((found.filter(pk__lt=before) if before else found)[: SHOWN + 1])
    told = [{"row": row, "html": markup.render(row.text), "said": _said(row)} for row in rows[:SHOWN]]
    restrictions = Restriction.objects.filter(account=account).select_related("appeal")[:SHOWN]
    return render(request, "discussion/own.html", {
        "comments": told, "more_before": rows[SHOWN - 1].pk if len(rows) > SHOWN else None,
        "restrictions": [
            {"row": row, "told": letters.statement(row), "appeal": getattr(row, "appeal", None)} for row in restrictions
        ],
        "ignored": Ignored.objects.filter(account=account).select_related("writer").order_by("name")[:500],
    })  # fmt: skip


def _said(row: Comment) -> str:
    """What is to be said of one's own comment; nothing when everybody reads it."""
    if row.state in ("held", "spam"):
        return wording.held(row.reason)
    return {"rejected": _("Removed"), "deleted": _("Deleted")}.get(row.state, "")


@login_required
@require_http_methods(["GET", "POST"])
def appeal(request: HttpRequest, restriction: int) -> HttpResponse:
    """Ask that another moderator look at a restriction."""
    account = account_of(request)
    row = Restriction.objects.filter(pk=restriction, account=account).first()
    if row is None:
        raise Http404
    told = {"statement": letters.statement(row), "words": request.POST.get("words", "")}
    if request.method == "GET":
        return render(request, "discussion/appeal.html", told)
    try:
        sanctions.appeal(account=account, restriction=restriction, words=request.POST.get("words", ""))
    except DiscussionError as refusal:
        return refuse(request, refusal, "discussion/appeal.html", told)
    messages.success(request, _("Your appeal is with another moderator. You are told by mail what comes of it."))
    return HttpResponseRedirect(reverse("discussion_own"))


@require_http_methods(["GET", "POST"])
@at_most("10/h/ip")
def notice(request: HttpRequest) -> HttpResponse:
    """Take a notice of illegal content; no account is needed."""
    names = ("address", "words", "name", "email")
    told = {name: request.POST.get(name, "") for name in names}
    told["address"] = told["address"] or request.GET.get("address", "")[:500]
    if request.method == "GET":
        return render(request, "discussion/notice.html", told)
    try:
        made = notices.notify(**told, is_in_good_faith="good_faith" in request.POST, language=get_language() or "")
    except DiscussionError as refusal:
        return refuse(request, refusal, "discussion/notice.html", told)
    return render(request, "discussion/notice_made.html", {"notice": made})
