"""Finding pictures among hundreds of thousands: what is asked for, and pages that go on after the last one shown."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.paginator import InvalidPage, Page
from django.utils.functional import cached_property
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.widgets import AdminDateInput

from stoppress.pictures import queries


class PictureSearch(BaseFilterForm):
    """Words, credit, people, days and collection; each narrows the others."""

    q = forms.CharField(
        label="Search", required=False, widget=forms.TextInput(attrs={"placeholder": "Words of caption, title, credit, people…"})
    )
    credit = forms.CharField(required=False)
    person = forms.CharField(label="People in it", required=False)
    first = forms.DateField(label="Taken from", required=False, widget=AdminDateInput)
    last = forms.DateField(label="Taken until", required=False, widget=AdminDateInput)

    def __init__(self, *args: Any, collections: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if collections:
            self.fields["collection_id"] = forms.ChoiceField(
                label="Collection", required=False, choices=[("", "All collections"), *collections.get_indented_choices()],
                widget=forms.Select(attrs={"data-chooser-modal-search-filter": True}),
            )  # fmt: skip
        for name in ("credit", "person", "first", "last"):
            self.fields[name].widget.attrs["data-chooser-modal-search-filter"] = True

    def filter(self, objects: Any) -> Any:
        asked = self.cleaned_data
        self.search_query = asked.get("q") or ""
        self.is_searching = any(asked.get(name) for name in ("q", "credit", "person", "first", "last"))
        for name, column in (("q", ""), ("credit", "credit"), ("person", "persons")):
            if words := asked.get(name):
                objects = queries.matching(objects, words, column)
        objects = queries.of_days(objects, asked.get("first"), asked.get("last"))
        if collection := asked.get("collection_id"):
            self.is_filtering_by_collection = True
            objects = objects.filter(collection=collection)
        return objects


class After(Page):
    """A page that begins after a picture's number; the number of a page is that number, 1 that of the first page."""

    def has_next(self) -> bool:
        return bool(getattr(self.paginator, "has_more", False))

    def has_previous(self) -> bool:
        return bool(self.number > 1)

    def next_page_number(self) -> int:
        return int(self.object_list[-1].pk)

    def previous_page_number(self) -> int:
        return 1


class Keyset(WagtailPaginator):
    """Newest first; every page costs the same, however far back it lies, and nothing is counted."""

    has_more = False

    @cached_property
    def count(self) -> int:
        """Never known; what asks for it is told that there is something."""
        return self.per_page

    def page(self, number: Any) -> After:
        try:
            after = int(number)
        except (TypeError, ValueError) as wrong:
            raise InvalidPage("That page is not known.") from wrong
        rows = self.object_list.order_by("-id")
        found = list((rows.filter(pk__lt=after) if after > 1 else rows)[: self.per_page + 1])
        self.has_more = len(found) > self.per_page
        return After(found[: self.per_page], after, self)

    def get_elided_page_range(self, page_number: Any) -> Iterator[Any]:
        return iter(())
