"""The room `pictures` as a Django application."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PicturesConfig(AppConfig):
    name = "stoppress.pictures"
    label = "pictures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from stoppress.pictures import receivers, word_index

        receivers.connect()
        post_migrate.connect(word_index.after_migrate, sender=self, dispatch_uid="pictures_words")
