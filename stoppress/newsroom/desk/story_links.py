"""Links in running text: to stories, stored as `<a linktype="story" id="12">` and never as an address, and outward."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.html import escape
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.contentstate import link_entity
from wagtail.admin.rich_text.converters.html_to_contentstate import ExternalLinkElementHandler, LinkElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text import LinkHandler

from stoppress.newsroom.models import Story


class StoryLinkHandler(LinkHandler):
    """Turns stored links into addresses wherever Wagtail itself shows rich text."""

    identifier = "story"

    @staticmethod
    def get_model() -> type[Story]:
        return Story

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        stories = Story.objects.filter(live=True).select_related("edition").defer("body", "lead_media")
        found = stories.in_bulk({int(a["id"]) for a in attrs_list if a.get("id", "").isdigit()})
        shown = (found.get(int(a["id"])) if a.get("id", "").isdigit() else None for a in attrs_list)
        return [f'<a href="{escape(story.address)}">' if story else "<a>" for story in shown]

    @classmethod
    def extract_references(cls, attrs: dict[str, str]) -> Any:
        yield Story, attrs["id"], "", ""


class _FromStored(LinkElementHandler):
    """What the editor knows of a stored link; one whose story is gone keeps its number."""

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        number = int(attrs["id"]) if attrs.get("id", "").isdigit() else None
        headline = Story.objects.filter(pk=number).values_list("headline", flat=True).first()
        return {"id": number, "title": headline or f"Story {number}, which is gone"}


def _to_stored(props: dict[str, Any]) -> Any:
    return DOM.create_element("a", {"linktype": "story", "id": str(props["id"])}, props["children"])


def register(features: Any) -> None:
    """Make `story-link` a feature that text blocks may name, and let `link` lead outward only."""
    _register_outward(features)
    features.register_link_type(StoryLinkHandler)
    features.register_editor_plugin("draftail", "story-link", EntityFeature(
        {
            "type": "STORY_LINK", "icon": "doc-full-inverse", "description": "Link to a story", "attributes": ["id", "title"],
            "allowlist": {"id": True},
            "chooserUrls": {"storyChooser": reverse_lazy("wagtailsnippetchoosers_newsroom_story:choose")},
        },
        js=["wagtailadmin/js/chooser-modal.js", "desk/story-link.js"],
    ))  # fmt: skip
    features.register_converter_rule("contentstate", "story-link", {
        "from_database_format": {'a[linktype="story"]': _FromStored("STORY_LINK")},
        "to_database_format": {"entity_decorators": {"STORY_LINK": _to_stored}},
    })  # fmt: skip


def _register_outward(features: Any) -> None:
    """Wagtail's `link` without its tree of pages, which this newsroom does without: an address, an e-mail or a phone."""
    address = reverse_lazy("wagtailadmin_choose_page_external_link")
    features.register_editor_plugin("draftail", "link", EntityFeature(
        {
            "type": "LINK", "icon": "link", "description": "Link to an address, e-mail or phone", "attributes": ["url"],
            "allowlist": {"href": "^(http:|https:|mailto:|tel:|undefined$)"},
            "chooserUrls": {
                # What the dialogue opens with is called the page chooser, whatever it is.
                "pageChooser": address, "externalLinkChooser": address,
                "emailLinkChooser": reverse_lazy("wagtailadmin_choose_page_email_link"),
                "phoneLinkChooser": reverse_lazy("wagtailadmin_choose_page_phone_link"),
                "anchorLinkChooser": address,
            },
        },
        js=["wagtailadmin/js/page-chooser-modal.js"],
    ))  # fmt: skip
    features.register_converter_rule("contentstate", "link", {
        "from_database_format": {"a[href]": ExternalLinkElementHandler("LINK")},
        "to_database_format": {"entity_decorators": {"LINK": link_entity}},
    })  # fmt: skip
