"""Browsers that take push messages, and messages on their way to them."""

from django.conf import settings
from django.db import models


class Device(models.Model):
    """A browser that somebody allowed to show our messages. Of a reader without an account nothing but this is kept."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="devices")
    #: Code of the edition in which it was allowed, whose breaking news it gets.
    edition = models.CharField(max_length=20)
    endpoint = models.CharField(max_length=1000, unique=True)
    #: The browser's keys, and the public half of ours that it was told of; all in base64url.
    public = models.CharField(max_length=90)
    secret = models.CharField(max_length=30)
    key = models.CharField(max_length=90)
    #: What the browser calls itself and since when, for the list in its owner's account.
    name = models.CharField(max_length=120, blank=True)
    since_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["edition", "id"], name="devices_of_edition")]

    def __str__(self) -> str:
        return self.name or f"device {self.pk}"


class Push(models.Model):
    """One message to one device. It goes when it was taken; what was not after all tries is parked."""

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="pushes")
    #: A later message about the same takes this one's place, here and at the push service (RFC 8030, 5.4).
    topic = models.CharField(max_length=32)
    #: An object of JSON for the browser's service worker.
    words = models.TextField()
    is_urgent = models.BooleanField(default=False)
    #: The story that must be public when it is sent; 0 for none.
    story = models.BigIntegerField(default=0)
    written_at = models.DateTimeField()
    #: After this it would say something old.
    expires_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    #: Nobody tries it before: it did not go last time, or a process is at it.
    next_try_at = models.DateTimeField()
    parked_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "pushes"
        constraints = [models.UniqueConstraint(fields=["device", "topic"], name="push_once")]
        indexes = [
            models.Index(fields=["-is_urgent", "next_try_at"], name="push_due", condition=models.Q(parked_at=None)),
            models.Index(fields=["parked_at"], name="push_parked", condition=models.Q(parked_at__isnull=False)),
            models.Index(fields=["story"], name="push_of_story", condition=~models.Q(story=0)),
        ]

    def __str__(self) -> str:
        return f"{self.topic} to {self.device_id}"
