"""What a database holds, asked in plain SQL so that a copy of any age can be asked."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from stoppress.conf.backups.manifest import Facts

Ask = Callable[[str], Sequence[Sequence[Any]]]
_TABLES = {"stories": "newsroom_story", "editions": "newsroom_edition", "pictures": "pictures_picture",
           "accounts": "readers_account", "log entries": "publog_entry"}  # fmt: skip


def gather(ask: Ask) -> Facts:
    """Counts and migrations; `ask` runs SQL and returns all rows."""
    counts = {what: int(ask(f"SELECT count(*) FROM {table}")[0][0]) for what, table in _TABLES.items()}
    return Facts(counts, sorted(f"{app}.{name}" for app, name in ask("SELECT app, name FROM django_migrations")))


def stories_here() -> int:
    """How many stories the present newsroom has; none when it is not set up."""
    if "newsroom_story" not in connection.introspection.table_names():
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM newsroom_story")
        return int(cursor.fetchone()[0])


def later_migrations(told: Facts) -> list[str]:
    """Migrations that the backup's database has had and this version does not know."""
    loader, known = _known()
    return [m for m in told.migrations if m.partition(".")[0] in loader.migrated_apps and m not in known]


def is_older(told: Facts) -> bool:
    """Whether this version knows migrations that the backup's database has not had."""
    return not _known()[1] <= set(told.migrations)


def _known() -> tuple[MigrationLoader, set[str]]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return loader, {f"{app}.{name}" for app, name in loader.disk_migrations}
