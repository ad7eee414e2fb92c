"""The press as the desk sees it: a note when new copy does not reach readers, and the page of what was parked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from stoppress.newsroom.models import Story
from stoppress.publog import parking, reports
from stoppress.publog.models import Entry, Parked
from stoppress.readers.outbox import actions as outbox
from stoppress.readers.outbox import queries as outbox_queries

PERMISSION = "publog.tend_press"
#: Pages that are listed; when a template is wrong there may be thousands.
SHOWN = 200
_STORY = re.compile(r"--(\d{1,18})\.html$")


@dataclass(slots=True)
class ParkedEntry:
    """An entry with the pages that could not be printed for it; number 0 for what the clock wanted."""

    number: int
    kind: str
    headline: str
    story: int | None
    pages: list[Parked] = field(default_factory=list)

    @property
    def is_asked_for(self) -> bool:
        """Whether it is being tried again."""
        return any(page.retry_at for page in self.pages)


def parked_entries() -> list[ParkedEntry]:
    """What is parked, newest first, by entry, in a fixed number of queries."""
    rows = list(Parked.objects.all()[:SHOWN])
    entries = Entry.objects.in_bulk({row.entry for row in rows})
    found: dict[int, ParkedEntry] = {}
    for row in rows:
        if row.entry not in found:
            found[row.entry] = _told(row, entries.get(row.entry))
        found[row.entry].pages.append(row)
        row.address = unquote(row.address)  # as people read it
    _add_headlines(found.values())
    return list(found.values())


def _told(row: Parked, entry: Entry | None) -> ParkedEntry:
    if entry is not None:
        return ParkedEntry(row.entry, entry.kind, entry.facts.get("headline", ""), entry.facts.get("story"))
    of_story = _STORY.search(row.address)
    return ParkedEntry(row.entry, "the clock" if row.entry == 0 else "", "", int(of_story[1]) if of_story else None)


def _add_headlines(entries: Iterable[ParkedEntry]) -> None:
    """The headlines as they are now, for what the log does not tell or no longer."""
    entries = list(entries)
    headlines = dict(Story.objects.filter(pk__in={one.story for one in entries if one.story}).values_list("pk", "headline"))
    for one in entries:
        if one.story not in headlines:
            one.story = None
        else:
            one.headline = headlines[one.story]


class PressPanel(Component):
    """On the desk's first page: a red note when there is trouble, and for those who look after the press what is parked."""

    name, order = "press", -1
    template_name = "desk/press_panel.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        may_tend = parent_context["request"].user.has_perm(PERMISSION)
        letters = outbox_queries.outbox().problems if may_tend else []
        parked = Parked.objects.count() if may_tend else 0
        return {"problems": reports.problems(), "may_tend": may_tend, "parked": parked, "letters": letters}


class PressView(WagtailAdminTemplateMixin, TemplateView):
    """How each press is, and what was parked, with what can be done about it."""

    template_name, page_title, header_icon = "desk/press.html", "Press", "cogs"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(PERMISSION):  # type: ignore[union-attr]
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """One of the buttons: try an entry again, let it go, or forget a machine that is no more."""
        verb = request.POST.get("verb", "")
        if verb == "forget":
            self._forget(request, request.POST.get("node", ""))
        elif verb in ("send", "send_all", "let_go"):
            self._tend_letters(request, verb, request.POST.get("letter", ""))
        elif request.POST.get("entry", "").isdigit() and verb in ("retry", "dismiss"):
            number = int(request.POST["entry"][:18])
            (self._retry if verb == "retry" else self._dismiss)(request, number)
        else:
            messages.error(request, "That button is not known; reload the page.")
        return redirect("desk_press")

    def _retry(self, request: HttpRequest, entry: int) -> None:
        if parking.ask_again(entry=entry):
            messages.success(request, "The press tries again within a second or two; what prints well leaves this list.")
        else:
            messages.warning(request, "That is not parked any more.")

    def _dismiss(self, request: HttpRequest, entry: int) -> None:
        if parking.dismiss(entry=entry):
            messages.success(request, "Dismissed. The page is printed when a reader asks for it or the story changes.")
        else:
            messages.warning(request, "That is not parked any more.")

    def _forget(self, request: HttpRequest, node: str) -> None:
        silent = [one for one in reports.conditions() if one.node == node and one.is_silent]
        if silent:
            reports.take_back(name="press", node=node)
            messages.success(request, f"{node} is forgotten; it comes back when its press reports again.")
        else:
            messages.warning(request, "Only a press that does not report can be forgotten.")

    def _tend_letters(self, request: HttpRequest, verb: str, number: str) -> None:
        if verb == "send_all" and (count := outbox.try_all_again()):
            messages.success(request, f"{count} letter{'' if count == 1 else 's'} will be tried again at once.")
        elif verb == "send" and number.isdigit() and outbox.try_again(number=int(number[:18])):
            messages.success(request, "The letter is tried again at once.")
        elif verb == "let_go" and number.isdigit() and outbox.let_go(number=int(number[:18])):
            messages.success(request, "The letter will not be sent.")
        else:
            messages.warning(request, "That letter is not parked any more.")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = reports.conditions()
        return super().get_context_data(
            conditions=found, problems=reports.problems_of(found), entries=parked_entries(), count=Parked.objects.count(),
            shown=SHOWN, outbox=outbox_queries.outbox(), letters=outbox_queries.parked(), **kwargs,
        )  # fmt: skip


class PressMenuItem(MenuItem):
    """In the menu of those who look after the press."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(PERMISSION))  # type: ignore[union-attr]


def menu_item() -> PressMenuItem:
    """The way to the page."""
    return PressMenuItem("Press", reverse("desk_press"), name="press", icon_name="cogs", order=900)


def permission() -> Any:
    """What lets a group look after the press, for the form of groups."""
    return Permission.objects.filter(content_type__app_label="publog", codename="tend_press")
