"""An index of the revisions that wait for their time, so that the clock never walks through all that was ever written."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0008_rare_stories"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX IF NOT EXISTS revision_waits ON wagtailcore_revision (approved_go_live_at)"
            " WHERE approved_go_live_at IS NOT NULL",
            "DROP INDEX IF EXISTS revision_waits",
        ),
    ]
