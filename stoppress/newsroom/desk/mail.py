"""The letters to readers at the desk, where they are kept in a folder instead of being sent."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from stoppress.readers import demo


class MailView(WagtailAdminTemplateMixin, TemplateView):
    """The newest letters; for administrators only, since the codes in them open accounts."""

    template_name, page_title, header_icon = "desk/mail.html", "Letters", "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not _may_read(request):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(letters=demo.letters(), **kwargs)


class MailMenuItem(MenuItem):
    """In the menu of administrators, as long as letters are not sent."""

    def is_shown(self, request: HttpRequest) -> bool:
        return _may_read(request)


def menu_item() -> MailMenuItem:
    """The way to the page."""
    return MailMenuItem("Letters", reverse("desk_mail"), name="letters", icon_name="mail", order=910)


def _may_read(request: HttpRequest) -> bool:
    return demo.is_kept() and bool(request.user.is_superuser)  # type: ignore[union-attr]
