"""People's accounts at the desk: a name to show and an e-mail address instead of Wagtail's first and last names."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from wagtail.admin.views.account import email_management_enabled
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import CreateView, EditView, IndexView, UserViewSet

from stoppress.readers.models import Account

_NAME_HELP = "As others see it, such as “Lena Holt”. Left empty: the e-mail address."
_TAKEN = "There is an account with this e-mail address already."


class _OneAddressOnePerson(forms.ModelForm):
    """Addresses are kept in lower case, so that one person has one account."""

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip().lower()
        if Account.objects.filter(email=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_TAKEN)
        return email


class _AccountForm(_OneAddressOnePerson):
    # Wagtail declares two names that our accounts do not have.
    first_name = None
    last_name = None
    email = forms.EmailField(label="E-mail address", help_text="With which the person logs in.")
    error_messages = {"duplicate_username": _TAKEN, "password_mismatch": "The two passwords are not the same."}

    def __init__(self, *args: Any, by: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _NAME_HELP
        self.fields["groups"].help_text = "What the person may do comes from their groups."
        if not by.is_superuser:
            self.fields.pop("is_superuser", None)

    def save(self, commit: bool = True) -> Account:
        # Whoever is given something to do here works here.
        self.instance.is_staff = bool(self.instance.is_superuser or self.cleaned_data["groups"])
        return super().save(commit)


class NewAccountForm(_AccountForm, UserCreationForm):
    class Meta(UserCreationForm.Meta):
        fields = ["email", "name", "is_superuser", "groups"]


class AccountForm(_AccountForm, UserEditForm):
    class Meta(UserEditForm.Meta):
        fields = ["email", "name", "is_active", "is_superuser", "groups"]


class OwnAccountForm(_OneAddressOnePerson):
    """What people change about themselves."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _NAME_HELP
        if not email_management_enabled():
            del self.fields["email"]

    class Meta:
        model = Account
        fields = ["name", "email"]


class _List(IndexView):
    page_title, add_item_label = "Accounts", "Add an account"
    search_fields = ["name", "email"]

    @cached_property
    def columns(self) -> list[Any]:
        told = list(super().columns)
        for column in told:
            if column.name == "email":
                column.label = "E-mail address"
        return told


class _By:
    """Hands the form the person who fills it in."""

    request: HttpRequest

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}  # type: ignore[misc]


class _Create(_By, CreateView):
    page_title = "Add an account"
    success_message = "“%(object)s” may log in."


class _Edit(_By, EditView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Otherwise whoever may change accounts could take over an administrator's by giving it a new password.
        if self.object.is_superuser and not request.user.is_superuser:  # type: ignore[union-attr]
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class AccountViewSet(UserViewSet):
    menu_label = "Accounts"
    index_view_class, add_view_class, edit_view_class = _List, _Create, _Edit
    create_template_name, edit_template_name = "desk/account_create.html", "desk/account_edit.html"

    def get_form_class(self, for_update: bool = False) -> Any:
        return AccountForm if for_update else NewAccountForm
