"""The machines' door by itself, for tests of this room."""

from django.urls import path

from stoppress.wire.api import api

urlpatterns = [path("api/", api.urls)]
