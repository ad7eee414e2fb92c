"""The form of a picture, wherever the desk uploads or describes one: what the file says is read in by itself."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from wagtail.admin.widgets import AdminDateInput
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtail.images.widgets import AdminImageChooser

from stoppress.kit import plain_text
from stoppress.newsroom.models import Edition
from stoppress.pictures import actions
from stoppress.pictures.errors import PictureRefused
from stoppress.pictures.ingest import take_in
from stoppress.pictures.models import Picture
from stoppress.pictures.taken_in import TakenIn

#: The fields of a picture in the order of its page, under the headings that the desk sees.
GROUPS = (
    ("Words", ("title", "alt", "caption", "persons", "place", "tags")),
    ("Credit and rights", ("credit", "creator", "source", "copyright", "usage_terms", "terms_url", "licensor", "licensor_url",
                           "instructions", "origin")),
    ("Licence", ("licence_from_date", "licence_until_date", "stand_in", "restriction", "restriction_note")),
)  # fmt: skip
#: What is asked at once when several files are uploaded; the rest is on the picture's own page.
AT_ONCE = (
    "title", "alt", "caption", "credit", "creator", "copyright", "persons", "licence_until_date", "restriction", "collection",
    "tags",
)  # fmt: skip
_IN_LANGUAGE = (("alt", "Alternative text", 500), ("caption", "Caption", 2000))


class PictureFileField(WagtailImageField):
    """A file that is read by our own ingest, in its own process, and by nothing else."""

    def to_python(self, data: Any) -> Any:
        file = forms.FileField.to_python(self, data)
        if file is not None and file.size > self.max_upload_size:
            most = filesizeformat(self.max_upload_size)
            raise ValidationError(f"The file has {filesizeformat(file.size)}; {most} is the most.", code="file_too_large")
        return file


class PictureForm(BaseImageForm):
    """A picture's words, rights, licence and cuts; a new file is read before anything is kept."""

    crops = forms.JSONField(required=False, widget=forms.HiddenInput)

    class Meta(BaseImageForm.Meta):
        widgets = {
            **BaseImageForm.Meta.widgets, "stand_in": AdminImageChooser, "caption": forms.Textarea(attrs={"rows": 3}),
            "licence_from_date": AdminDateInput, "licence_until_date": AdminDateInput,
            "usage_terms": forms.Textarea(attrs={"rows": 2}), "instructions": forms.Textarea(attrs={"rows": 2}),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken: TakenIn | None = None
        is_whole = "licensor" in self.fields and self.instance.pk is not None
        if is_whole:
            self.initial["crops"] = self.instance.crops
        else:
            del self.fields["crops"]
        if plain := self.fields.get("file"):
            self.fields["file"] = PictureFileField(label="File", required=plain.required, widget=plain.widget)
        self.languages = self._add_languages() if is_whole else []

    def _add_languages(self) -> list[tuple[str, list[str]]]:
        """Fields for the words in the languages of editions other than the first; the picture's own are in the first's."""
        names = {e.language: e.name for e in Edition.objects.only("language", "name").order_by("-position", "-id")}
        first = Edition.objects.values_list("language", flat=True).first()
        added = []
        for language, edition in names.items():
            if language == first:
                continue
            fields = []
            for key, label, most in _IN_LANGUAGE:
                name = f"words_{language}_{key}"
                rows = forms.Textarea(attrs={"rows": 2, "lang": language, "dir": "auto"})
                self.fields[name] = forms.CharField(label=label, max_length=most, required=False, widget=rows)
                self.initial[name] = self.instance.words_by_language.get(language, {}).get(key, "")
                fields.append(name)
            added.append((f"{edition} ({language})", fields))
        return added

    def clean_file(self) -> Any:
        """Read a new file; what refuses it is said beside it."""
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            try:
                self.taken = take_in(file.read(), file.name)
            except PictureRefused as refusal:
                raise ValidationError(str(refusal)) from refusal
            file.seek(0)
        return file

    def clean_crops(self) -> Any:
        """Cuts in their shapes and within the picture."""
        try:
            if self.taken:
                return self.instance.crops
            return actions.fitted(self.instance, self.cleaned_data["crops"] or {})
        except (ValueError, AttributeError, TypeError) as wrong:
            raise ValidationError(str(wrong)) from wrong

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        for name, value in cleaned.items():
            if isinstance(value, str) and not name.startswith("words_"):
                cleaned[name] = plain_text.clean(value)
        return cleaned

    def _post_clean(self) -> None:
        # Django would put the upload into the row's field, which measures it once more with a reader of its own.
        upload = self.cleaned_data.pop("file", None) if self.taken else None
        super()._post_clean()
        if upload is not None:
            self.cleaned_data["file"] = upload

    def _get_validation_exclusions(self) -> set[str]:
        excluded: set[str] = super()._get_validation_exclusions()
        return excluded | {"file"} if self.taken else excluded

    def save(self, commit: bool = True) -> Picture:
        picture = self.instance
        if self.languages:
            picture.words_by_language = {**picture.words_by_language, **self._words()}
        if "crops" in self.fields and self.taken is None:
            picture.crops = self.cleaned_data["crops"]
            picture.is_focal_suggested = False  # whoever saved the page has seen it
        if self.taken is not None:
            self._put_file(picture, self.taken)
        with transaction.atomic():
            saved: Picture = super().save(commit)
            if commit:
                actions.add_keywords(saved)
        if self.taken is not None:
            saved.file.close()  # Wagtail has measured it and left it open
        return saved

    def _put_file(self, picture: Picture, taken: TakenIn) -> None:
        upload = self.cleaned_data["file"]
        data = upload.read()
        if picture.pk:
            actions.put_other_file(picture, taken, data=data, name=upload.name)
        else:
            actions.fill(picture, taken, data=data, name=upload.name)

    def _words(self) -> dict[str, dict[str, str]]:
        words: dict[str, dict[str, str]] = {}
        for _, fields in self.languages:
            for name in fields:
                _, language, key = name.split("_")
                if value := plain_text.clean(self.cleaned_data.get(name, "")).strip():
                    words.setdefault(language, {})[key] = value
                else:
                    words.setdefault(language, {})
        return words

    @property
    def crops_json(self) -> str:
        """The cuts as the page's script reads them."""
        return json.dumps(self.instance.crops)
