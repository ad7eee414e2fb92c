"""The log's own table: append-only, plain values, no foreign keys into other rooms."""

from django.db import models


class Entry(models.Model):
    """One thing that changed for readers. `id` has no gaps and rises in the order of commits."""

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=40)
    edition = models.CharField(max_length=40, blank=True)
    recorded_at = models.DateTimeField()
    #: Names of everything this change touches, such as `story:12` or `list:section:3`.
    tags = models.JSONField(default=list)
    #: Readers must not meet the old pages again, not even while new ones are printed.
    at_once = models.BooleanField(default=False)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.id} {self.kind}"


class Parked(models.Model):
    """An entry that a follower could not deal with after its tries; the line moved on without it."""

    follower = models.CharField(max_length=60)
    entry = models.BigIntegerField()
    reason = models.TextField()
    tries = models.PositiveSmallIntegerField()
    parked_at = models.DateTimeField()

    class Meta:
        ordering = ["-parked_at"]
        constraints = [models.UniqueConstraint(fields=["follower", "entry"], name="parked_once")]

    def __str__(self) -> str:
        return f"{self.entry} by {self.follower}"
