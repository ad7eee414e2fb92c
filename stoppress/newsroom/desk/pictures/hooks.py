"""What the picture desk hangs into Wagtail's admin; its own views stand before Wagtail's at the same addresses."""

from typing import Any

from django.contrib.auth.models import Permission
from django.templatetags.static import static
from django.urls import include, path
from django.utils.html import format_html
from wagtail import hooks

from stoppress.newsroom.desk.pictures import chooser, licences
from stoppress.newsroom.desk.pictures.editing import PictureEditView, ReplaceView
from stoppress.newsroom.desk.pictures.listing import PictureIndexView
from stoppress.newsroom.desk.pictures.upload import DescribeView, UploadView

_PICTURES = [
    path("", PictureIndexView.as_view(), name="index"),
    path("results/", PictureIndexView.as_view(results_only=True), name="index_results"),
    path("<int:image_id>/", PictureEditView.as_view(), name="edit"),
    path("multiple/add/", UploadView.as_view(), name="add_multiple"),
    path("multiple/<int:image_id>/", DescribeView.as_view(), name="edit_multiple"),
]


@hooks.register("register_admin_urls", order=-10)
def addresses() -> list[Any]:
    """The same addresses as Wagtail's, asked first, and those of pages that Wagtail has not."""
    return [
        path("images/<int:image_id>/replace/", ReplaceView.as_view(), name="desk_replace_picture"),
        path("reports/picture-licences/", licences.LicencesView.as_view(), name="desk_picture_licences"),
        path("images/chooser/", chooser.view(chooser.ChoosePictureView)),
        path("images/chooser/results/", chooser.view(chooser.ChoosePictureResultsView)),
        path("images/chooser/create/", chooser.view(chooser.UploadInChooserView)),
        path("images/", include((_PICTURES, "desk_pictures"))),
    ]


@hooks.register("register_permissions")
def permission() -> Any:
    """Who may publish pictures that the picture desk wants to be asked about, for the form of groups."""
    return Permission.objects.filter(content_type__app_label="pictures", codename="clear_picture")


@hooks.register("register_log_actions")
def verbs_in_history(actions: Any) -> None:
    """Words for the picture desk's verbs in the histories."""
    actions.register_action("stoppress.replace_file", "Replace the file", "Given another file")
    actions.register_action("stoppress.replace_picture", "Replace a picture", "A picture replaced by another")
    actions.register_action("stoppress.cut_picture", "Cut", "Cut anew")
    actions.register_action("stoppress.end_licence", "End the licence", "Withdrawn because its licence ended")


@hooks.register("insert_global_admin_css")
def pictures_css() -> str:
    """The picture desk's own rules."""
    return format_html('<link rel="stylesheet" href="{}">', static("desk/pictures.css"))


hooks.register("register_reports_menu_item", licences.menu_item)
