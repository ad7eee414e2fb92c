"""Newsletters, their issues, and who gets them."""

import secrets
from datetime import time
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from stoppress.kit import clock
from stoppress.newsletters import rules
from stoppress.newsroom.models import Edition, Section, Topic
from stoppress.newsroom.models.announced import Announced
from stoppress.publog.log import newest


def new_key() -> str:
    """What lets whoever holds a letter choose or leave: 128 random bits, kept as long as the row, so that old letters work."""
    return secrets.token_hex(16)


class Newsletter(Announced):
    """A letter that an edition sends to whoever asked for it."""

    kind = "newsletter.changed"

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="newsletters")
    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=60, help_text="The part of the address: /newsletters/slug/.")
    description = models.CharField(max_length=300, blank=True, help_text="What readers get, in a sentence; they choose by it.")
    schedule = models.CharField("goes", max_length=10, choices=rules.SCHEDULES, default=rules.DAILY)
    at = models.TimeField("at", default=time(7), help_text="In the edition's time zone.")
    weekday = models.PositiveSmallIntegerField("on", choices=rules.WEEKDAYS, default=0)
    scope = models.CharField("takes stories of", max_length=10, choices=rules.SCOPES, default=rules.EDITION)
    sections = models.ManyToManyField(Section, blank=True, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    most = models.PositiveSmallIntegerField(
        "stories at most", default=10, validators=[MinValueValidator(1), MaxValueValidator(40)]
    )
    sender_name = models.CharField(max_length=80, blank=True, help_text="Empty: the edition's name.")
    reply_to = models.EmailField("answers go to", blank=True)
    intro = models.TextField("first words", max_length=600, blank=True, help_text="Above the stories of each issue.")
    is_active = models.BooleanField("offered and sent", default=True)
    is_held = models.BooleanField(default=False, editable=False)
    position = models.PositiveSmallIntegerField(default=0)
    #: The last entry of the log that its issues have looked at.
    cursor = models.BigIntegerField(default=0, editable=False)
    next_due_at = models.DateTimeField(null=True, editable=False, db_index=True)
    last_number = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["edition", "slug"], name="newsletter_slug")]
        permissions = [("send_newsletter", "Can send newsletters")]

    def __str__(self) -> str:
        return f"{self.name} ({self.edition.code})"

    def touches(self) -> set[str]:
        # Every page of the edition says whether there are newsletters.
        return {f"newsletter:{self.pk}", f"newsletters:{self.edition_id}", f"edition:{self.edition_id}"}

    def clean(self) -> None:
        super().clean()
        problems: dict[str, str] = {}
        if self.scope == rules.TOPIC and self.topic is None:
            problems["topic"] = "Choose the topic whose stories it takes."
        if self.topic and self.edition_id and self.topic.edition_id != self.edition_id:
            problems["topic"] = "This topic belongs to another edition."
        if problems:
            raise ValidationError(problems)

    def save(self, *args: Any, **kwargs: Any) -> None:
        before = Newsletter.objects.filter(pk=self.pk).values_list("schedule", "at", "weekday").first() if self.pk else None
        if before is None:
            self.cursor = self.cursor or newest()
        if before != (self.schedule, self.at, self.weekday):
            zone = self.edition.time_zone
            self.next_due_at = rules.next_due(self.schedule, self.at, self.weekday, zone, clock.now())
        super().save(*args, **kwargs)


class Issue(models.Model):
    """One issue of a newsletter; it is sent once, and stays in the archive."""

    newsletter = models.ForeignKey(Newsletter, on_delete=models.CASCADE, related_name="issues")
    number = models.PositiveIntegerField()
    #: Why there is this issue, such as `2026-11-24T07:00` or `breaking:12`: the same cause makes one.
    cause = models.CharField(max_length=60)
    stories = models.JSONField(default=list)
    intro = models.TextField(blank=True)
    made_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    sheet = models.ForeignKey("outbox.Sheet", on_delete=models.SET_NULL, null=True, related_name="+")
    #: The last subscription that its letter was written for.
    spread_to = models.BigIntegerField(default=0)
    is_spread = models.BooleanField(default=False, db_index=True)
    letter_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["newsletter", "cause"], name="issue_once"),
            models.UniqueConstraint(fields=["newsletter", "number"], name="issue_number"),
        ]

    def __str__(self) -> str:
        return f"{self.newsletter_id} no. {self.number}"


class Subscriber(models.Model):
    """An address whose owner has asked for letters and has shown that it is theirs."""

    email = models.EmailField(unique=True)
    key = models.CharField(max_length=32, unique=True, default=new_key)
    confirmed_at = models.DateTimeField()
    #: Letters to it came back too often; it gets none until its owner signs up again.
    suspended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.email


class Subscription(models.Model):
    """A newsletter that somebody gets, and when they said so."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="subscriptions")
    newsletter = models.ForeignKey(Newsletter, on_delete=models.CASCADE, related_name="subscriptions")
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscriber", "newsletter"], name="subscribed_once")]

    def __str__(self) -> str:
        return f"{self.newsletter_id} to {self.subscriber_id}"


class SignUp(models.Model):
    """An address that somebody typed in, perhaps its owner; forgotten when nobody confirms it."""

    email = models.EmailField()
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=32, unique=True, default=new_key)
    newsletters = models.JSONField(default=list)
    asked_at = models.DateTimeField(db_index=True)
    #: How many letters this has brought the address.
    letters = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["email", "edition"], name="sign_up_once")]

    def __str__(self) -> str:
        return self.email


class Bounce(models.Model):
    """A letter that came back."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="bounces")
    #: The letter's; it comes back once, however often it is told.
    token = models.CharField(max_length=40, unique=True)
    is_hard = models.BooleanField()
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.token
