"""Accounts as a Django application."""

from django.apps import AppConfig
from django.db.models.signals import post_save


class ReadersConfig(AppConfig):
    name = "stoppress.readers"
    label = "readers"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Accounts"

    def ready(self) -> None:
        from stoppress.readers.receivers import account_saved

        post_save.connect(account_saved, sender=self.get_model("Account"), dispatch_uid="account_addresses")
