"""Chats: one room for a story, while the desk keeps it open."""

from django.conf import settings
from django.db import models

from stoppress.discussion.models.comments import BADGES

_ACCOUNT = settings.AUTH_USER_MODEL
SAID, WAITING, REMOVED = "said", "waiting", "removed"
MUTED, BLOCKED = "muted", "blocked"


class Room(models.Model):
    """The chat of one story."""

    story = models.BigIntegerField(unique=True)
    edition = models.CharField(max_length=20)
    address = models.TextField()
    headline = models.CharField(max_length=250)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    #: Seconds between two messages of one reader, set by hand; 0 lets the room itself decide.
    slow = models.PositiveSmallIntegerField(default=0)
    #: Numbers of accounts that take part as guests.
    guests = models.JSONField(default=list)
    pinned = models.ForeignKey("Message", on_delete=models.SET_NULL, null=True, related_name="+")
    #: Messages that were said here; the last one's number among them.
    message_count = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["edition", "-opened_at"], name="room_open", condition=models.Q(closed_at=None))]

    def __str__(self) -> str:
        return self.headline


class Message(models.Model):
    """Something said in a room."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="messages")
    account = models.ForeignKey(_ACCOUNT, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    writer_key = models.CharField(max_length=12, blank=True)
    badge = models.CharField(max_length=8, blank=True, choices=BADGES)
    text = models.TextField(max_length=500)
    state = models.CharField(max_length=8, choices=[(state, state) for state in (SAID, WAITING, REMOVED)])
    reason = models.CharField(max_length=20, blank=True)
    spans = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=32)
    said_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["room", "state", "-id"], name="message_newest"),
            models.Index(fields=["account", "-said_at"], name="message_of"),
            models.Index(fields=["id"], name="message_waiting", condition=models.Q(state=WAITING)),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Barred(models.Model):
    """A reader who may not write in a room for a while (muted), or not take part at all (blocked)."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="barred")
    account = models.ForeignKey(_ACCOUNT, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in (MUTED, BLOCKED)])
    reason = models.CharField(max_length=300)
    until = models.DateTimeField(null=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.SET_NULL, null=True, related_name="+")
    barred_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "account"], name="barred_once")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.kind}"
