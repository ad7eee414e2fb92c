"""Tidings as a Django application."""

from django.apps import AppConfig


class TidingsConfig(AppConfig):
    name = "stoppress.readers.tidings"
    label = "tidings"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Tidings"
