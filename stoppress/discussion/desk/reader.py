"""One reader as moderators see them: history, restrictions, and what can be done."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from stoppress.discussion import wording
from stoppress.discussion.actions import sanctions
from stoppress.discussion.desk.frame import DeskPage, by_of
from stoppress.discussion.desk.queue import cards, number_of
from stoppress.discussion.models import LogLine, Restriction
from stoppress.discussion.queries import desk
from stoppress.discussion.rules import grounds
from stoppress.readers.models import Account


class ReaderView(DeskPage):
    """The page of one reader."""

    template_name = "discussion_desk/reader.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        account = Account.objects.filter(pk=kwargs["account"]).first()
        if account is None:
            raise Http404
        self.account, self.page_title = account, f"Reader: {account.get_short_name()}"
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.pop("account", None)  # the number in the address
        return super().get_context_data(
            account=self.account, past=desk.pasts([self.account])[self.account.pk],
            cards=cards(list(desk.history_of(self.account.pk)[: desk.SHOWN])),
            restrictions=Restriction.objects.filter(account=self.account).select_related("by")[: desk.SHOWN],
            lines=LogLine.objects.filter(account=self.account.pk)[: desk.SHOWN], grounds=wording.GROUNDS.items(),
            suspensions=grounds.SUSPENSIONS, **kwargs,
        )  # fmt: skip

    def post(self, request: HttpRequest, account: int) -> HttpResponse:
        """Warn, suspend, ban, or take that back."""
        post, by = request.POST, by_of(request)
        if post.get("verb") == "lift":
            self.attempt(
                lambda: sanctions.lift(by=by, restriction=number_of(request, "restriction")), "Taken back; the reader is told."
            )
        else:
            kind, _, lasts = post.get("kind", "").partition(":")
            self.attempt(
                lambda: sanctions.sanction(
                    by=by,
                    account=self.account,
                    kind=kind,
                    lasts=lasts,
                    ground=post.get("ground", ""),
                    facts=post.get("facts", ""),
                ),
                "Done; the reader is told why.",
            )
        return redirect("discussion_reader", account)
