"""A video or sound file with what readers need besides: an address, captions, a transcript, a poster."""

import hashlib
import secrets

from django.db import models


def new_token() -> str:
    """128 bits of chance, of which an address is made that nobody guesses."""
    return secrets.token_urlsafe(16)


class Recording(models.Model):
    """What is known of a file of the desk's that plays; the file itself is Wagtail's document."""

    document = models.OneToOneField("wagtaildocs.Document", on_delete=models.CASCADE, related_name="recording", primary_key=True)
    token = models.CharField(max_length=22, unique=True, default=new_token, editable=False)
    medium = models.CharField(max_length=5, choices=[("video", "Video"), ("audio", "Sound")])
    mime_type = models.CharField(max_length=40)
    ending = models.CharField(max_length=5)
    seconds = models.PositiveIntegerField(default=0)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    #: WebVTT, checked.
    captions = models.TextField(blank=True)
    captions_language = models.CharField(max_length=12, blank=True)
    transcript = models.TextField(blank=True)
    poster = models.ForeignKey("pictures.Picture", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        app_label = "pictures"

    def __str__(self) -> str:
        return str(self.document)

    @property
    def name(self) -> str:
        """The file's name below `/media/`; it never gets other bytes."""
        return f"{self.token}.{self.ending}"

    @property
    def captions_name(self) -> str:
        """The name of the captions as they are now; empty without any."""
        return f"{self.token}.{hashlib.sha256(self.captions.encode()).hexdigest()[:8]}.vtt" if self.captions else ""

    @property
    def address(self) -> str:
        """Where readers get the file."""
        return f"/media/{self.name}"

    @property
    def captions_address(self) -> str:
        """Where players get the captions; empty without any."""
        return f"/media/{self.captions_name}" if self.captions else ""
