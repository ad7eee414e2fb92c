"""The log's own tables: plain values, no foreign keys into other rooms; the log itself only grows."""

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


class Follower(models.Model):
    """What one follower of the log last said of itself; taken back when it stops in good order."""

    name = models.CharField(max_length=60)
    #: The machine it works on; each has a place of its own in the log.
    node = models.CharField(max_length=255)
    #: The last entry it is done with.
    cursor = models.BigIntegerField(default=0)
    #: What keeps it from working, in words for the newsroom; empty when nothing does.
    trouble = models.TextField(blank=True)
    reported_at = models.DateTimeField()
    #: What else it says, such as its version and the size of its shelf.
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["name", "node"]
        constraints = [models.UniqueConstraint(fields=["name", "node"], name="reports_once")]
        permissions = [("tend_press", "Can look after the press")]

    def __str__(self) -> str:
        return f"{self.name} on {self.node}"


class Parked(models.Model):
    """What a follower could not do about an entry after its tries; the line moved on without it."""

    follower = models.CharField(max_length=60)
    node = models.CharField(max_length=255, blank=True)
    #: The entry's number; 0 for what the clock wanted.
    entry = models.BigIntegerField()
    #: The page that could not be printed; empty for followers that print nothing.
    address = models.TextField(blank=True)
    #: Why, in words for the newsroom; and for whoever mends it.
    reason = models.TextField()
    detail = models.TextField(blank=True)
    tries = models.PositiveIntegerField()
    parked_at = models.DateTimeField()
    #: When somebody asked that it be tried again; empty while nobody has.
    retry_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-parked_at", "-id"]
        indexes = [models.Index(fields=["follower", "node", "entry"], name="parked_by")]

    def __str__(self) -> str:
        return f"{self.entry} by {self.follower}"
