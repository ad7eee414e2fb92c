"""The room `press` as a Django application."""

from django.apps import AppConfig


class PressConfig(AppConfig):
    name = "stoppress.press"
    label = "press"
    default_auto_field = "django.db.models.BigAutoField"
