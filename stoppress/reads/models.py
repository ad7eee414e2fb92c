"""Counts of reads by the hour, and what is read most in each edition; nothing in here is about a person."""

from django.db import models

from stoppress.newsroom.models import Edition, Story


class HourOfReads(models.Model):
    """How often a story was read within an hour, on all nodes together."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+", db_index=False)
    #: Its beginning.
    hour_at = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "hour_at"], name="reads_of_an_hour")]
        indexes = [models.Index(fields=["hour_at"], name="reads_by_hour")]

    def __str__(self) -> str:
        return f"{self.story_id} at {self.hour_at}: {self.count}"


class TakenIn(models.Model):
    """A file of counts that was taken in, so that a crash before it is removed cannot make it count twice."""

    name = models.CharField(max_length=60, primary_key=True)
    taken_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class MostRead(models.Model):
    """What an edition shows as most read: numbers of stories by list (`edition:1`, `section:3`), the most read first."""

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="+")
    lists = models.JSONField(default=dict)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"most read of {self.edition_id}"
