"""The list of pictures: newest first, found by what is said of them."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from wagtail.admin.filters import CollectionFilter, WagtailFilterSet
from wagtail.admin.widgets import AdminDateInput
from wagtail.images.views.images import IndexView
from wagtail.permissions import policy_registry

from stoppress.kit import clock
from stoppress.newsroom.desk.story_list import NewestPaginator
from stoppress.pictures import queries
from stoppress.pictures.models import Picture

#: Days ahead in which a licence counts as ending soon.
SOON = 30


class PictureFilters(WagtailFilterSet):
    credit = django_filters.CharFilter(label="Credit", method="having")
    persons = django_filters.CharFilter(label="People in it", method="having")
    first = django_filters.DateFilter(label="Taken from", widget=AdminDateInput, method="since")
    last = django_filters.DateFilter(label="Taken until", widget=AdminDateInput, method="until")
    standing = django_filters.ChoiceFilter(
        label="Rights", empty_label="Any", method="standing_so", widget=forms.RadioSelect,
        choices=[("soon", f"Licence ends within {SOON} days"), ("withdrawn", "Not shown any more"), ("ask", "Ask first"),
                 ("bare", "Without credit or alternative text")],
    )  # fmt: skip

    class Meta:
        model = Picture
        fields: list[str] = []

    def __init__(self, data: Any = None, queryset: Any = None, *, request: Any = None, prefix: Any = None, **kwargs: Any) -> None:
        super().__init__(data, queryset, request=request, prefix=prefix)
        policy = policy_registry.get_by_type(Picture)
        collections = policy.collections_user_has_any_permission_for(request.user, ["add", "change"])
        if len(collections) > 1:
            self.filters["collection_id"] = CollectionFilter(field_name="collection_id", label="Collection", queryset=collections)

    def having(self, pictures: QuerySet[Picture], name: str, words: str) -> QuerySet[Picture]:
        return queries.matching(pictures, words, name)

    def since(self, pictures: QuerySet[Picture], name: str, day: Any) -> QuerySet[Picture]:
        return queries.of_days(pictures, day, None)

    def until(self, pictures: QuerySet[Picture], name: str, day: Any) -> QuerySet[Picture]:
        return queries.of_days(pictures, None, day)

    def standing_so(self, pictures: QuerySet[Picture], name: str, which: str) -> QuerySet[Picture]:
        if which == "soon":
            ending = queries.with_licence_ending(today=clock.now().date(), within_days=SOON).filter(withdrawn_at=None)
            return pictures.filter(pk__in=ending.order_by().values("pk"))
        if which == "withdrawn":
            return pictures.filter(withdrawn_at__isnull=False)
        if which == "ask":
            return pictures.filter(restriction="ask")
        return pictures.filter(credit="") | pictures.filter(alt="")


class PictureIndexView(IndexView):
    """Pages go back as far as any list's of the desk; older pictures are found by words and filters."""

    ORDERING_OPTIONS = {"-created_at": "Newest", "created_at": "Oldest"}
    filterset_class = PictureFilters
    paginator_class = NewestPaginator
    page_title = "Pictures"
    add_item_label = "Add pictures"
    is_searchable = True

    def get_filterset_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_filterset_kwargs()
        kwargs.pop("is_searching", None)
        return kwargs

    def order_queryset(self, queryset: QuerySet[Picture]) -> QuerySet[Picture]:
        # By number: the order of upload too, and the one that a search comes in anyway.
        return queryset.order_by("id" if self.ordering == "created_at" else "-id")

    def search_queryset(self, queryset: QuerySet[Picture]) -> QuerySet[Picture]:
        return queries.matching(queryset, self.search_query) if self.is_searching else queryset

    @cached_property
    def needs_usage_count_subquery(self) -> bool:
        return False

    @cached_property
    def current_collection(self) -> Any:
        return self.filters and self.filters.form.cleaned_data.get("collection_id")
