"""Accounts as a Django application."""

from django.apps import AppConfig
from django.db.models.signals import post_save


class ReadersConfig(AppConfig):
    name = "stoppress.readers"
    label = "readers"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Accounts"

    def ready(self) -> None:
        from allauth.account.signals import password_changed, password_reset, password_set, user_logged_out

        from stoppress.readers.receivers import account_saved, locks_changed, logged_out

        post_save.connect(account_saved, sender=self.get_model("Account"), dispatch_uid="account_addresses")
        user_logged_out.connect(logged_out, dispatch_uid="account_left")
        for changed in (password_changed, password_set, password_reset):
            changed.connect(locks_changed, dispatch_uid="account_locks")
