"""Addresses that Django answers: the desk, the machines' door, and pages not on the shelf yet."""

from django.urls import include, path, re_path
from wagtail.admin import urls as desk_urls
from wagtail.documents import urls as document_urls

from stoppress.newsroom.desk.log_in import DeskLogIn
from stoppress.pictures.recordings.views import recording
from stoppress.press import views
from stoppress.wire.api import api

urlpatterns = [
    path("desk/login/", DeskLogIn.as_view()),
    path("desk/", include(desk_urls)),
    path("account/", include("stoppress.discussion.urls")),
    path("account/", include("stoppress.newsletters.urls")),
    path("account/", include("stoppress.readers.urls")),
    path("documents/", include(document_urls)),
    path("api/", api.urls),
    path("media/<str:name>", recording),
    re_path(r"^", views.page),
]
handler404 = "stoppress.press.views.not_found"
handler500 = "stoppress.press.views.server_error"
