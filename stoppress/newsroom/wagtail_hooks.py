"""Everything the newsroom hangs into Wagtail's admin."""

from typing import Any

from django.db import transaction
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.search import SearchArea
from wagtail.admin.views.account import NameEmailSettingsPanel
from wagtail.permissions import register_permission_policy
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.models import register_snippet

# `review` is imported because it listens to signals.
from stoppress.newsroom.desk import (  # noqa: F401
    accounts,
    bulk,
    home,
    mail,
    menus,
    places,
    press,
    review,
    story_links,
    story_menu,
    tokens,
)
from stoppress.newsroom.desk.pictures import hooks as pictures_hooks  # noqa: F401
from stoppress.newsroom.desk.stories import StoryViewSet
from stoppress.newsroom.models import ApiToken

places.register_policies()
register_permission_policy(ApiToken, tokens.NeverDeleted(ApiToken))
register_snippet(StoryViewSet)
for viewset in places.VIEWSETS:
    register_snippet(viewset)

hooks.register("register_admin_menu_item", press.menu_item)
hooks.register("register_admin_menu_item", mail.menu_item)
hooks.register("register_permissions", press.permission)
# Wagtail names this form outright; its own asks for names that our accounts do not have.
NameEmailSettingsPanel.form_class = accounts.OwnAccountForm

hooks.register("register_admin_viewset", tokens.TokenViewSet)
hooks.register("construct_main_menu", menus.main)
hooks.register("construct_reports_menu", menus.reports)
hooks.register("construct_settings_menu", menus.settings)
hooks.register("construct_help_menu", menus.help_items)
hooks.register("construct_snippet_action_menu", story_menu.use_our_verbs)
hooks.register("register_rich_text_features", story_links.register, order=100)  # after Wagtail's own


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """Pages of the desk that belong to no kind of thing."""
    return [
        path("press/", press.PressView.as_view(), name="desk_press"),
        path("letters/", mail.MailView.as_view(), name="desk_mail"),
    ]


@hooks.register("construct_homepage_panels")
def first_page(request: Any, panels: list[Any]) -> None:
    """The newsroom's panels in the place of Wagtail's."""
    panels[:] = home.panels() if request.user.has_perm("newsroom.change_story") else [press.PressPanel()]


@hooks.register("construct_homepage_summary_items", order=1000)
def no_counts(request: Any, items: list[Any]) -> None:
    """Counting every row for the first page helps nobody."""
    items.clear()


@hooks.register("register_admin_search_area")
def search_stories() -> SearchArea:
    """The search in the menu looks for stories."""
    return SearchArea("Stories", reverse("stories:list"), name="stories", icon_name="doc-full-inverse", order=10)


@hooks.register("construct_search", order=1000)
def no_search_of_pages(request: Any, areas: list[Any]) -> None:
    """There are no pages to be searched."""
    areas[:] = [area for area in areas if area.name != "pages"]


@hooks.register("insert_global_admin_css")
def desk_css() -> str:
    """The desk's own few rules."""
    return format_html('<link rel="stylesheet" href="{}">', static("desk/desk.css"))


@hooks.register("register_log_actions")
def verbs_in_history(actions: Any) -> None:
    """Words for the newsroom's verbs in the histories."""
    actions.register_action("stoppress.kill", "Kill", "Killed for good")
    actions.register_action("stoppress.take_down", "Take down", "Taken down")
    actions.register_action("stoppress.spike", "Spike", "Spiked")
    actions.register_action("stoppress.recover", "Recover", "Recovered from the spike")
    actions.register_action("stoppress.make_token", "Make a token", "Made")
    actions.register_action("stoppress.revoke_token", "Revoke a token", "Revoked")


for action in bulk.STORY_ACTIONS:
    hooks.register("register_bulk_action", action)


@hooks.register("register_bulk_action", order=100)
class DeleteOneByOne(bulk.AFew, DeleteBulkAction):
    """Deletes with each thing's own `delete`, so that every one is announced."""

    @classmethod
    def execute_action(cls, objects: Any, user: Any = None, **kwargs: Any) -> tuple[int, int]:
        with transaction.atomic():
            for thing in objects:
                thing.delete()
        return len(objects), 0
