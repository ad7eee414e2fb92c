"""The form a story is written in: its tabs, its help and its defaults."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)

from stoppress.newsroom import rules
from stoppress.newsroom.models import Section

URGENCIES = [(1, "1 – flash"), (2, "2"), (3, "3 – urgent"), (4, "4"), (5, "5 – normal"), (6, "6"), (7, "7"), (8, "8 – low")]


class _ByEdition(ModelChoiceIterator):
    """Sections under the names of their editions."""

    def __iter__(self) -> Iterator[Any]:
        yield ("", self.field.empty_label)
        for edition, sections in groupby(self.queryset, key=lambda s: s.edition):
            yield (edition.name, [(self.field.prepare_value(s), s.name) for s in sections])


class _SectionField(forms.ModelChoiceField):
    iterator = _ByEdition


class StoryForm(WagtailAdminModelForm):
    """A story's form; it fetches all sections in one query and keeps automatic slugs automatic."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if plain := self.fields.get("section"):
            self.fields["section"] = _SectionField(
                Section.objects.select_related("edition").order_by("edition__position", "edition_id", "position", "name"),
                required=False, empty_label="Choose a section", widget=forms.Select, help_text=plain.help_text,
            )  # fmt: skip
        if headline := self.fields.get("headline"):
            headline.error_messages["required"] = "Give the story a headline before you publish it."
        story = self.instance
        if story.published_date is None and story.slug == rules.slug_of(story.headline):
            # Shown as empty, the slug goes on following the headline until somebody writes one.
            self.initial["slug"] = ""


copy = ObjectList([
    FieldPanel("headline", classname="title"),
    FieldPanel("standfirst", help_text="One or two sentences under the headline that make sense on their own."),
    FieldRowPanel([
        FieldPanel("edition", widget=forms.Select),
        FieldPanel("section", help_text="Needed before publication."),
        FieldPanel("kicker", help_text="A word or two above the headline."),
    ]),
    MultipleChooserPanel("bylines", chooser_field_name="contributor", label="byline", heading="Bylines",
                         panels=[FieldPanel("contributor")]),
    FieldRowPanel([
        FieldPanel("dateline", help_text="The place, such as HARBOUR CITY."),
        FieldPanel("agency_credit", help_text="Such as “With reporting by Reuters”."),
    ]),
    MultiFieldPanel([
        FieldPanel("lead_picture"),
        FieldPanel("lead_caption", help_text="Left empty: the picture's own caption."),
        FieldPanel("lead_alt", help_text="What is to be seen, for readers who cannot see it. Left empty: the picture's own."),
        FieldPanel("lead_media"),
    ], heading="Lead picture"),
    FieldPanel("body"),
], heading="Copy")  # fmt: skip

details = ObjectList([
    MultipleChooserPanel("story_topics", chooser_field_name="topic", label="topic", heading="Topics",
                         help_text="The weightiest first; related stories are found by them.",
                         panels=[FieldPanel("topic")]),
    FieldRowPanel([
        FieldPanel("story_type"),
        FieldPanel("urgency", widget=forms.Select(choices=URGENCIES)),
    ], heading="Kind"),
    MultiFieldPanel([
        FieldPanel("is_breaking", help_text="Shown as breaking at the top of every page while it is fresh."),
        FieldPanel("is_exclusive"),
        FieldPanel("sponsor"), FieldPanel("sensitive_note"), FieldPanel("age_mark", help_text="Such as 16+."),
        FieldPanel("ai_disclosure", help_text="How machines helped, if they did; shown with the story."),
    ], heading="Labels"),
    MultiFieldPanel([
        HelpPanel("<p>To publish at a set time, choose “Set schedule” in the status panel, then press Publish.</p>"),
        FieldPanel("embargo_until", help_text="A promise to a source: until then the story is shown nowhere, "
                                              "however it is published."),
        FieldPanel("coverage_ended_at", help_text="Only for a live blog: when it ended. Its “Live” label goes."),
        PublishingPanel(),
    ], heading="Time"),
    MultiFieldPanel([
        FieldPanel("short_headline"), FieldPanel("search_title"), FieldPanel("social_title"), FieldPanel("description"),
        FieldPanel("slug", help_text="The words in the address. Left empty: from the headline."),
    ], heading="Other titles and the address"),
    MultiFieldPanel([
        FieldPanel("show_history"), FieldPanel("change_note"), FieldPanel("copyright_notice"),
    ], heading="History and rights"),
], heading="Details")  # fmt: skip

notes = ObjectList([FieldPanel("note_to_desk", heading="Note to the desk")], heading="Notes")

story_form = TabbedInterface([copy, details, notes], base_form_class=StoryForm)
