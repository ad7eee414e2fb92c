"""The room `press` as a Django application."""

from django.apps import AppConfig


class PressConfig(AppConfig):
    name = "stoppress.press"
    label = "press"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from stoppress.newsletters import lent as newsletters
        from stoppress.newsroom import preview
        from stoppress.press.account_pages import typeset_account
        from stoppress.press.mailing import typeset_issue
        from stoppress.press.previewing import print_preview
        from stoppress.readers import lent

        preview.print_with(print_preview)
        lent.lend(typeset=typeset_account)
        newsletters.lend(typeset=typeset_issue)
