"""Newsletters as a Django application."""

from django.apps import AppConfig


class NewslettersConfig(AppConfig):
    name = "stoppress.newsletters"
    label = "newsletters"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Newsletters"

    def ready(self) -> None:
        from stoppress.newsletters import receivers

        receivers.connect()
