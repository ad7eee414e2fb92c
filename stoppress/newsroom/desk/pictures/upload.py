"""Many files at once, dropped onto the desk: each read in, described by itself, or refused in words beside it."""

from typing import Any

from django.db import transaction
from wagtail.images.forms import get_image_form
from wagtail.images.views.multiple import AddView, EditView
from wagtail.log_actions import log as audit

from stoppress.newsroom.desk.pictures.form import AT_ONCE
from stoppress.pictures import actions
from stoppress.pictures.models import Picture


class UploadView(AddView):
    """Takes one file after another and answers with the form of its words, filled in from the file."""

    template_name = "desk/pictures/upload.html"
    page_title = "Add pictures"

    def get_edit_form_class(self) -> Any:
        return get_image_form(Picture, AT_ONCE)

    def save_object(self, form: Any) -> Picture:
        with transaction.atomic():
            picture: Picture = super().save_object(form)
            actions.add_keywords(picture)
            audit(instance=picture, action="wagtail.create", user=self.request.user)
        return picture


class DescribeView(EditView):
    """Saves the words of a file just uploaded."""

    def get_edit_form_class(self) -> Any:
        return get_image_form(Picture, AT_ONCE)

    def save_object(self, form: Any) -> None:
        with transaction.atomic():
            form.save()
            audit(instance=form.instance, action="wagtail.edit", user=self.request.user)
