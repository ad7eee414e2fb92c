"""Addresses of the desk alone, so that its tests need no other room."""

from django.urls import include, path
from wagtail.admin import urls as desk_urls
from wagtail.documents import urls as document_urls

urlpatterns = [path("desk/", include(desk_urls)), path("documents/", include(document_urls))]
