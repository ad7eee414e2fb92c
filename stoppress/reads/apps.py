"""The room `reads` as a Django application."""

from django.apps import AppConfig


class ReadsConfig(AppConfig):
    name = "stoppress.reads"
    label = "reads"
    default_auto_field = "django.db.models.BigAutoField"
