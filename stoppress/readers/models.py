"""The one user model, for readers and staff alike, and what a reader keeps here."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone

from stoppress.readers import rules


class Accounts(BaseUserManager["Account"]):
    """Makes accounts; addresses are kept in lower case so that one person has one account."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Account":
        """A new account; without a password it can be entered by other means only."""
        if not email:
            raise ValueError("An account needs an e-mail address.")
        account = self.model(email=email.strip().lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Account":
        """A new account that may do everything in the desk."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email=(username or "").strip().lower())


class Account(AbstractBaseUser, PermissionsMixin):
    """A person who may log in."""

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField("name", max_length=120, blank=True, help_text="As others see it.")
    is_staff = models.BooleanField("works in the newsroom", default=False)
    is_active = models.BooleanField("may log in", default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    bio = models.TextField(max_length=rules.LONGEST_BIO, blank=True)
    #: BCP 47, of mails to this person; empty: of the edition they are in.
    language = models.CharField(max_length=12, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    #: When the account will be erased, as its owner asked.
    erase_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    #: Counts up at “log out everywhere”; sessions of an earlier round are over.
    session_round = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[Accounts] = Accounts()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "account"
        ordering = ["email"]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.name or self.email.partition("@")[0]

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        """What ties a session to its account: besides the password, the round of log-outs everywhere."""
        tied: str = super()._get_session_auth_hash(secret)  # type: ignore[misc]
        return f"{tied}.{self.session_round}" if self.session_round else tied


class Follow(models.Model):
    """A section, topic, contributor or story that a reader wants to hear of; the rooms above know what the number means."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="follows")
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in rules.FOLLOWED])
    target = models.BigIntegerField()
    followed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-followed_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["account", "kind", "target"], name="follow_once")]
        indexes = [models.Index(fields=["kind", "target", "account"], name="followers_in_order")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.target}"


class SavedStory(models.Model):
    """A story that a reader keeps for later."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="saved_stories")
    story = models.BigIntegerField()
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-saved_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["account", "story"], name="saved_once")]

    def __str__(self) -> str:
        return f"story:{self.story}"


class Notifications(models.Model):
    """What a reader wants to be told, and how; nothing but what they switched on."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True, related_name="notifications")
    followed_by_mail = models.BooleanField(default=False)
    followed_by_push = models.BooleanField(default=False)
    breaking_by_push = models.BooleanField(default=False)
    replies_by_mail = models.BooleanField(default=False)
    replies_by_push = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"notifications of {self.account_id}"


class SpentProof(models.Model):
    """A proof of work that was taken already; forgotten when it would be too old anyway."""

    challenge = models.CharField(max_length=64, primary_key=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.challenge


class Remembered(models.Model):
    """What all processes remember together for a while: counts of limits, codes that were used. Django's cache writes it."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "readers_remembered"

    def __str__(self) -> str:
        return self.cache_key
