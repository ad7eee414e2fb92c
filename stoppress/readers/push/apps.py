"""Push as a Django application."""

from django.apps import AppConfig


class PushConfig(AppConfig):
    name = "stoppress.readers.push"
    label = "push"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Push messages"
