"""The commands of `stoppress` as a Django application."""

from django.apps import AppConfig


class ConfConfig(AppConfig):
    name = "stoppress.conf"
    label = "conf"
