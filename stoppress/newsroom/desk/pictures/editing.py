"""A picture's own page: its words, rights and licence, where it is cut, where it is used, and another in its place."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.images.views.images import EditView
from wagtail.images.widgets import AdminImageChooser
from wagtail.permissions import policy_registry

from stoppress.kit import clock
from stoppress.newsroom import picture_uses
from stoppress.newsroom.actions.pictures import replace_everywhere
from stoppress.newsroom.desk import refusals
from stoppress.newsroom.desk.pictures.form import GROUPS, PictureFileField
from stoppress.newsroom.errors import NewsroomError, NotReady
from stoppress.pictures import actions, rules
from stoppress.pictures.errors import PictureRefused
from stoppress.pictures.models import Picture

#: Uses that a page lists; a picture used more often than that is a stand-in or a logo.
SHOWN_USES = 100


class PictureEditView(EditView):
    """Describe, cut, license; readers see the change when it is saved."""

    template_name = "desk/pictures/edit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form, picture = context["form"], self.object
        context |= {
            "groups": [(title, [form[name] for name in names if name in form.fields]) for title, names in GROUPS],
            "languages": [(title, [form[name] for name in names]) for title, names in form.languages],
            "shapes": list(rules.SHAPES), "stage": picture.get_rendition("max-960x960"),
            "uses": with_urls(picture_uses.uses_of(picture)[:SHOWN_USES], self.request.user),
            "reason": reason_of(picture), "credentials": picture.credentials,
            "replace_url": reverse("desk_replace_picture", args=[picture.pk]),
        }  # fmt: skip
        return context

    def get_success_message(self) -> str:
        return f"“{self.object.title}” is saved; pages that show it are printed again."


class ReplaceForm(forms.Form):
    """Another file for the same picture, or another picture in its place."""

    other = forms.ModelChoiceField(Picture.objects.all(), label="Another picture", required=False, widget=AdminImageChooser)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"] = PictureFileField(label="A new file", required=False)
        self.fields["file"].help_text = "Words, credit and licence stay as they are, and so do cuts if the shape is the same."

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(cleaned.get("file")) == bool(cleaned.get("other")):
            raise forms.ValidationError("Choose either another picture or a new file.")
        return cleaned


class ReplaceView(WagtailAdminTemplateMixin, FormView):
    """One picture in the place of another wherever it is used, in one step."""

    template_name, page_title, header_icon, form_class = "desk/pictures/replace.html", "Replace everywhere", "image", ReplaceForm

    def dispatch(self, request: HttpRequest, *args: Any, image_id: int, **kwargs: Any) -> HttpResponseBase:
        self.picture = get_object_or_404(Picture, pk=image_id)
        policy = policy_registry.get_by_type(Picture)
        if not policy.user_has_permission_for_instance(request.user, "change", self.picture):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        given, user = form.cleaned_data, self.request.user
        try:
            if given["file"]:
                actions.replace_file(picture=self.picture, data=given["file"].read(), name=given["file"].name, by=user)
                said = f"“{self.picture.title}” has its new file everywhere."
            else:
                count = replace_everywhere(picture=self.picture, other=given["other"], by=user)
                said = f"“{given['other'].title}” stands in {count} place{'s' if count != 1 else ''} now."
        except PictureRefused as refusal:
            form.add_error("file", str(refusal))
            return self.form_invalid(form)
        except NewsroomError as refusal:
            for sentence in refusals.sentences(refusal):
                form.add_error("other" if isinstance(refusal, NotReady) else None, sentence)
            return self.form_invalid(form)
        messages.success(self.request, said)
        return redirect("wagtailimages:edit", self.picture.pk)

    def get_page_subtitle(self) -> str:
        return self.picture.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        home, *_ = self.breadcrumbs_items
        return [
            home, {"url": reverse("wagtailimages:index"), "label": "Pictures"},
            {"url": reverse("wagtailimages:edit", args=[self.picture.pk]), "label": self.picture.title},
            {"url": "", "label": self.page_title},
        ]  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        uses = with_urls(picture_uses.uses_of(self.picture)[:SHOWN_USES], self.request.user)
        return super().get_context_data(picture=self.picture, uses=uses, **kwargs)


def with_urls(uses: list[picture_uses.Use], user: Any) -> list[tuple[picture_uses.Use, str]]:
    """Each use with the desk's page of whoever uses the picture; empty for one that this person may not edit."""
    finder = AdminURLFinder(user)
    return [(use, finder.get_edit_url(use.holder) or "") for use in uses]


def reason_of(picture: Picture) -> str:
    """Why the picture could not come out today, as a sentence; empty when it can."""
    return rules.rights_problem(
        title=picture.title, restriction=picture.restriction, note=picture.restriction_note, on=clock.now().date(),
        from_date=picture.licence_from_date, until_date=picture.licence_until_date, may_clear=False,
    )  # fmt: skip
