"""The room `press` as a Django application."""

from django.apps import AppConfig


class PressConfig(AppConfig):
    name = "stoppress.press"
    label = "press"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from stoppress.newsroom import preview
        from stoppress.press.previewing import print_preview

        preview.print_with(print_preview)
