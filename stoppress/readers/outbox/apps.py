"""The outbox as a Django application."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "stoppress.readers.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Outbox"

    def ready(self) -> None:
        from stoppress.readers.actions.leaving import erasing
        from stoppress.readers.outbox.actions import forget_reader

        erasing.connect(forget_reader, dispatch_uid="outbox_forgets")
