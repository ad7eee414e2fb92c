"""What the house has arranged: when discussions close, which words are listed, what spam looks like here."""

from django.conf import settings
from django.db import models

from stoppress.discussion.rules import opening, words


class Policy(models.Model):
    """A wish at one level: `site`, `edition:en`, `section:3` or `story:12`; empty fields leave it to the level above."""

    scope = models.CharField(max_length=40, unique=True)
    mode = models.CharField(max_length=10, null=True, blank=True, choices=[(mode, mode) for mode in opening.MODES])
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    is_premoderated = models.BooleanField(null=True, blank=True)

    def __str__(self) -> str:
        return self.scope


class ListedWord(models.Model):
    """A word that refuses a comment or holds it."""

    word = models.CharField(max_length=words.LONGEST, unique=True)
    is_banned = models.BooleanField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word


class SpamWord(models.Model):
    """In how many comments decided as spam, and in how many others, a word stood."""

    word = models.CharField(max_length=120, primary_key=True)
    spam = models.PositiveIntegerField(default=0)
    ham = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.word


class Lists(models.Model):
    """One row: the version of the word lists, and how many decisions were learned from."""

    version = models.PositiveIntegerField(default=0)
    spam = models.PositiveIntegerField(default=0)
    ham = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"version {self.version}"
