"""The room `pictures` as a Django application."""

from django.apps import AppConfig


class PicturesConfig(AppConfig):
    name = "stoppress.pictures"
    label = "pictures"
    default_auto_field = "django.db.models.BigAutoField"
