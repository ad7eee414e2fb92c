"""The story, a Wagtail snippet with drafts, revisions, workflow, locks and preview."""

import uuid
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.http import HttpRequest, HttpResponse
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.fields import StreamField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Orderable,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from stoppress.newsroom import body, rules
from stoppress.newsroom.models.editions import Edition
from stoppress.newsroom.models.places import Contributor, Section, Topic
from stoppress.newsroom.models.words import clean_words


def new_guid() -> str:
    """A lasting name for a story, the same in every feed and after every edit."""
    return f"urn:uuid:{uuid.uuid4()}"


class Story(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, ClusterableModel):
    """Copy with a headline, on its way to readers or there already."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="stories")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, null=True, blank=True, related_name="stories")
    story_type = models.CharField(max_length=12, choices=rules.STORY_TYPES, default="news")
    headline = models.CharField(max_length=250)
    kicker = models.CharField(max_length=80, blank=True)
    standfirst = models.TextField(max_length=600, blank=True)
    short_headline = models.CharField(max_length=120, blank=True, help_text="For the newsfeed.")
    search_title = models.CharField(max_length=120, blank=True, help_text="For search engines.")
    social_title = models.CharField(max_length=160, blank=True, help_text="For social cards.")
    description = models.CharField(max_length=300, blank=True, help_text="For search engines; else the standfirst.")
    slug = models.SlugField(max_length=160, allow_unicode=True, blank=True, help_text="Left empty: from the headline.")
    dateline = models.CharField(max_length=80, blank=True)
    agency_credit = models.CharField(max_length=120, blank=True)
    lead_picture = models.ForeignKey("pictures.Picture", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    lead_caption = models.TextField(max_length=600, blank=True)
    lead_alt = models.CharField("lead alternative text", max_length=500, blank=True)
    lead_media = StreamField(body.lead_blocks(), blank=True, max_num=1, help_text="A video or gallery in the picture's place.")
    body = StreamField(body.story_blocks(), blank=True)
    urgency = models.PositiveSmallIntegerField(default=5)
    is_breaking = models.BooleanField("breaking", default=False)
    is_exclusive = models.BooleanField("exclusive", default=False)
    sponsor = models.CharField(max_length=120, blank=True, help_text="Filled: the story is labelled as sponsored.")
    sensitive_note = models.CharField(max_length=200, blank=True, help_text="Filled: readers are asked first.")
    age_mark = models.CharField(max_length=6, blank=True)
    ai_disclosure = models.CharField(max_length=300, blank=True)
    copyright_notice = models.CharField(max_length=300, blank=True)
    show_history = models.BooleanField("show public history", default=False)
    coverage_ended_at = models.DateTimeField(null=True, blank=True, help_text="When a live blog ended; empty while it runs.")
    embargo_until = models.DateTimeField(null=True, blank=True, help_text="Shown nowhere before.")
    note_to_desk = models.TextField(blank=True, help_text="Never shown to readers.")
    change_note = models.CharField(max_length=300, blank=True, help_text="What this version changes, for the public history.")

    # What belongs to the story as a whole, not to a revision: only actions write these.
    state = models.CharField(max_length=12, choices=rules.STATES, default="draft", editable=False)
    guid = models.CharField(max_length=255, unique=True, default=new_guid, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    wire_version = models.CharField(max_length=80, blank=True, editable=False)
    published_date = models.DateField(null=True, editable=False)
    updated_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    kill_notice = models.CharField(max_length=400, blank=True, editable=False)
    related_ids = models.JSONField(default=list, editable=False)
    translation_key = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState", content_type_field="base_content_type", object_id_field="object_id",
        related_query_name="story", for_concrete_model=False,
    )  # fmt: skip
    revisions = GenericRelation(
        "wagtailcore.Revision", content_type_field="base_content_type", object_id_field="object_id",
        related_query_name="story", for_concrete_model=False,
    )  # fmt: skip

    #: Fields that a revision never brings back.
    OF_THE_WHOLE = (
        "state", "guid", "version", "wire_version", "published_date", "updated_at", "withdrawn_at", "kill_notice",
        "related_ids", "translation_key",
    )  # fmt: skip

    class Meta:
        verbose_name_plural = "stories"
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["translation_key", "edition"], name="one_translation_an_edition")]
        indexes = [
            models.Index(fields=["edition", "state", "-id"], name="story_desk"),
            models.Index(fields=["state", "-id"], name="story_state"),
            models.Index(fields=["story_type", "-id"], name="story_type"),
            # What the clock asks for each second, in its order: the few stories that expire.
            models.Index(fields=["-id"], name="story_expires", condition=models.Q(expire_at__isnull=False)),
            # What each feed asks for: the few stories that were withdrawn.
            models.Index(
                fields=["edition", "-withdrawn_at", "-id"], name="story_withdrawn", condition=models.Q(withdrawn_at__isnull=False)
            ),
        ]
        permissions = [
            ("refile_story", "Can refile a live story"),
            ("correct_story", "Can correct a live story"),
            ("kill_story", "Can kill a story"),
            ("takedown_story", "Can take down a story"),
            ("spike_story", "Can spike and recover a story"),
        ]

    def __str__(self) -> str:
        return self.headline

    @property
    def address(self) -> str:
        """The canonical path; only a story that has been published has one."""
        return rules.story_address(self.edition.prefix, self.published_date, self.slug, self.pk)

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False) -> Any:
        """A revision's content as a story, without topics, contributors and a picture that are no more.

        All of a kind are asked for at once: modelcluster asks for each, and with each for the whole story again.
        """
        story = super().from_serializable_data(data, check_fks=False, strict_fks=strict_fks)
        if check_fks:
            story._keep_what_is_there("story_topics", Topic, "topic")
            story._keep_what_is_there("bylines", Contributor, "contributor")
            if story.lead_picture_id:
                pictures = cls._meta.get_field("lead_picture").related_model
                story.lead_picture = pictures.objects.filter(pk=story.lead_picture_id).first()
        return story

    def with_content_json(self, content: dict[str, Any]) -> "Story":
        story = super().with_content_json(content)
        for name in self.OF_THE_WHOLE:
            setattr(story, name, getattr(self, name))
        story.live_revision_id = self.live_revision_id
        for name, default in (("edition", self.edition_id), ("section", None)):
            field: Any = self._meta.get_field(name)
            if getattr(story, field.attname) == getattr(self, field.attname):
                if field.is_cached(self):  # not read again when it is the same
                    setattr(story, name, getattr(self, name))
            elif not field.related_model.objects.filter(pk=getattr(story, field.attname)).exists():
                setattr(story, field.attname, default)
        return story

    def _keep_what_is_there(self, rows: str, model: type[models.Model], name: str) -> None:
        kept: list[Any] = list(getattr(self, rows).all())
        there = model._default_manager.in_bulk({getattr(row, f"{name}_id") for row in kept}) if kept else {}
        kept = [row for row in kept if getattr(row, f"{name}_id") in there]
        for row in kept:
            setattr(row, name, there[getattr(row, f"{name}_id")])
        setattr(self, rows, kept)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug and self.headline:
            self.slug = rules.slug_of(self.headline)
        clean_words(self)
        super().full_clean(*args, **kwargs)

    # Whatever part of Wagtail publishes or unpublishes, it must go through the newsroom's actions.
    def publish(self, revision: Any, user: Any = None, **kwargs: Any) -> None:
        from stoppress.newsroom.actions import stories  # actions sit above models

        stories.publish(story=self, revision=revision, by=user)

    def unpublish(self, set_expired: bool = False, commit: bool = True, user: Any = None, log_action: Any = True) -> None:
        from stoppress.newsroom.actions import stories

        stories.take_down(story=self, by=user)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        from stoppress.newsroom.actions import stories

        return stories.delete(story=self, really=lambda: super(Story, self).delete(*args, **kwargs))

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from stoppress.newsroom import preview

        return preview.respond(self, request)


class Byline(Orderable):
    """A contributor in a story's byline, in order."""

    story = ParentalKey(Story, on_delete=models.CASCADE, related_name="bylines")
    contributor = models.ForeignKey(Contributor, on_delete=models.PROTECT, related_name="bylines")

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["story", "contributor"], name="byline_once")]


class StoryTopic(Orderable):
    """A topic of a story, weightiest first."""

    story = ParentalKey(Story, on_delete=models.CASCADE, related_name="story_topics")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="story_topics")

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["story", "topic"], name="story_topic_once")]
