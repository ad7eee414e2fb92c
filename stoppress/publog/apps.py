"""The publication log as a Django application."""

from django.apps import AppConfig


class PublogConfig(AppConfig):
    name = "stoppress.publog"
    label = "publog"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Publication log"
