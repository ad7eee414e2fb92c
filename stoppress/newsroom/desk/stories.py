"""Stories at the desk: every view and address of theirs."""

from typing import Any

from django import forms
from django.urls import path
from django.views.generic import RedirectView
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.chooser import (
    BaseSnippetChooseView,
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
)
from wagtail.snippets.views.snippets import SnippetViewSet

from stoppress.newsroom.desk.story_editor import (
    StoryCreateView,
    StoryEditView,
    StoryUnscheduleView,
    StoryWorkflowActionView,
)
from stoppress.newsroom.desk.story_form import story_form
from stoppress.newsroom.desk.story_list import (
    NewestPaginator,
    StateColumn,
    StoryFilters,
    StoryIndexView,
    listed,
    matching,
)
from stoppress.newsroom.desk.story_verbs import CorrectView, KillView, RecoverView, SpikeView, TakeDownView
from stoppress.newsroom.models import Story


class _HeadlineSearch(BaseFilterForm):
    q = forms.CharField(label="Headline or number", required=False)

    def filter(self, objects: Any) -> Any:
        words = self.cleaned_data.get("q")
        if words:
            self.is_searching, self.search_query = True, words
            return matching(objects, words)
        return objects


class _ChooseStories(BaseSnippetChooseView):
    filter_form_class = _HeadlineSearch
    paginator_class = NewestPaginator

    def get_object_list(self) -> Any:
        return listed(Story.objects.all())

    @property
    def columns(self) -> list[Column]:
        return [
            self.title_column, StateColumn("state", label="State", accessor="get_state_display"),
            Column("edition", label="Edition", accessor="edition.name"),
            DateColumn("published", label="Published", accessor="first_published_at"),
        ]  # fmt: skip


class _Choose(_ChooseStories, ChooseView):
    pass


class _ChooseResults(_ChooseStories, ChooseResultsView):
    pass


class StoryChooser(SnippetChooserViewSet):
    choose_view_class = _Choose
    choose_results_view_class = _ChooseResults


class _ToTakeDown(RedirectView):
    """Wagtail's own "unpublish" page leads to ours."""

    pattern_name = "stories:take_down"


class StoryViewSet(SnippetViewSet):
    model = Story
    icon, menu_label, menu_name, menu_order = "doc-full-inverse", "Stories", "stories", 100
    add_to_admin_menu = True
    url_namespace, url_prefix = "stories", "stories"
    list_per_page = 40
    copy_view_enabled = False
    edit_handler = story_form
    filterset_class = StoryFilters
    index_view_class = StoryIndexView
    index_template_name = "desk/stories.html"
    add_view_class = StoryCreateView
    edit_view_class = StoryEditView
    chooser_viewset_class = StoryChooser
    workflow_action_view_class = StoryWorkflowActionView
    revisions_unschedule_view_class = StoryUnscheduleView

    @property
    def unpublish_view(self) -> Any:
        return _ToTakeDown.as_view()

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("correct/<int:pk>/", CorrectView.as_view(), name="correct"),
            path("take-down/<int:pk>/", TakeDownView.as_view(), name="take_down"),
            path("kill/<int:pk>/", KillView.as_view(), name="kill"),
            path("spike/<int:pk>/", SpikeView.as_view(), name="spike"),
            path("recover/<int:pk>/", RecoverView.as_view(), name="recover"),
        ]
