"""Discussions and what readers say in them."""

import secrets

from django.conf import settings
from django.db import models

HELD, PUBLISHED, REJECTED, SPAM, DELETED = "held", "published", "rejected", "spam", "deleted"
STATES = [(state, state) for state in (HELD, PUBLISHED, REJECTED, SPAM, DELETED)]
BADGES = [("", "none"), ("staff", "staff"), ("author", "author"), ("guest", "guest")]
_ACCOUNT = settings.AUTH_USER_MODEL


def new_key() -> str:
    """What others know a writer by: says nothing of the account."""
    return secrets.token_hex(6)


class Thread(models.Model):
    """The discussion of one story, which it knows by what it was told."""

    story = models.BigIntegerField(unique=True)
    edition = models.CharField(max_length=20)
    section = models.BigIntegerField(default=0)
    address = models.TextField()
    headline = models.CharField(max_length=250)
    #: Comments that everybody may read.
    comment_count = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.headline


class Writer(models.Model):
    """What an account has done in discussions so far."""

    account = models.OneToOneField(_ACCOUNT, on_delete=models.CASCADE, primary_key=True, related_name="writer")
    key = models.CharField(max_length=12, unique=True, default=new_key)
    approved = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    #: Name of the system that the account was brought along from, and its key there.
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source"], name="brought_along_once", condition=~models.Q(source="")),
        ]

    def __str__(self) -> str:
        return self.key


class Comment(models.Model):
    """One comment; its path names all comments above it."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="comments")
    account = models.ForeignKey(_ACCOUNT, on_delete=models.SET_NULL, null=True, related_name="comments")
    #: As the writer was called when it was written, and what others know them by; both empty once the account was erased.
    name = models.CharField(max_length=120, blank=True)
    writer_key = models.CharField(max_length=12, blank=True)
    badge = models.CharField(max_length=8, blank=True, choices=BADGES)
    #: What it answers, which may be deeper than the comment it stands below.
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="answers")
    path = models.CharField(max_length=80, unique=True, null=True)
    is_root = models.BooleanField()
    text = models.TextField(max_length=3000)
    state = models.CharField(max_length=10, choices=STATES)
    #: Why it is in that state (`rules.verdicts.Reason`, or a moderator's ground), and what was found in it.
    reason = models.CharField(max_length=20)
    score = models.FloatField(default=0)
    spans = models.JSONField(default=list)
    is_pick = models.BooleanField(default=False)
    like_count = models.PositiveIntegerField(default=0)
    #: Comments below it that everybody may read.
    reply_count = models.PositiveIntegerField(default=0)
    #: Whether it has a place on pages: published, or the stone that marks where one was above others.
    is_shown = models.BooleanField(default=False)
    #: Reports and notices that nobody has settled.
    report_count = models.PositiveIntegerField(default=0)
    #: Counts up with every change of its text or state.
    version = models.PositiveIntegerField(default=1)
    fingerprint = models.CharField(max_length=32)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(_ACCOUNT, on_delete=models.SET_NULL, null=True, related_name="+")
    #: The moderator who is looking at it, and until when nobody else need.
    claimed_by = models.ForeignKey(_ACCOUNT, on_delete=models.SET_NULL, null=True, related_name="+")
    claimed_until = models.DateTimeField(null=True)
    #: What the spam filter learned from it: nothing, `spam` or `ham`.
    learned = models.CharField(max_length=4, blank=True)
    #: Name of the system it was imported from, and its number there.
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["thread", "is_root", "is_shown", "created_at", "id"], name="comment_by_age"),
            models.Index(fields=["thread", "is_root", "is_shown", "like_count", "id"], name="comment_by_likes"),
            models.Index(fields=["thread", "is_root", "is_shown", "reply_count", "id"], name="comment_by_replies"),
            models.Index(fields=["thread", "id"], name="comment_picked", condition=models.Q(is_pick=True)),
            models.Index(fields=["state", "id"], name="comment_queue"),
            models.Index(fields=["id"], name="comment_reported", condition=models.Q(report_count__gt=0)),
            models.Index(fields=["account", "-created_at"], name="comment_of"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source"], name="imported_once", condition=~models.Q(source="")),
        ]
        permissions = [("moderate_comment", "Can moderate discussions"), ("set_rules", "Can set the rules of discussions")]

    def __str__(self) -> str:
        return self.text[:60]


class Revision(models.Model):
    """What a comment said before it was edited; for moderators."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="revisions")
    text = models.TextField()
    replaced_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:60]


class Like(models.Model):
    """A reader found a comment good."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="likes")
    account = models.ForeignKey(_ACCOUNT, on_delete=models.CASCADE, related_name="+")
    liked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "account"], name="liked_once")]
        indexes = [models.Index(fields=["account", "-liked_at"], name="likes_of")]

    def __str__(self) -> str:
        return f"{self.account_id} likes {self.comment_id}"


class Report(models.Model):
    """A reader thinks that somebody should look at a comment."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports")
    account = models.ForeignKey(_ACCOUNT, on_delete=models.CASCADE, related_name="+")
    ground = models.CharField(max_length=20)
    words = models.CharField(max_length=500, blank=True)
    reported_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "account"], name="reported_once")]
        indexes = [models.Index(fields=["account", "-reported_at"], name="reports_of")]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.ground}"


class Ignored(models.Model):
    """A reader does not want to see what another writes."""

    account = models.ForeignKey(_ACCOUNT, on_delete=models.CASCADE, related_name="+")
    writer = models.ForeignKey(Writer, on_delete=models.CASCADE, related_name="+")
    #: As they were called when they were ignored.
    name = models.CharField(max_length=120)
    ignored_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "writer"], name="ignored_once")]

    def __str__(self) -> str:
        return self.name
