"""Sections, topics, contributors, editions, house pages and corrections at the desk."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from stoppress.newsroom.models import Contributor, Correction, Edition, HousePage, Section, Topic


class _NamedIndex(IndexView):
    """A list that is searched by name with a plain "contains"."""

    search_backend_name = None


class _Things(SnippetViewSet):
    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = _NamedIndex
    joined: tuple[str, ...] = ()

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        return self.model._default_manager.select_related(*self.joined) if self.joined else self.model._default_manager.all()


def _edition() -> FieldPanel:
    return FieldPanel("edition", widget=forms.Select)


class SectionViewSet(_Things):
    model = Section
    icon, menu_order, url_namespace, url_prefix = "list-ul", 210, "sections", "sections"
    list_display = ["name", "edition", "slug", "position"]
    list_filter = ["edition"]
    search_fields = ["name"]
    joined = ("edition",)
    edit_handler = ObjectList([
        FieldPanel("name"), FieldPanel("slug", help_text="The part of the address: /slug/."), _edition(),
        FieldPanel("parent", help_text="Empty for a section of the first level."),
        FieldPanel("description", help_text="For search engines and the section's page."),
        FieldPanel("position", help_text="Smaller comes first in the navigation."),
    ])  # fmt: skip


class TopicViewSet(_Things):
    model = Topic
    icon, menu_order, url_namespace, url_prefix = "tag", 220, "topics", "topics"
    list_display = ["name", "what", "edition"]
    list_filter = ["edition", "what"]
    search_fields = ["name"]
    joined = ("edition",)
    edit_handler = ObjectList([
        FieldRowPanel([FieldPanel("name"), FieldPanel("what")]), FieldPanel("slug"), _edition(), FieldPanel("description"),
        FieldPanel("picture"),
        FieldRowPanel([
            FieldPanel("wikidata_id", help_text="Such as Q42."), FieldPanel("media_topic", help_text="Such as medtop:11000000."),
        ]),
    ])  # fmt: skip


class ContributorViewSet(_Things):
    model = Contributor
    icon, menu_order, url_namespace, url_prefix = "user", 230, "contributors", "contributors"
    list_display = ["name", "job_title", "edition"]
    list_filter = ["edition"]
    search_fields = ["name"]
    joined = ("edition",)
    edit_handler = ObjectList([
        FieldPanel("name"), FieldPanel("slug"), _edition(), FieldPanel("job_title"), FieldPanel("biography"),
        FieldPanel("portrait"), FieldPanel("email", help_text="Shown to readers."),
        FieldPanel("account", widget=forms.Select, help_text="The person's own account, if they work at the desk."),
        FieldPanel("fediverse", help_text="Such as @ada@social.example."), FieldPanel("links"),
    ])  # fmt: skip


class EditionViewSet(_Things):
    model = Edition
    icon, menu_order, url_namespace, url_prefix = "globe", 240, "editions", "editions"
    list_display = ["name", "code", "language", "host", "prefix"]
    edit_handler = TabbedInterface([
        ObjectList([
            FieldPanel("name"), FieldPanel("tagline"), FieldPanel("description"),
            FieldRowPanel([FieldPanel("code"), FieldPanel("language"), FieldPanel("position")]),
            FieldRowPanel([FieldPanel("host"), FieldPanel("prefix")]),
            FieldRowPanel([FieldPanel("time_zone"), FieldPanel("time_pattern")]),
        ], heading="Edition"),
        ObjectList([
            FieldPanel("logo_svg"), FieldRowPanel([FieldPanel("logo_width"), FieldPanel("logo_height")]), FieldPanel("app_icon"),
            FieldPanel("navigation"), FieldPanel("footer"), FieldPanel("social"), FieldPanel("apps"),
        ], heading="Look and links"),
        ObjectList([
            FieldPanel("legal_name"), FieldPanel("copyright_holder"), FieldPanel("founded_year"), FieldPanel("email"),
            FieldPanel("phone"), FieldPanel("postal_address"), FieldPanel("registration"), FieldPanel("age_mark"),
        ], heading="Legal"),
        ObjectList([
            FieldPanel("share_platforms", help_text="Names of platforms in the share menu."),
            FieldPanel("refused_crawlers", help_text="Robots that robots.txt turns away."),
            FieldPanel("ads_txt"), FieldPanel("trust_txt"), FieldPanel("hubs"),
        ], heading="Machines"),
    ])  # fmt: skip


class HousePageViewSet(_Things):
    model = HousePage
    icon, menu_order, url_namespace, url_prefix = "doc-full", 250, "house-pages", "house-pages"
    list_display = ["title", "edition", "slug", "live"]
    list_filter = ["edition"]
    search_fields = ["title"]
    joined = ("edition",)
    edit_handler = ObjectList([
        FieldPanel("title"), FieldPanel("standfirst"), FieldPanel("body"),
        MultiFieldPanel([_edition(), FieldPanel("slug"), FieldPanel("role"), FieldPanel("live")], heading="Place"),
    ])  # fmt: skip


class _ReadOnly(ModelPermissionPolicy):
    """To be looked at by whoever may look; made and changed only by the newsroom's verbs."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)


class CorrectionViewSet(_Things):
    model = Correction
    icon, menu_order, url_namespace, url_prefix = "edit", 260, "corrections", "corrections"
    list_display = ["text", "story", "published_at", "by"]
    inspect_view_enabled = True
    inspect_view_fields = ["text", "story", "published_at", "by"]

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        return Correction.objects.select_related("story", "by").defer("story__body", "story__lead_media")


def register_policies() -> None:
    """Tell Wagtail who may do what with records that only the newsroom writes."""
    register_permission_policy(Correction, _ReadOnly(Correction))


VIEWSETS = (SectionViewSet, TopicViewSet, ContributorViewSet, EditionViewSet, HousePageViewSet, CorrectionViewSet)
