"""The pages on which a story is corrected, taken down, killed, spiked or recovered."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from stoppress.newsroom.actions import spikes, stories
from stoppress.newsroom.desk import refusals
from stoppress.newsroom.errors import NewsroomError, NotReady
from stoppress.newsroom.models import Story


class CorrectForm(forms.Form):
    text = forms.CharField(
        label="Public note", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What was wrong and what is right. Readers see it on the story and on the corrections page, for good.",
        error_messages={"required": "Say what was wrong and what is right; readers will see this note."},
    )  # fmt: skip
    with_draft = forms.BooleanField(
        label="Bring out the newest draft with this note", required=False, initial=True,
        help_text="Otherwise only the note appears and the draft goes on waiting.",
    )  # fmt: skip

    def __init__(self, *args: Any, story: Story, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not story.has_unpublished_changes:
            del self.fields["with_draft"]


class NothingToAsk(forms.Form):
    def __init__(self, *args: Any, story: Story, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class KillForm(NothingToAsk):
    notice = forms.CharField(
        label="Public notice", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Shown at the story's address instead of the story. It need not repeat what was wrong.",
    )  # fmt: skip


class VerbView(WagtailAdminTemplateMixin, FormView):
    """One verb: who may, what it means, the form, and what was done."""

    template_name = "desk/verb.html"
    permission: str
    explanation: str
    button: str
    done: str
    serious = False

    def dispatch(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(f"newsroom.{self.permission}_story"):  # type: ignore[union-attr]
            raise PermissionDenied
        self.story = get_object_or_404(Story.objects.select_related("edition"), pk=pk)
        return super().dispatch(request, *args, **kwargs)

    def do(self, given: dict[str, Any]) -> None:
        raise NotImplementedError(type(self).__name__)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            self.do(form.cleaned_data)
        except NotReady as refusal:
            for one in refusal.found:
                form.add_error(one.field if one.field in form.fields else None, one.sentence)
            return self.form_invalid(form)
        except NewsroomError as refusal:
            form.add_error(None, refusals.sentences(refusal)[0])
            return self.form_invalid(form)
        messages.success(self.request, f"“{self.story}” {self.done}.", buttons=[messages.button(self.edit_url, "Edit")])
        return redirect(Story.snippet_viewset.get_url_name("list"))

    @property
    def edit_url(self) -> str:
        return reverse(Story.snippet_viewset.get_url_name("edit"), args=[self.story.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "story": self.story}

    def get_page_subtitle(self) -> str:
        return str(self.story)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        home, *_ = self.breadcrumbs_items
        return [
            home,
            {"url": reverse(Story.snippet_viewset.get_url_name("list")), "label": "Stories"},
            {"url": self.edit_url, "label": str(self.story)},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            story=self.story, edit_url=self.edit_url, explanation=self.explanation, button=self.button,
            serious=self.serious, **kwargs,
        )  # fmt: skip


class CorrectView(VerbView):
    page_title, header_icon, permission, form_class = "Correct", "edit", "correct", CorrectForm
    explanation = (
        "A correction adds a dated public note to the story, moves its “updated” time and reaches everyone who got it. "
        "For a typo, refile the story instead."
    )
    button, done = "Correct the story", "is corrected"

    def do(self, given: dict[str, Any]) -> None:
        revision = self.story.get_latest_revision() if given.get("with_draft") else None
        stories.correct(story=self.story, text=given["text"], by=self.request.user, revision=revision)


class TakeDownView(VerbView):
    page_title, header_icon, permission, form_class = "Take down", "download", "takedown", NothingToAsk
    explanation = "The story leaves every page, feed and list at once and quietly. It may be published again later."
    button, done = "Yes, take it down", "is taken down"

    def do(self, given: dict[str, Any]) -> None:
        stories.take_down(story=self.story, by=self.request.user)


class KillView(VerbView):
    page_title, header_icon, permission, form_class = "Kill", "warning", "kill", KillForm
    explanation = (
        "For what is false or unlawful. The story leaves every page, feed and list at once, partners are told to drop it, "
        "its address answers that it is gone, and it can never be published again."
    )
    button, done, serious = "Yes, kill the story for good", "is killed", True

    def do(self, given: dict[str, Any]) -> None:
        stories.kill(story=self.story, notice=given["notice"], by=self.request.user)


class SpikeView(VerbView):
    page_title, header_icon, permission, form_class = "Spike", "bin", "spike", NothingToAsk
    explanation = (
        "For copy that will not be used. Readers have never seen it and never will; what it was scheduled for is cancelled. "
        "It leaves the list of stories and can be recovered from the filter “Spiked”."
    )
    button, done = "Yes, spike it", "is spiked"

    def do(self, given: dict[str, Any]) -> None:
        spikes.spike(story=self.story, by=self.request.user)


class RecoverView(VerbView):
    page_title, header_icon, permission, form_class = "Recover", "rotate", "spike", NothingToAsk
    explanation = "The story becomes a draft again, with everything that was written in it."
    button, done = "Yes, recover it", "is a draft again"

    def do(self, given: dict[str, Any]) -> None:
        spikes.recover(story=self.story, by=self.request.user)
