"""The form of a sign-up: which newsletters, and an address; the same limits as for registering."""

from typing import Any

from allauth.core.internal import ratelimit
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from stoppress.newsletters.models import Newsletter
from stoppress.readers import proof
from stoppress.readers.forms import HONEYPOT
from stoppress.readers.outbox.rules import is_address

#: So many sign-ups for each /24 or /64: with a proof of work, and without one.
SIGN_UP = {"newsletter_sign_up": "20/h/ip"}
SIGN_UP_UNPROVEN = {"newsletter_sign_up_unproven": "5/h/ip"}


class SignUpForm(forms.Form):
    """What a sign-up needs."""

    newsletters = forms.MultipleChoiceField(
        label=_("Newsletters"),
        error_messages={
            "required": _("Choose at least one newsletter."),
            "invalid_choice": _("This newsletter is not offered any more."),
        },
    )
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    website = forms.CharField(required=False, max_length=200)
    altcha = forms.CharField(required=False, widget=forms.HiddenInput, max_length=2000)

    def __init__(self, offered: list[Newsletter], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = [(str(row.pk), row.name) for row in offered]
        field: Any = self.fields["newsletters"]
        field.choices = choices
        self.fields["email"].widget.attrs |= {"autocomplete": "email", "dir": "ltr"}

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if not is_address(email):
            raise forms.ValidationError(_("Enter a valid e-mail address."))
        return email

    @property
    def is_of_a_program(self) -> bool:
        """Whether the field was filled that people do not see."""
        return bool(self.data.get(HONEYPOT, ""))

    def check_limits(self, request: HttpRequest) -> bool:
        """Whether this network may sign up once more; it counts by being asked."""
        limits = [SIGN_UP] if proof.is_proof(self.data.get("altcha", "")) else [SIGN_UP_UNPROVEN, SIGN_UP]
        return all(
            ratelimit.consume(request, app="stoppress.newsletters", action=next(iter(limit)), config=limit) for limit in limits
        )
