"""The form of a file at the desk: video and sound are examined, and have captions, a transcript and a poster."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.widgets import AdminImageChooser

from stoppress.kit import plain_text
from stoppress.pictures.models import Picture
from stoppress.pictures.recordings import actions
from stoppress.pictures.recordings.captions import BadCaptions, checked
from stoppress.pictures.recordings.models import Recording
from stoppress.pictures.recordings.playing import Playable, Unplayable, examine

#: Endings of files that are meant to be played.
MEANT_TO_PLAY = {
    "mp4", "m4v", "mov", "avi", "mkv", "webm", "wmv", "mpg", "mpeg", "3gp", "flv", "ogv", "ts", "mp3", "m4a", "aac", "ogg", "oga",
    "opus", "wav", "flac", "wma", "aif", "aiff", "amr",
}  # fmt: skip


class FileForm(BaseDocumentForm):
    """A document's form; for what plays it asks for more, and what browsers do not play it refuses."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.playable: Playable | None = None
        self.recording = Recording.objects.filter(document_id=self.instance.pk).first() if self.instance.pk else None
        if self.recording is not None:
            self._ask_for_more(self.recording)

    def _ask_for_more(self, recording: Recording) -> None:
        self.fields["captions"] = forms.FileField(
            label="Captions", required=False, widget=forms.FileInput(attrs={"accept": ".vtt"}),
            help_text="A WebVTT file. " + ("There are captions; a new file takes their place." if recording.captions else ""),
        )  # fmt: skip
        self.fields["captions_language"] = forms.ChoiceField(
            label="Language of the captions", choices=settings.LANGUAGES, required=False, initial=recording.captions_language
        )
        self.fields["transcript"] = forms.CharField(
            required=False, widget=forms.Textarea(attrs={"rows": 6}), initial=recording.transcript,
            help_text="What is said, for readers who cannot hear it and for search engines.",
        )  # fmt: skip
        if recording.medium == "video":
            self.fields["poster"] = forms.ModelChoiceField(
                Picture.objects.all(), required=False, widget=AdminImageChooser, initial=recording.poster,
                help_text="Shown before the film begins.",
            )  # fmt: skip

    def clean_file(self) -> Any:
        """Refuse what is meant to be played and is not played by browsers."""
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data and file.name.rpartition(".")[2].lower() in MEANT_TO_PLAY:
            try:
                self.playable = examine(file)
            except Unplayable as refusal:
                raise ValidationError(str(refusal)) from refusal
            file.seek(0)
        return file

    def clean_captions(self) -> str:
        """Captions as checked text."""
        file = self.cleaned_data.get("captions")
        try:
            return checked(file.read()) if file else ""
        except BadCaptions as wrong:
            raise ValidationError(str(wrong)) from wrong

    def save(self, commit: bool = True) -> Any:
        if self.playable is not None:
            self.instance.found_playable = self.playable  # for `pictures.receivers`, once the row is there
        with transaction.atomic():
            document = super().save(commit)
            if commit:
                self._describe()
        return document

    def _describe(self) -> None:
        if self.recording is not None and self.playable is None and "transcript" in self.fields:
            given = self.cleaned_data
            told = {"transcript": plain_text.clean(given["transcript"]), "captions_language": given["captions_language"]}
            if given.get("captions"):
                told["captions"] = given["captions"]
            if "poster" in self.fields:
                told["poster"] = given["poster"]
            actions.describe(recording=self.recording, **told)
