"""The tests' database is a copy; that it has what the models say is seen here."""

from io import StringIO

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def test_migrations_make_what_the_models_say(db: None) -> None:
    said = StringIO()
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=1, stdout=said)
    assert "No changes detected" in said.getvalue()


def test_all_migrations_were_applied_to_the_tests_database(db: None) -> None:
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    applied = executor.loader.applied_migrations
    assert {key for key in executor.loader.disk_migrations if not executor.loader.disk_migrations[key].replaces} <= set(applied)
