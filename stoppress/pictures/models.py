"""A picture with its words, rights and focal point, on Wagtail's image model."""

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from wagtail.images.models import AbstractImage, AbstractRendition, Filter

from stoppress.kit import clock
from stoppress.pictures import addresses, rules, versions
from stoppress.publog import log

SIGNING_KEYS = settings.PICTURE_KEYS
_SIZE = re.compile(r"(?P<across>\d+)(?:x(?P<down>\d+))?")


class Picture(AbstractImage):
    """An original, kept private; readers get signed derivatives only."""

    alt = models.CharField(
        "alternative text", max_length=500, blank=True,
        help_text="What is to be seen, for readers who cannot see it. Needed before publication.",
    )  # fmt: skip
    caption = models.TextField(blank=True)
    credit = models.CharField(
        max_length=200, blank=True, help_text="As printed under the picture. Needed before publication."
    )
    creator = models.CharField("photographer", max_length=200, blank=True)
    copyright = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=200, blank=True, help_text="Who supplied it, when that is not the photographer.")
    usage_terms = models.TextField(blank=True, help_text="What the licence allows, in words.")
    terms_url = models.URLField("terms of use", blank=True)
    licensor = models.CharField(max_length=200, blank=True)
    licensor_url = models.URLField("licensor's page", blank=True)
    instructions = models.TextField(blank=True, help_text="Notes of the supplier: sales, embargoes, what must not be cut.")
    licence_from_date = models.DateField("licensed from", null=True, blank=True)
    licence_until_date = models.DateField(
        "licensed until", null=True, blank=True, help_text="The last day on which it may show, by UTC."
    )
    restriction = models.CharField(
        max_length=8, blank=True, choices=[("ask", "Ask the picture desk first"), ("barred", "Must not be published")]
    )
    restriction_note = models.CharField(max_length=300, blank=True, help_text="Why, for whoever asks.")
    taken_at = models.DateTimeField("taken", null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    persons = models.CharField("people in it", max_length=500, blank=True, help_text="Names, with commas between them.")
    digital_source_type = models.CharField(max_length=200, blank=True, editable=False)
    data_mining = models.CharField(max_length=200, blank=True, editable=False)
    #: Alternative text and caption in other languages: {"es": {"alt": "…", "caption": "…"}}.
    words_by_language = models.JSONField(default=dict, blank=True)
    #: The desk's own cuts, in upright pixels: {"16:9": [x0, y0, x1, y1]}; they beat the focal rectangle.
    crops = models.JSONField(default=dict, blank=True)
    #: Whether the focal rectangle is a machine's suggestion that nobody has looked at.
    is_focal_suggested = models.BooleanField(default=False, editable=False)
    origin = models.CharField(max_length=300, blank=True, help_text="Where the picture came from.")
    colour = models.CharField(max_length=7, blank=True, editable=False)
    blurhash = models.CharField(max_length=60, blank=True, editable=False)
    kind = models.CharField(max_length=8, blank=True, editable=False)
    #: What derivatives are made from when the original itself will not do; private like it.
    master = models.FileField(upload_to="masters", blank=True, editable=False)
    #: What C2PA said when it was taken in: state, issuer, signed_at, program.
    credentials = models.JSONField(null=True, blank=True, editable=False)
    wire_guid = models.CharField(max_length=255, blank=True, editable=False, db_index=True)
    stand_in = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        help_text="Shown in its place once the licence has ended. Empty: nothing is.",
    )  # fmt: skip
    #: Since when readers get the stand-in or nothing; set when the licence has ended or the picture is barred.
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    #: What the desk fills in, in the order of its form; the panels of `desk.forms` group them.
    admin_form_fields = (
        "title", "file", "alt", "caption", "credit", "creator", "copyright", "source", "persons", "place", "tags",
        "usage_terms", "terms_url", "licensor", "licensor_url", "instructions", "licence_from_date", "licence_until_date",
        "stand_in", "restriction", "restriction_note", "origin", "collection", "focal_point_x", "focal_point_y",
        "focal_point_width", "focal_point_height",
    )  # fmt: skip

    class Meta(AbstractImage.Meta):
        verbose_name = "picture"
        indexes = [
            models.Index(fields=["collection", "-id"], name="picture_in_collection"),
            models.Index(fields=["taken_at"], name="picture_taken"),
            models.Index(
                fields=["licence_until_date"], name="picture_licence_end", condition=models.Q(licence_until_date__isnull=False)
            ),
        ]
        permissions = [("clear_picture", "Can publish pictures that the picture desk wants to be asked about")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        is_withdrawn = rules.is_withdrawn(
            restriction=self.restriction, until_date=self.licence_until_date, on=clock.now().date()
        )
        is_news = is_withdrawn and self.withdrawn_at is None
        self.withdrawn_at = (self.withdrawn_at or clock.now()) if is_withdrawn else None
        with transaction.atomic():
            super().save(*args, **kwargs)
            log.record("picture.changed", tags=[f"picture:{self.pk}"], at_once=is_news, facts={"picture": self.pk})

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            tags, facts = [f"picture:{self.pk}"], {"picture": self.pk, "deleted": True}
            gone = super().delete(*args, **kwargs)
            log.record("picture.changed", tags=tags, at_once=True, facts=facts)
        return gone

    def clean(self) -> None:
        super().clean()
        first, last = self.licence_from_date, self.licence_until_date
        if first and last and last < first:
            raise ValidationError({"licence_until_date": "The licence ends before it begins."})
        if self.stand_in_id and self.stand_in_id == self.pk:
            raise ValidationError({"stand_in": "A picture cannot stand in for itself; choose another."})

    #: Keywords of a file just taken in, which become tags once the row is saved.
    found_keywords: tuple[str, ...] = ()

    @property
    def focal_box(self) -> rules.Box | None:
        """The focal rectangle as (x0, y0, x1, y1), or None."""
        if not self.focal_point_width or self.focal_point_x is None or self.focal_point_y is None:
            return None
        half_w, half_h = self.focal_point_width // 2, (self.focal_point_height or 0) // 2
        x, y = self.focal_point_x, self.focal_point_y
        return (x - half_w, y - half_h, x + half_w, y + half_h)

    def crop_box(self, shape: str) -> rules.Box:
        """Where a shape is cut: as the desk drew it, else around the focal rectangle."""
        return rules.crop_box(self.width, self.height, shape, self.focal_box, self.crops)

    @property
    def version(self) -> str:
        """Short content version: of the file, whether readers may see it, and the words that derivatives carry."""
        file_part = versions.of_file(self.file_hash, is_withdrawn=self.withdrawn_at is not None)
        return file_part + versions.of_words(getattr(self, name) for name in versions.CARRIED)

    def derivative_address(self, shape: str, width: int, format: str) -> str:
        """Signed address of one derivative; no file is touched."""
        box = self.crop_box(shape)
        derivative = addresses.Derivative(
            picture_id=self.pk, taken_in_date=self.created_at.date(), box=box, width=width,
            quality=addresses.QUALITY[format], version=self.version, format=format,
        )  # fmt: skip
        return addresses.address(derivative, SIGNING_KEYS)

    def shape_widths(self, shape: str) -> list[int]:
        """Widths of the ladder that the crop of this shape can fill; at least the smallest."""
        return rules.widths_within(self.crop_box(shape))

    def get_rendition(self, filter: Filter | str) -> "Rendition":
        """What the desk shows in place of a stored rendition: a derivative's address, no file and no row."""
        spec = filter.spec if isinstance(filter, Filter) else filter
        asked = _SIZE.search(spec)
        shape = "1:1" if asked and asked["across"] == asked["down"] and spec.startswith("fill") else "full"
        x0, y0, x1, y1 = self.crop_box(shape)
        least = int(asked["across"]) if asked else 640
        width = next((w for w in self.shape_widths(shape) if w >= least), self.shape_widths(shape)[-1])
        made = Rendition(image=self, filter_spec=spec, width=width, height=max(1, round(width * (y1 - y0) / (x1 - x0))))
        made.address = self.derivative_address(shape, width, "jpg")
        return made

    def get_renditions(self, *filters: Filter | str) -> dict[str, "Rendition"]:
        """`get_rendition` for several."""
        return {f.spec if isinstance(f, Filter) else f: self.get_rendition(f) for f in filters}


class Rendition(AbstractRendition):
    """What Wagtail expects of a rendition; never saved, it only carries a derivative's address."""

    address = ""
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)

    @property
    def url(self) -> str:
        """The derivative's signed address."""
        return self.address


# Django finds models in this module alone.
from stoppress.pictures.recordings.models import Recording  # noqa: E402, F401
