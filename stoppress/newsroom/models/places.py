"""What stories are filed under: sections, topics, contributors."""

import uuid

from django.conf import settings
from django.db import models

from stoppress.newsroom.models.announced import Announced
from stoppress.newsroom.models.editions import Edition, check_slug_is_free


class Section(Announced):
    """A part of the paper, at most two levels deep."""

    kind = "section.changed"

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="sections")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80, allow_unicode=True)
    description = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    translation_key = models.UUIDField(default=uuid.uuid4)

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["edition", "slug"], name="section_slug")]

    def __str__(self) -> str:
        return f"{self.name} ({self.edition.code})"

    def touches(self) -> set[str]:
        # The navigation of every page shows sections, so their names are the edition's.
        return {f"section:{self.pk}", f"edition:{self.edition_id}", f"group:{self.translation_key}"}

    def clean(self) -> None:
        super().clean()
        if self.edition_id:
            check_slug_is_free(self.edition, self.slug, but=self)


class Topic(Announced):
    """A person, place, organisation, event or subject that stories are about."""

    kind = "topic.changed"
    KINDS = [(k, k.capitalize()) for k in ("person", "place", "organisation", "event", "subject")]

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="topics")
    what = models.CharField("kind", max_length=12, choices=KINDS, default="subject")
    name = models.CharField(max_length=160)
    slug = models.SlugField(max_length=120, allow_unicode=True)
    description = models.TextField(blank=True)
    wikidata_id = models.CharField("Wikidata", max_length=20, blank=True)
    media_topic = models.CharField("IPTC Media Topic", max_length=20, blank=True)
    picture = models.ForeignKey("pictures.Picture", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    translation_key = models.UUIDField(default=uuid.uuid4)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["edition", "slug"], name="topic_slug")]

    def __str__(self) -> str:
        return self.name

    def touches(self) -> set[str]:
        return {f"topic:{self.pk}", f"group:{self.translation_key}"}


class Contributor(Announced):
    """Somebody in a byline, with a page of their own, with or without an account."""

    kind = "contributor.changed"

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="contributors")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    name = models.CharField(max_length=160)
    slug = models.SlugField(max_length=120, allow_unicode=True)
    job_title = models.CharField(max_length=120, blank=True)
    biography = models.TextField(blank=True)
    email = models.EmailField(blank=True)
    links = models.JSONField(default=list, blank=True)
    fediverse = models.CharField(max_length=120, blank=True)
    portrait = models.ForeignKey("pictures.Picture", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["edition", "slug"], name="contributor_slug")]

    def __str__(self) -> str:
        return self.name

    def touches(self) -> set[str]:
        return {f"contributor:{self.pk}"}
