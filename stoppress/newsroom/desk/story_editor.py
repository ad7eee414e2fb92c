"""Writing and editing a story: the desk's verbs instead of Wagtail's one "publish"."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import CreateView, EditView, RevisionsUnscheduleView, WorkflowActionView

from stoppress.newsroom.actions import stories
from stoppress.newsroom.desk import refusals
from stoppress.newsroom.errors import NewsroomError
from stoppress.newsroom.models import Edition, Story


class _Verbs:
    """Publish, update, refile and correct from the form; a refusal keeps the draft and says why."""

    object: Any

    def get_available_actions(self) -> list[str]:
        actions: list[str] = super().get_available_actions()  # type: ignore[misc]
        story = self.object  # type: ignore[attr-defined]
        if self.request.method == "POST" and story and story.pk and story.live:  # type: ignore[attr-defined]
            user = self.request.user  # type: ignore[attr-defined]
            actions += [verb for verb in ("refile", "correct") if user.has_perm(f"newsroom.{verb}_story")]
        return actions

    def publish_action(self) -> HttpResponse | None:
        return self._bring_out("")

    def refile_action(self) -> HttpResponse | None:
        return self._bring_out("refile")

    def correct_action(self) -> HttpResponse:
        # The draft has been saved by now; the public note is asked for on a page of its own.
        return redirect(self._url("correct"))

    def workflow_action_action(self) -> HttpResponse | None:
        try:
            with transaction.atomic():
                response: HttpResponse | None = super().workflow_action_action()  # type: ignore[misc]
                return response
        except NewsroomError as refusal:
            return self._refused(refusal)

    def get_success_message(self, instance: Any = None) -> str:
        story = instance or self.object  # type: ignore[attr-defined]
        waits = [m for m in (story.go_live_at, story.embargo_until) if m and m > timezone.now()]
        said = {"publish": "is published", "refile": "is refiled"}.get(self.action)  # type: ignore[attr-defined]
        if said is None:
            return super().get_success_message(instance)  # type: ignore[misc,no-any-return]
        if waits:
            return f"“{story}” will come out at {timezone.localtime(max(waits)):%H:%M on %d %B %Y}."
        return f"“{story}” {said}."

    def _bring_out(self, verb: str) -> HttpResponse | None:
        try:
            done = stories.publish(
                story=self.object, revision=self.new_revision, by=self.request.user, verb=verb  # type: ignore[attr-defined]
            )
        except NewsroomError as refusal:
            return self._refused(refusal)
        self.object = done.story
        return None

    def _refused(self, refusal: NewsroomError) -> HttpResponse:
        if self.expects_json_response:  # type: ignore[attr-defined]
            said = {"success": False, "error_code": "refused", "error_message": str(refusal)}
            return JsonResponse(said, status=400)
        refusals.tell(self.request, refusal, saved=True)  # type: ignore[attr-defined]
        return redirect(self._url("edit") + "?refused=1")

    def _url(self, name: str) -> str:
        return reverse(Story.snippet_viewset.get_url_name(name), args=[self.object.pk])  # type: ignore[attr-defined]


class StoryCreateView(_Verbs, CreateView):
    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "edition": Edition.objects.values_list("pk", flat=True).first()}


class StoryEditView(_Verbs, EditView):
    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        if self.request.method == "GET" and "refused" in self.request.GET:
            try:
                stories.check_ready(self.object, by=self.request.user, live=self.live_object)
            except NewsroomError as refusal:
                refusals.mark(form, refusal)
        return form

    def get_header_more_buttons(self) -> list[Any]:
        buttons = [b for b in super().get_header_more_buttons() if b.label != "Copy"]
        if self.live_object.live:
            buttons.append(Button("View live", url=self.live_object.address, icon_name="link-external", priority=5))
        return sorted(buttons)


class StoryWorkflowActionView(WorkflowActionView):
    """Approving a story where that publishes it, which the newsroom may refuse."""

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                response: HttpResponse = super().post(request, *args, **kwargs)
                return response
        except NewsroomError as refusal:
            refusals.tell(request, refusal, saved=False)
        editor = reverse(Story.snippet_viewset.get_url_name("edit"), args=[self.object.pk]) + "?refused=1"
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            answer: HttpResponse = self.render_modal_json(request, {"step": "success", "redirect": editor})
            return answer
        return redirect(editor)


class StoryUnscheduleView(RevisionsUnscheduleView):
    """Cancelling a schedule makes the story a draft again."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            response: HttpResponse = super().post(*args, **kwargs)
            Story.objects.filter(pk=self.object.pk, state="scheduled", live=False).update(state="draft")
        return response

