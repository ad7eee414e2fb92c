"""The chooser of pictures in the editor: as fast with 200,000 pictures as with ten."""

from typing import Any

from wagtail.admin.views.generic.chooser import ChooseResultsViewMixin, ChooseViewMixin
from wagtail.images.forms import get_image_form
from wagtail.images.views.chooser import BaseImageChooseView, ImageCreationFormMixin, ImageUploadView
from wagtail.images.views.chooser import viewset as wagtails

from stoppress.newsroom.desk.pictures.finding import Keyset, PictureSearch
from stoppress.newsroom.desk.pictures.form import AT_ONCE
from stoppress.pictures.models import Picture


class _Upload(ImageCreationFormMixin):
    """Asks for what is needed at once; the file's own words fill the rest."""

    def get_creation_form_class(self) -> Any:
        return get_image_form(Picture, ("file", *AT_ONCE))


class _Choose(_Upload, BaseImageChooseView):
    filter_form_class = PictureSearch
    paginator_class = Keyset
    template_name = "desk/pictures/chooser.html"
    results_template_name = "desk/pictures/chooser_results.html"
    #: Newest first by number, which the pages go by.
    ordering = "-id"


class ChoosePictureView(ChooseViewMixin, _Choose):
    """The chooser as it opens."""


class ChoosePictureResultsView(ChooseResultsViewMixin, _Choose):
    """What was found, and every further page."""


class UploadInChooserView(_Upload, ImageUploadView):
    """A picture uploaded where it is wanted."""


def view(kind: type[Any]) -> Any:
    """One of the three with all that Wagtail tells its own."""
    names = ("icon", "page_title", "search_tab_label", "creation_tab_label")
    told = {name: getattr(wagtails, name) for name in names} if kind is ChoosePictureView else {}
    return wagtails.construct_view(kind, **told)
