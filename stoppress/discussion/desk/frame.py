"""What the moderators' pages share: who may see them, the queues with their badges, and how a refusal is shown."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from stoppress.discussion.errors import DiscussionError
from stoppress.discussion.queries import desk
from stoppress.readers.models import Account

MODERATE, SET_RULES = "discussion.moderate_comment", "discussion.set_rules"
LABELS = {
    desk.REPORTED: "Reported", desk.PENDING: "Pending", desk.IN_SPAM: "Spam", desk.NOTICES: "Illegal notices",
    desk.APPEALS: "Appeals", desk.DECIDED: "Decided", desk.CHAT: "Live chat", desk.READERS: "Readers",
}  # fmt: skip
#: Why a comment is where it is, in words for moderators.
REASONS = {
    "fine": "Nothing was found in it.", "staff": "Written by the newsroom.",
    "suspect-word": "It holds words of the suspect list.",
    "history": "Much of what this reader wrote was rejected.", "spam": "It looks like spam.", "links": "It holds links.",
    "new-commenter": "One of the reader's first three comments.", "premoderated": "Every comment is looked at first here.",
    "imported": "It came along from another system, where it was so.",
    "approved": "A moderator approved it.", "deleted": "Its writer deleted it.",
}  # fmt: skip


def by_of(request: HttpRequest) -> Account:
    """The moderator."""
    user: Any = request.user
    account: Account = user
    return account


class DeskPage(WagtailAdminTemplateMixin, TemplateView):
    """A page for those who may moderate."""

    permission, header_icon = MODERATE, "comment"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.permission):  # type: ignore[union-attr]
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = desk.counts()
        queues = [{"name": name, "label": label, "count": counts.get(name)} for name, label in LABELS.items()]
        return super().get_context_data(queues=queues, **kwargs)

    def attempt(self, do: Callable[[], Any], done: str) -> Any:
        """Do it and say so, or say why not."""
        try:
            result = do()
        except DiscussionError as refusal:
            messages.error(self.request, str(refusal))
            return None
        messages.success(self.request, done)
        return result


def unknown(request: HttpRequest) -> HttpResponse | None:
    """Say that a button is not known."""
    messages.error(request, "That button is not known; reload the page.")
    return None
