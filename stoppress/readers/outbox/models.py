"""Letters on their way, each with how it fares; plain values, no foreign keys to other rooms."""

import secrets

from django.db import models

WAITING, SENT, PARKED = "waiting", "sent", "parked"
#: One of many that its reader's server will not have; whoever wrote it is told, and nobody has to look at it.
REFUSED = "refused"


def new_token() -> str:
    """What names a letter to the outside: in its Message-ID and in the address it comes back to. 80 bits."""
    return secrets.token_hex(10)


class Sheet(models.Model):
    """Words that many letters share, with marks such as `{{unsubscribe}}` for what differs."""

    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    made_at = models.DateTimeField()
    #: Its letters wait, for it says something that is no longer so.
    is_held = models.BooleanField(default=False, db_index=True)

    def __str__(self) -> str:
        return self.subject


class Letter(models.Model):
    """One letter to one address."""

    #: What caused it, such as `notice:12:received`: the same cause writes one letter.
    cause = models.CharField(max_length=120, unique=True)
    #: Such as `statement` or `newsletter`.
    kind = models.CharField(max_length=40)
    token = models.CharField(max_length=40, unique=True, default=new_token)
    to = models.EmailField()
    sender = models.CharField(max_length=320)
    subject = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    #: Words shared with others, in the place of `text` and `html`, and what is filled into them.
    sheet = models.ForeignKey(Sheet, null=True, blank=True, on_delete=models.CASCADE, related_name="letters")
    fills = models.JSONField(default=dict)
    #: One of many alike, which lets letters to single people go first.
    is_one_of_many = models.BooleanField(default=False)
    state = models.CharField(max_length=8, default=WAITING)
    tries = models.PositiveIntegerField(default=0)
    #: Nobody tries it before: it did not go last time, or a process is at it, which `claim` names.
    next_try_at = models.DateTimeField()
    claim = models.CharField(max_length=40, blank=True)
    #: After this it would say something old and is parked instead.
    expires_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    written_at = models.DateTimeField()
    #: When it was sent or parked.
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["is_one_of_many", "next_try_at"], condition=models.Q(state=WAITING), name="letters_due"),
            models.Index(fields=["state", "done_at"], name="letters_by_state"),
            models.Index(fields=["to"], name="letters_to"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.cause
