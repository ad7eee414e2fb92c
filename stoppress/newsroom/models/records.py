"""What the newsroom writes down about stories: where they are listed, corrections, versions, tokens."""

from django.conf import settings
from django.db import models

from stoppress.newsroom.models.editions import Edition
from stoppress.newsroom.models.stories import Story


class Listing(models.Model):
    """A public story's place in one list, such as `section:3`; every list on the site reads this table."""

    list = models.CharField(max_length=40)
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="listings")
    published_at = models.DateTimeField()
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["list", "story"], name="listed_once")]
        indexes = [
            models.Index(fields=["list", "-published_at", "-story"], name="listing_newest"),
            models.Index(fields=["list", "day", "-published_at", "-story"], name="listing_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.story_id} in {self.list}"


class Correction(models.Model):
    """A dated public note on a story; never removed."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="corrections")
    #: The story's own, kept here too so that an edition's newest corrections are found by an index.
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+", editable=False, db_index=False)
    text = models.TextField()
    published_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-published_at", "-id"]
        indexes = [models.Index(fields=["-published_at"], name="correction_newest"),
                   models.Index(fields=["edition", "-published_at", "-id"], name="correction_of_edition")]  # fmt: skip

    def __str__(self) -> str:
        return self.text[:60]


class StoryVersion(models.Model):
    """One substantive version in the public history of a story."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["story", "number"], name="version_once")]

    def __str__(self) -> str:
        return f"{self.story_id} v{self.number}"


class ApiToken(models.Model):
    """A key for machines; only its digest is kept."""

    name = models.CharField(max_length=80, unique=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "access token"

    def __str__(self) -> str:
        return self.name
