"""What moderators decide, why, and what becomes of it."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models

from stoppress.discussion.models.comments import Comment

REMOVAL, WARNING, SUSPENSION, BAN = "removal", "warning", "suspension", "ban"
_ACCOUNT = settings.AUTH_USER_MODEL


class Restriction(models.Model):
    """A restriction of one reader with its statement of reasons (Regulation (EU) 2022/2065, Article 17)."""

    account = models.ForeignKey(_ACCOUNT, on_delete=models.CASCADE, related_name="restrictions")
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in (REMOVAL, WARNING, SUSPENSION, BAN)])
    comment = models.ForeignKey(Comment, on_delete=models.SET_NULL, null=True, related_name="restrictions")
    #: What it was about, in the reader's own words, and in the moderator's what was wrong with it.
    quoted = models.TextField(blank=True)
    facts = models.TextField(blank=True)
    #: One of `rules.grounds.GROUNDS`.
    ground = models.CharField(max_length=20)
    is_automated = models.BooleanField(default=False)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.SET_NULL, null=True, related_name="+")
    began_at = models.DateTimeField()
    #: When a suspension ends; empty for what lasts.
    ends_at = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["account", "kind"], name="restrictions_of")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.account_id}"


class Appeal(models.Model):
    """A reader asks that another moderator look at a restriction again (Article 20)."""

    restriction = models.OneToOneField(Restriction, on_delete=models.CASCADE, related_name="appeal")
    words = models.TextField(max_length=2000)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(_ACCOUNT, on_delete=models.SET_NULL, null=True, related_name="+")
    is_granted = models.BooleanField(null=True)
    answer = models.TextField(max_length=2000, blank=True)

    class Meta:
        indexes = [models.Index(fields=["id"], name="appeal_open", condition=models.Q(decided_at=None))]

    def __str__(self) -> str:
        return f"appeal {self.pk}"


class Notice(models.Model):
    """Somebody, with or without an account, says that something is against the law (Article 16)."""

    reference = models.CharField(max_length=20, unique=True)
    comment = models.ForeignKey(Comment, on_delete=models.SET_NULL, null=True, related_name="notices")
    address = models.TextField()
    words = models.TextField(max_length=3000)
    #: May be empty only where the law asks for it, as with the abuse of children.
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=12, blank=True)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(_ACCOUNT, on_delete=models.SET_NULL, null=True, related_name="+")
    is_followed = models.BooleanField(null=True)
    answer = models.TextField(max_length=2000, blank=True)

    class Meta:
        indexes = [models.Index(fields=["id"], name="notice_open", condition=models.Q(decided_at=None))]

    def __str__(self) -> str:
        return self.reference


class OnlyGrows(models.QuerySet["LogLine"]):
    """Rows that nobody changes or removes."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("The moderation log only grows.")

    def delete(self) -> NoReturn:
        raise TypeError("The moderation log only grows.")


class LogLine(models.Model):
    """One thing that was done, by whom and why. Plain numbers, so that it lasts longer than what it speaks of."""

    at = models.DateTimeField()
    #: Account of the moderator; 0 for what was done without one.
    by = models.BigIntegerField(default=0)
    verb = models.CharField(max_length=20)
    story = models.BigIntegerField(default=0)
    comment = models.BigIntegerField(default=0)
    account = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=20, blank=True)
    #: What was done in one go, and can be undone in one go, has the same batch.
    batch = models.CharField(max_length=16, blank=True)
    facts = models.JSONField(default=dict)

    objects = OnlyGrows.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["comment", "-id"], name="log_of_comment", condition=~models.Q(comment=0)),
            models.Index(fields=["account", "-id"], name="log_of_account", condition=~models.Q(account=0)),
            models.Index(fields=["verb", "at"], name="log_by_verb"),
            models.Index(fields=["batch"], name="log_of_batch", condition=~models.Q(batch="")),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.comment or self.account}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("The moderation log only grows.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("The moderation log only grows.")
