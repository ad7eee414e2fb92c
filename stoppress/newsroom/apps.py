"""The room `newsroom` as a Django application."""

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "stoppress.newsroom"
    label = "newsroom"
    default_auto_field = "django.db.models.BigAutoField"
