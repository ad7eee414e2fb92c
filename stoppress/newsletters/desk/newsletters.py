"""Newsletters in the desk's lists: making and changing them."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.views.snippets import EditView, IndexView, SnippetViewSet

from stoppress.newsletters.models import Newsletter


class _Index(IndexView):
    search_backend_name = None


class _Edit(EditView):
    """After saving, to the page of its issues."""

    template_name = "newsletters_desk/edit.html"


class NewsletterViewSet(SnippetViewSet):
    model = Newsletter
    icon, menu_order, menu_label = "mail", 245, "Newsletters"
    url_namespace, url_prefix = "newsletters", "newsletters/list"
    add_to_admin_menu, copy_view_enabled = True, False
    index_view_class, edit_view_class = _Index, _Edit
    list_display = ["name", "edition", "schedule", "is_active", "next_due_at"]
    list_filter = ["edition", "schedule"]
    search_fields = ["name"]
    edit_handler = ObjectList([
        FieldPanel("name"), FieldPanel("slug"), FieldPanel("edition", widget=forms.Select), FieldPanel("description"),
        MultiFieldPanel([
            FieldPanel("schedule"),
            FieldRowPanel([FieldPanel("at", help_text="In the edition's time zone; daily and weekly letters."),
                           FieldPanel("weekday", help_text="Weekly letters.")]),
        ], heading="When it goes"),
        MultiFieldPanel([
            FieldPanel("scope"), FieldPanel("sections", widget=forms.CheckboxSelectMultiple),
            FieldPanel("topic", widget=forms.Select), FieldPanel("most"),
        ], heading="What it takes"),
        MultiFieldPanel([FieldPanel("sender_name"), FieldPanel("reply_to"), FieldPanel("intro")], heading="The letter"),
        FieldRowPanel([FieldPanel("is_active"), FieldPanel("position", help_text="Smaller comes first.")]),
    ])  # fmt: skip

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        return Newsletter.objects.select_related("edition")
