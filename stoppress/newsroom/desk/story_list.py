"""The list of stories: fast at any number of them, newest first."""

import re
from typing import Any

import django_filters
from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import ListingButton
from wagtail.snippets.views.snippets import IndexView

from stoppress.newsroom import rules
from stoppress.newsroom.desk.bulk import STORY_ACTIONS
from stoppress.newsroom.models import Edition, Section, Story

#: Pages go back as far as this; older stories are found by search and filters.
PAGED = 2_000
#: Words are looked for in the headlines of so many newest stories; there is no index to help.
SEARCHED = 20_000

_NUMBER = re.compile(r"(?:.*--)?(\d+)(?:\.html)?\s*")


class NewestPaginator(WagtailPaginator):
    """Counts no further than it pages."""

    @cached_property
    def count(self) -> int:
        return int(self.object_list.order_by()[:PAGED].count())


class StateColumn(Column):
    """The state as a coloured tag, with a mark when a newer draft waits behind the live version."""

    cell_template_name = "desk/state_cell.html"


class StoryFilters(WagtailFilterSet):
    edition = django_filters.ModelChoiceFilter(queryset=Edition.objects.all(), empty_label="All editions")
    section = django_filters.ModelChoiceFilter(
        queryset=Section.objects.select_related("edition"), empty_label="All sections"
    )
    state = django_filters.ChoiceFilter(choices=rules.STATES, empty_label="Any state")
    story_type = django_filters.ChoiceFilter(choices=rules.STORY_TYPES, label="Type", empty_label="Any type")

    class Meta:
        model = Story
        fields = ["edition", "section", "state", "story_type"]


def listed(stories: QuerySet[Story]) -> QuerySet[Story]:
    """Only what a row of a list shows, never a body."""
    return stories.select_related("edition", "section", "latest_revision").only(
        "headline", "state", "live", "has_unpublished_changes", "story_type", "first_published_at", "go_live_at",
        "edition__name", "section__name", "latest_revision__object_str", "latest_revision__created_at",
    ).order_by("-id")  # fmt: skip


def matching(stories: QuerySet[Story], words: str) -> QuerySet[Story]:
    """Stories with `words` in their headline, or the one whose number or address that is."""
    if number := _NUMBER.fullmatch(words):
        return stories.filter(pk=number[1])
    newest = Story.objects.aggregate(newest=Max("id"))["newest"] or 0
    return stories.filter(pk__gt=newest - SEARCHED, headline__icontains=words.strip())


class StoryIndexView(IndexView):
    default_ordering = "-id"
    paginator_class = NewestPaginator
    is_searchable = True

    @cached_property
    def bulk_actions(self) -> list[Any]:
        """What this person may do with several stories at once."""
        return [action for action in STORY_ACTIONS if action.is_for(self.request.user)]

    @cached_property
    def columns(self) -> list[Column]:
        title = self._get_title_column_class(TitleColumn)
        choose = [BulkActionsCheckboxColumn("bulk_actions", obj_type="snippet")] if self.bulk_actions else []
        return [
            *choose,
            title("headline", label="Headline", accessor=_shown, get_url=self.get_edit_url,
                  get_title_id=lambda story: f"snippet_{story.pk}_title"),
            StateColumn("state", label="State", accessor="get_state_display", width="14%"),
            Column("edition", label="Edition", accessor="edition.name", width="14%"),
            Column("section", label="Section", accessor="section.name", width="12%"),
            DateColumn("updated", label="Updated", accessor="latest_revision.created_at", width="12%"),
        ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Story]:
        stories = listed(Story.objects.all())
        if self.is_searching or self.request.GET.get("state"):
            return stories
        return stories.exclude(state="spiked")  # dropped copy is out of the way until somebody asks for it

    def order_queryset(self, queryset: QuerySet[Story]) -> QuerySet[Story]:
        return queryset

    def search_queryset(self, queryset: QuerySet[Story]) -> QuerySet[Story]:
        return matching(queryset, self.search_query) if self.is_searching else queryset


    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(*args, bulk_buttons=[_button(a) for a in self.bulk_actions], **kwargs)


def _button(action: Any) -> ListingButton:
    return ListingButton(
        action.display_name, reverse("wagtail_bulk_action", args=["newsroom", "story", action.action_type]),
        attrs={"aria-label": action.aria_label, "data-bulk-action-button": ""},
        classname=" ".join({*action.classes, "bulk-action-btn"}),
    )  # fmt: skip


def _shown(story: Story) -> Any:
    """The headline of the newest draft."""
    return story.latest_revision.object_str if story.latest_revision else story.headline
