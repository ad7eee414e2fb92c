"""The room `newsroom` as a Django application."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from wagtail.users.apps import WagtailUsersAppConfig


class NewsroomConfig(AppConfig):
    name = "stoppress.newsroom"
    label = "newsroom"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from stoppress.discussion import lent as discussed
        from stoppress.newsroom import lending
        from stoppress.newsroom.actions import groups
        from stoppress.readers import lent

        lent.lend(edition_at=lending.edition_at, first_edition=lending.first_edition, places_of=lending.places_of)
        discussed.lend(stories=lending.stories, stories_at=lending.stories_at)
        post_migrate.connect(groups.after_migrate, dispatch_uid="newsroom_groups")


class AccountsConfig(WagtailUsersAppConfig):
    """Wagtail's pages on people, with forms for our own accounts."""

    user_viewset = "stoppress.newsroom.desk.accounts.AccountViewSet"
