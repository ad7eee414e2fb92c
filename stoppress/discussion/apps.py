"""Discussion as a Django application."""

from django.apps import AppConfig


class DiscussionConfig(AppConfig):
    name = "stoppress.discussion"
    label = "discussion"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Discussion"

    def ready(self) -> None:
        from stoppress.discussion import receivers

        receivers.connect()
