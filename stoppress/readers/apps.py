"""Accounts as a Django application."""

from django.apps import AppConfig


class ReadersConfig(AppConfig):
    name = "stoppress.readers"
    label = "readers"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Accounts"
