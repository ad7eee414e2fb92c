"""A newsletter's issues at the desk: what the next would hold, a test to oneself, sending by hand, holding, who gets it."""

import secrets
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from stoppress.kit import clock
from stoppress.newsletters import lent, queries
from stoppress.newsletters.actions import issuing
from stoppress.newsletters.actions.spreading import sender_of
from stoppress.newsletters.errors import NewsletterError
from stoppress.newsletters.lent import IssueFacts, Words
from stoppress.newsletters.models import Issue, Newsletter, Subscription
from stoppress.publog.log import newest
from stoppress.readers.exporting import to_csv
from stoppress.readers.outbox import actions as outbox
from stoppress.readers.outbox import rules as outbox_rules

PERMISSION = "newsletters.send_newsletter"


class _Allowed(View):
    """For those who may send newsletters."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(PERMISSION):  # type: ignore[union-attr]
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def newsletter(self) -> Newsletter:
        rows = Newsletter.objects.select_related("edition", "topic")
        return get_object_or_404(rows, pk=self.kwargs["number"])


class IssuesView(_Allowed, WagtailAdminTemplateMixin, TemplateView):
    """The page."""

    template_name, page_title, header_icon = "newsletters_desk/issues.html", "Issues", "mail"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        row = self.newsletter
        ways = {"Newsletters": reverse("newsletters:list"), row.name: reverse("newsletters:edit", args=[row.pk]), "Issues": ""}
        return [*self.breadcrumbs_items, *({"url": url, "label": label} for label, url in ways.items())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.newsletter
        count, suspended = queries.reached(row)
        words = next_words(row)
        home = queries.home_of(row.edition)
        return super().get_context_data(
            row=row, fares=queries.fares(row), count=count, suspended=suspended, words=words, home=home,
            archive=f"{home}/newsletters/{row.slug}/", **kwargs,
        )  # fmt: skip

    def post(self, request: HttpRequest, **told: Any) -> HttpResponse:
        """One of the buttons."""
        row, verb, by = self.newsletter, request.POST.get("verb", ""), request.user
        account: Any = by
        if verb == "test":
            self._test(request, row)
        elif verb == "send":
            try:
                issue = issuing.send_by_hand(newsletter=row, by=account, up_to=newest())
                messages.success(request, f"Issue {issue.number} is made; its letters go within minutes.")
            except NewsletterError as refusal:
                messages.error(request, str(refusal))
        elif verb in ("hold", "release"):
            issuing.hold(newsletter=row, is_held=verb == "hold")
            messages.success(
                request, "The next issue waits for you." if verb == "hold" else "The next issue goes when it is due."
            )
        else:
            messages.error(request, "That button is not known; reload the page.")
        return redirect("newsletter_issues", row.pk)

    def _test(self, request: HttpRequest, row: Newsletter) -> None:
        words, account = next_words(row), request.user
        to: Any = getattr(account, "email", "")
        if words is None:
            messages.error(request, "There is nothing to send yet: no story that it takes has come out.")
            return
        fills = dict.fromkeys(("leave", "choose"), f"{queries.home_of(row.edition)}/newsletters/")
        with transaction.atomic():
            outbox.write(
                cause=f"test:{row.pk}:{secrets.token_hex(8)}", kind="test", to=to, sender=sender_of(row),
                subject=f"[Test] {words.subject}", text=outbox_rules.filled(words.text, fills),
                html=outbox_rules.filled(words.html, fills),
            )  # fmt: skip
        messages.success(request, f"A test is on its way to {to}.")


class PreviewView(_Allowed):
    """The next issue, or one that was sent, as the letter looks; in a frame that may do nothing."""

    def get(self, request: HttpRequest, number: int, issue: int = 0) -> HttpResponse:
        row = self.newsletter
        words = _words_of(get_object_or_404(row.issues, number=issue), row) if issue else next_words(row)
        if words is None:
            raise Http404
        fills = dict.fromkeys(("leave", "choose"), f"{queries.home_of(row.edition)}/newsletters/")
        answer = HttpResponse(outbox_rules.filled(words.html, fills))
        answer["Content-Security-Policy"] = "default-src 'none'; img-src *; style-src 'unsafe-inline'; sandbox allow-popups"
        answer["X-Frame-Options"] = "SAMEORIGIN"
        return answer


class SubscribersView(_Allowed):
    """Who gets it, as a table for spreadsheets."""

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        row = self.newsletter
        of = Subscription.objects.filter(newsletter=row).order_by("pk")
        rows = [dict(one) for one in of.values("subscriber__email", "confirmed_at", "subscriber__suspended_at")]
        named = {"Content-Disposition": f'attachment; filename="{row.slug}.csv"', "Cache-Control": "private, no-store"}
        return HttpResponse(to_csv(rows), content_type="text/csv; charset=utf-8", headers=named)


def next_words(row: Newsletter) -> Words | None:
    """The next issue as it would be now; what it showed last when there is nothing new."""
    stories = queries.new_stories(row, newest())
    if not stories:
        last = row.issues.order_by("-number").first()
        stories = list(last.stories) if last else []
    facts = IssueFacts(row, row.last_number + 1, clock.now(), tuple(stories), row.intro)
    return lent.typeset(facts) if stories else None


def _words_of(issue: Issue, row: Newsletter) -> Words | None:
    return lent.typeset(IssueFacts(row, issue.number, issue.made_at, tuple(issue.stories), issue.intro))
