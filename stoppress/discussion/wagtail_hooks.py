"""What discussion hangs into the desk: the moderators' pages, their place in the menu, their permissions."""

from typing import Any

from django.contrib.auth.models import Permission
from django.http import HttpRequest
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from stoppress.discussion.desk.chats import ChatsView
from stoppress.discussion.desk.frame import MODERATE
from stoppress.discussion.desk.house import RulesView
from stoppress.discussion.desk.overview import OverviewView
from stoppress.discussion.desk.queue import QueueView
from stoppress.discussion.desk.reader import ReaderView


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """The moderators' pages."""
    return [
        path("discussion/", QueueView.as_view(), {"queue": "reported"}, name="discussion"),
        path("discussion/rules/", RulesView.as_view(), name="discussion_rules"),
        path("discussion/overview/", OverviewView.as_view(), name="discussion_overview"),
        path("discussion/overview.csv", OverviewView.as_view(), {"as_table": True}, name="discussion_overview_table"),
        path("discussion/chats/", ChatsView.as_view(), name="discussion_chats"),
        path("discussion/reader/<int:account>/", ReaderView.as_view(), name="discussion_reader"),
        path("discussion/<slug:queue>/", QueueView.as_view(), name="discussion_queue"),
    ]


class DiscussionMenuItem(MenuItem):
    """In the menu of those who may moderate."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(MODERATE))  # type: ignore[union-attr]


@hooks.register("register_admin_menu_item")
def menu_item() -> DiscussionMenuItem:
    """The way to the queues."""
    return DiscussionMenuItem("Discussion", reverse("discussion"), name="discussion", icon_name="comment", order=210)


@hooks.register("register_permissions")
def permissions() -> Any:
    """What lets a group moderate and set rules, for the form of groups."""
    return Permission.objects.filter(content_type__app_label="discussion", codename__in=("moderate_comment", "set_rules"))
