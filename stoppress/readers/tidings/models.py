"""What readers are told of, and how far those who follow something have been told of a story."""

from django.conf import settings
from django.db import models


class Tiding(models.Model):
    """One thing that one reader is told of. Numbers rise in the order of commits, so that streams can follow them."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tidings")
    #: One of `wording.SAID`.
    kind = models.CharField(max_length=12)
    #: What it is about, such as `story:12` or `reply:7`: nobody is told twice of the same.
    subject = models.CharField(max_length=40)
    #: The story that must be public for it to be shown; 0 for none.
    story = models.BigIntegerField(default=0)
    #: `name` of who did it, `headline`, `address`, `language`: as they were then.
    facts = models.JSONField(default=dict)
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    #: When it is to go into a letter with others; empty when it need not or has.
    mail_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["account", "subject"], name="told_once")]
        indexes = [
            models.Index(fields=["account", "-id"], name="tidings_of"),
            models.Index(fields=["account"], name="tidings_unread", condition=models.Q(read_at=None)),
            models.Index(fields=["mail_at"], name="tidings_to_mail", condition=models.Q(mail_at__isnull=False)),
            models.Index(fields=["subject"], name="tidings_about"),
            models.Index(fields=["story"], name="tidings_of_story", condition=~models.Q(story=0)),
            models.Index(fields=["told_at"], name="tidings_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} for {self.account_id}"


class Round(models.Model):
    """Telling many readers of one story, some hundred at a time; kept for a while so that none is begun twice."""

    #: Such as `published:12:345`, the last being the entry of the log; a key event of a live blog has its own.
    name = models.CharField(max_length=80, unique=True)
    #: `published`, `updated`, `key`, `breaking` or `gone`.
    kind = models.CharField(max_length=12)
    story = models.BigIntegerField()
    edition = models.CharField(max_length=20)
    entry = models.BigIntegerField()
    #: Kinds and numbers that its readers follow one of, such as `["topic", 3]`.
    follows = models.JSONField(default=list)
    #: What else is told, such as a key event's own headline.
    facts = models.JSONField(default=dict)
    #: The last account (or device, for breaking news) that was told, and how many were.
    cursor = models.BigIntegerField(default=0)
    told = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    #: Another process is at it until then.
    next_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["id"], name="rounds_open", condition=models.Q(finished_at=None))]

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """How far the log was read for rounds; one row for the whole newsroom, whichever node reads."""

    name = models.CharField(max_length=20, primary_key=True)
    cursor = models.BigIntegerField()
    #: How often the next entries could not be taken up, and when they are tried again.
    tries = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.cursor}"


class Mailed(models.Model):
    """When a reader last got a letter about what they follow."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.account_id} at {self.at}"
