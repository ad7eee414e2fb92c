"""Editions, and the pages of the house that belong to each."""

import uuid
from typing import Any
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from wagtail.fields import StreamField

from stoppress.newsroom import body, trust_files
from stoppress.newsroom.models.announced import Announced

RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}


class Edition(Announced):
    """A paper in one language at one address: host or path prefix, look, legal block, navigation."""

    kind = "edition.changed"

    code = models.SlugField(max_length=20, unique=True, help_text="Short and lasting, such as “en”.")
    name = models.CharField(max_length=120)
    tagline = models.CharField(max_length=160, blank=True)
    description = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=12, default="en", help_text="BCP 47, such as en, es or ar.")
    host = models.CharField(max_length=120, blank=True, help_text="Only when the edition has a host of its own.")
    prefix = models.CharField(
        "path prefix", max_length=20, blank=True, help_text="Empty for the main edition, or such as /es.",
        validators=[RegexValidator(r"^/[a-z0-9-]+$", "A prefix looks like /es.")],
    )  # fmt: skip
    time_zone = models.CharField(max_length=60, default="UTC", help_text="IANA name, such as Europe/Lisbon.")
    time_pattern = models.CharField(max_length=60, default="HH:mm z dd.MM.yyyy", help_text="CLDR pattern.")
    logo_svg = models.TextField("logo (SVG)", blank=True)
    logo_width = models.PositiveSmallIntegerField(default=0)
    logo_height = models.PositiveSmallIntegerField(default=0)
    legal_name = models.CharField(max_length=200, blank=True)
    copyright_holder = models.CharField(max_length=200, blank=True)
    founded_year = models.PositiveSmallIntegerField(null=True, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=60, blank=True)
    postal_address = models.CharField(max_length=300, blank=True)
    registration = models.CharField(max_length=300, blank=True)
    age_mark = models.CharField(max_length=6, blank=True)
    navigation = StreamField(body.navigation(), blank=True, help_text="Empty: the sections in their order.")
    footer = StreamField(body.links(), blank=True)
    social = StreamField(body.links(), blank=True)
    apps = StreamField(body.links(), blank=True)
    share_platforms = models.JSONField(default=list, blank=True)
    refused_crawlers = models.JSONField(default=list, blank=True)
    app_icon = models.ForeignKey(
        "pictures.Picture", on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        help_text="For the installed app and bookmarks; square, at least 512 pixels. Empty: made from the logo.",
    )  # fmt: skip
    hubs = models.TextField("WebSub hubs", blank=True, help_text="Addresses, one a line; each is told when a feed has changed.")
    ads_txt = models.TextField("ads.txt", blank=True, help_text="Of the first edition on a host. Empty: there is none.")
    trust_txt = models.TextField("trust.txt", blank=True, help_text="Of the first edition on a host. Empty: there is none.")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["host", "prefix"], name="edition_address")]

    def __str__(self) -> str:
        return self.name

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return "rtl" if self.language.split("-")[0] in RIGHT_TO_LEFT else "ltr"

    @property
    def hub_urls(self) -> list[str]:
        """The addresses of the hubs that the edition's feeds are announced to."""
        return self.hubs.split()

    def clean(self) -> None:
        super().clean()
        problems: dict[str, str] = {}
        for name, spell in (("ads_txt", trust_files.ads_txt), ("trust_txt", trust_files.trust_txt)):
            try:
                setattr(self, name, spell(getattr(self, name)))
            except ValueError as wrong:
                problems[name] = str(wrong)
        for url in self.hub_urls:
            if not url.startswith(("https://", "http://")):
                problems["hubs"] = f"“{url}” is no address of a hub; it begins with https://."
        if problems:
            raise ValidationError(problems)

    def touches(self) -> set[str]:
        return {f"edition:{self.pk}", "editions"}


class HousePage(Announced):
    """A page of the house itself: About us, Terms of use, Contacts."""

    kind = "house_page.changed"

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="house_pages")
    slug = models.SlugField(max_length=80, allow_unicode=True)
    role = models.SlugField(
        max_length=40, blank=True,
        help_text="What the page is to machines: about, contacts, ownership, corrections, ethics…",
    )  # fmt: skip
    title = models.CharField(max_length=160)
    standfirst = models.CharField(max_length=400, blank=True)
    body = StreamField(body.story_blocks(), blank=True)
    live = models.BooleanField(default=True)
    translation_key = models.UUIDField(default=uuid.uuid4, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["edition", "title"]
        constraints = [models.UniqueConstraint(fields=["edition", "slug"], name="house_page_slug")]
        verbose_name = "house page"

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        return f"{self.edition.prefix}/{quote(self.slug)}/"

    def touches(self) -> set[str]:
        return {f"house:{self.pk}", f"house-slug:{self.edition_id}:{self.slug}", f"group:{self.translation_key}",
                f"edition:{self.edition_id}"}  # fmt: skip

    def clean(self) -> None:
        super().clean()
        check_slug_is_free(self.edition, self.slug, but=self)


#: First segments of addresses that the site itself uses.
RESERVED = {
    "topics", "contributors", "latest", "most-read", "reads", "next", "corrections", "feeds", "sitemaps", "parts", "img",
    "static", "desk", "api", "account", "documents", "search", "live", "media", "page", "discussion", "chats",
    "newsletters",
    "humans.txt", "robots.txt", "ads.txt", "trust.txt",
}  # fmt: skip


def check_slug_is_free(edition: Edition, slug: str, *, but: Any) -> None:
    """Raise when `slug` already names a section, a house page, another edition or a part of the site."""
    from stoppress.newsroom.models.places import Section  # the two files name each other

    taken = slug in RESERVED or slug.isdigit()
    taken = taken or (not edition.prefix and Edition.objects.filter(prefix=f"/{slug}").exists())
    for model in (Section, HousePage):
        others = model.objects.filter(edition=edition, slug=slug)
        if isinstance(but, model):
            others = others.exclude(pk=but.pk)
        taken = taken or others.exists()
    if taken:
        raise ValidationError({"slug": f"“{slug}” is taken by another page of this edition; choose another slug."})
