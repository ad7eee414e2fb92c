"""The report on licences: which pictures are not shown any more and which will soon not be."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry

from stoppress.kit import clock
from stoppress.newsroom.desk.pictures.listing import SOON
from stoppress.pictures import queries
from stoppress.pictures.models import Picture

#: Pictures that are listed of each kind; whoever has more needs the list's filters.
SHOWN = 200


def _may(user: Any) -> bool:
    return bool(policy_registry.get_by_type(Picture).user_has_any_permission(user, ["change"]))


class LicencesView(WagtailAdminTemplateMixin, TemplateView):
    """Licences that have ended, the newest first, and those that end within a month, the first to end first."""

    template_name, page_title, header_icon = "desk/pictures/licences.html", "Picture licences", "date"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not _may(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.now().date()
        pictures = queries.with_licence_ending(today=today, within_days=SOON).select_related("stand_in")
        ended = pictures.filter(licence_until_date__lt=today).order_by("-licence_until_date", "-id")[:SHOWN]
        soon = pictures.filter(licence_until_date__gte=today)[:SHOWN]
        return super().get_context_data(soon=soon, ended=ended, days=SOON, **kwargs)


class LicencesMenuItem(MenuItem):
    """In the reports of those who look after pictures."""

    def is_shown(self, request: HttpRequest) -> bool:
        return _may(request.user)


def menu_item() -> LicencesMenuItem:
    """The way to the report."""
    return LicencesMenuItem("Picture licences", reverse("desk_picture_licences"), name="licences", icon_name="date", order=700)
