from django.db import migrations, models


def take_over(apps, schema_editor):
    """A correction's edition is its story's."""
    story = apps.get_model("newsroom", "Story").objects.filter(pk=models.OuterRef("story_id"))
    apps.get_model("newsroom", "Correction").objects.update(edition_id=models.Subquery(story.values("edition_id")))


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0003_listing_by_day")]
    # PostgreSQL will not alter a table that rows were changed in within the same transaction.
    atomic = False

    operations = [
        migrations.AddField(
            "correction", "edition",
            models.ForeignKey("newsroom.Edition", models.CASCADE, null=True, editable=False, related_name="+", db_index=False),
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
        migrations.AlterField(
            "correction", "edition",
            models.ForeignKey("newsroom.Edition", models.CASCADE, editable=False, related_name="+", db_index=False),
        ),
        migrations.AddIndex(
            "correction", models.Index(fields=["edition", "-published_at", "-id"], name="correction_of_edition")
        ),
    ]
