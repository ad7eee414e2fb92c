"""The overview of a year's moderation, on a page and as a table for whoever writes the report."""

from dataclasses import asdict
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from stoppress.discussion import wording
from stoppress.discussion.desk.frame import MODERATE, DeskPage
from stoppress.discussion.queries import overview
from stoppress.kit import clock
from stoppress.readers.exporting import to_csv


class OverviewView(DeskPage):
    """The page of one year; with `.csv` the table."""

    template_name, page_title = "discussion_desk/overview.html", "Moderation in a year"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not kwargs.pop("as_table", False):
            return super().dispatch(request, *args, **kwargs)
        if not request.user.has_perm(MODERATE):  # type: ignore[union-attr]
            raise PermissionDenied
        year = year_of(request)
        told = to_csv([asdict(figure) for figure in overview.overview(year)])
        named = {"Content-Disposition": f'attachment; filename="moderation-{year}.csv"'}
        return HttpResponse(told, content_type="text/csv; charset=utf-8", headers=named)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.pop("as_table", None)
        year = year_of(self.request)
        figures = [
            {**asdict(figure), "ground": wording.GROUNDS.get(figure.ground, figure.ground)} for figure in overview.overview(year)
        ]
        years = sorted({clock.now().year, year, *overview.years()}, reverse=True)
        return super().get_context_data(figures=figures, year=year, years=years, **kwargs)


def year_of(request: HttpRequest) -> int:
    """The year that was asked for, or this one."""
    text = request.GET.get("year", "")
    return int(text) if text.isascii() and text.isdigit() and 2000 <= int(text[:5]) <= 9000 else clock.now().year
