"""Publishing and taking down several stories from the list: each on its own, with a word on every one that is refused."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from stoppress.newsroom.actions import stories
from stoppress.newsroom.desk.refusals import sentences
from stoppress.newsroom.errors import NewsroomError, WrongState
from stoppress.newsroom.models import Story

#: As many stories are done at once; each is written to the log, and somebody waits for the answer.
AT_ONCE = 100


class AFew:
    """Refuses more stories at once than somebody can look through before saying yes."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        asked = request.GET.getlist("id")
        if self.model is Story and ("all" in asked or len(asked) > AT_ONCE):  # type: ignore[attr-defined]
            messages.error(request, f"Choose at most {AT_ONCE} stories at once. Nothing has changed.")
            return redirect(self.next_url)  # type: ignore[attr-defined]
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class StoryBulkAction(AFew, SnippetBulkAction):
    models = [Story]
    template_name = "desk/bulk.html"
    permission: str
    explanation: str
    done: str
    verb: Callable[..., Any]

    @classmethod
    def get_queryset(cls, model: Any, object_ids: Any) -> Any:
        chosen = [int(n) for n in object_ids if len(n) < 19 and n.isdecimal()]
        return Story.objects.filter(pk__in=chosen).select_related("edition", "latest_revision").defer("body", "lead_media")

    @classmethod
    def is_for(cls, user: Any) -> bool:
        """Whether this person may do it at all."""
        return bool(user.has_perm(f"newsroom.{cls.permission}_story"))

    def check_perm(self, obj: Story) -> bool:
        return self.is_for(self.request.user)

    def object_context(self, obj: Story) -> dict[str, Any]:
        return {"item": obj, "edit_url": _edit_url(obj)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(explanation=self.explanation, title=self.display_name, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        # Wagtail would do all in one transaction; here one that is refused leaves the others done.
        chosen, _ = self.get_actionable_objects()
        refused = [(story, said) for story in reversed(chosen) if (said := self._one(story))]
        done = len(chosen) - len(refused)
        if done:
            messages.success(self.request, f"{done} {'story' if done == 1 else 'stories'} {self.done}.")
        if refused:
            rows = ((_edit_url(story), _headline(story), said) for story, said in refused)
            reasons = format_html_join("", '<li><a href="{}">{}</a>: {}</li>', rows)
            count = "One story was" if len(refused) == 1 else f"{len(refused)} stories were"
            messages.error(self.request, format_html("{} left as before:<ul>{}</ul>", count, reasons))
        return redirect(self.next_url)

    def _one(self, story: Story) -> str:
        """Do it in a transaction of its own; returns why not."""
        try:
            type(self).verb(story=story, by=self.request.user)
        except NewsroomError as refusal:
            return " ".join(sentences(refusal))
        return ""


def _edit_url(story: Story) -> str:
    return reverse(Story.snippet_viewset.get_url_name("edit"), args=[story.pk])


def _headline(story: Story) -> str:
    return story.latest_revision.object_str if story.latest_revision else story.headline


def _publish_waiting(*, story: Story, by: Any) -> None:
    if story.live and not story.has_unpublished_changes:
        raise WrongState("Readers have its newest version already.")
    lock = story.get_lock()
    if lock and lock.for_user(by):
        raise WrongState("It is locked by somebody else, or waits for their review.")
    stories.publish(story=story, by=by)


class PublishStories(StoryBulkAction):
    display_name, action_type, aria_label, action_priority = "Publish", "publish", "Publish the chosen stories", 10
    permission, done = "publish", "published or scheduled"
    explanation = "The newest draft of each is published; a live one with a newer draft is updated."
    verb = staticmethod(_publish_waiting)


class TakeDownStories(StoryBulkAction):
    display_name, action_type, aria_label, action_priority = "Take down", "take_down", "Take down the chosen stories", 20
    classes = {"serious"}
    permission, done = "takedown", "taken down"
    explanation = "They leave every page, feed and list at once and quietly. They may be published again later."
    verb = staticmethod(stories.take_down)


STORY_ACTIONS: tuple[type[StoryBulkAction], ...] = (PublishStories, TakeDownStories)
