"""Access tokens at the desk: listed, made, shown this once, and revoked."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from stoppress.newsroom.actions import tokens
from stoppress.newsroom.errors import NewsroomError
from stoppress.newsroom.models import ApiToken


class NeverDeleted(ModelPermissionPolicy):
    """A token that is no longer wanted is revoked, so that its name stays in the record."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class TokenForm(forms.Form):
    name = forms.CharField(
        max_length=80, help_text="The program that will use it, such as “Agency feed”. Two tokens cannot share a name.",
        error_messages={"required": "Give the token a name, such as the program that will use it."},
    )  # fmt: skip
    scopes = forms.MultipleChoiceField(
        label="What the program may do", widget=forms.CheckboxSelectMultiple,
        choices=[(name, format_html("{} <code>{}</code>", told, name)) for name, told in tokens.SCOPES.items()],
        help_text="Only what it needs: whoever has the token has these powers.",
        error_messages={"required": "Choose at least one thing that the program may do."},
    )  # fmt: skip


class _List(IndexView):
    page_title, add_item_label = "Access tokens", "Make a token"
    any_permission_required = {"add", "change", "view"}
    default_ordering = "-created_at"

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column_class(TitleColumn)("name", label="Name"),
            Column("scopes", label="May", accessor=lambda token: ", ".join(token.scopes)),
            DateColumn("created_at", label="Made", width="14%"),
            DateColumn("last_used_at", label="Last used", width="14%"),
            DateColumn("revoked_at", label="Revoked", width="14%"),
        ]  # fmt: skip

    def get_list_more_buttons(self, instance: ApiToken) -> list[MenuItem]:
        if instance.revoked_at or not self.user_has_permission("change"):
            return []
        return [MenuItem("Revoke", reverse("tokens:revoke", args=[instance.pk]), icon_name="cross")]


class _TokenPage(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    model = ApiToken
    header_icon = "key"
    template_name = "desk/token_form.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse("tokens:index"), "label": "Access tokens"}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.page_title}]


class _Make(_TokenPage):
    page_title, permission_required, form_class = "Make a token", "add", TokenForm
    extra_context = {
        "explanation": "A token lets a program use the newsroom's interface without a password.", "button": "Make the token",
    }  # fmt: skip

    def form_valid(self, form: forms.Form) -> HttpResponse:
        told = form.cleaned_data
        try:
            token = tokens.create(name=told["name"], scopes=told["scopes"], by=self.request.user)
        except (tokens.TokenRefused, NewsroomError) as refusal:
            form.add_error("name", str(refusal))
            return self.form_invalid(form)
        # The answer to the form itself: kept in no session and at no address, it cannot be opened again.
        shown = self.get_context_data(token=token, name=told["name"].strip())
        return TemplateResponse(self.request, "desk/token_made.html", shown, headers={"Cache-Control": "private, no-store"})


class _Revoke(_TokenPage):
    page_title, permission_required, form_class = "Revoke", "change", forms.Form
    extra_context = {
        "explanation": "From this moment the token opens nothing; the program that uses it is turned away. "
        "This cannot be undone.",
        "button": "Yes, revoke it", "serious": True,
    }  # fmt: skip

    def setup(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.token = get_object_or_404(ApiToken, pk=pk)

    def get_page_subtitle(self) -> str:
        return self.token.name

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            tokens.revoke(name=self.token.name, by=self.request.user)
        except (tokens.TokenRefused, NewsroomError) as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, f"“{self.token.name}” is revoked.")
        return redirect("tokens:index")


class TokenViewSet(ModelViewSet):
    """No edit, copy or delete: a token is made and revoked, nothing else."""

    model = ApiToken
    name, icon, menu_label, menu_order = "tokens", "key", "Access tokens", 270
    add_to_admin_menu = True
    add_to_reference_index = False
    index_view_class = _List
    form_fields = ["name"]

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("make/", _Make.as_view(), name="add"),
            path("revoke/<int:pk>/", _Revoke.as_view(), name="revoke"),
        ]

    def register_admin_url_finder(self) -> None:
        """There is no page on which a token is edited."""
