"""The forms of account pages; what allauth's do not ask for or ask for otherwise."""

from typing import Any
from zoneinfo import available_timezones

from allauth.account import forms as allauth_forms
from allauth.core import context
from allauth.core.internal import ratelimit
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from stoppress.readers import proof, rules
from stoppress.readers.models import Account, Notifications

#: So many new accounts for each /24 or /64: with a proof of work, and without one (no script, or none that works).
REGISTER = {"register": "5/h/ip"}
REGISTER_UNPROVEN = {"register_unproven": "2/h/ip"}
#: A field that people do not see and programs like to fill.
HONEYPOT = "website"

LABELS = {
    "login": _("E-mail address"), "email": _("E-mail address"), "password": _("Password"), "oldpassword": _("Present password"),
    "password1": _("New password"), "password2": _("The same password again"), "code": _("Code"),
    "remember": _("Stay logged in on this device"), "name": _("Name"), "passwordless": _("Log in with this passkey alone"),
}  # fmt: skip
#: Explanations in the place of allauth's; a field that is not named has none.
HELP = {
    "passwordless": _("The device then asks for your finger, face or PIN, and no password is needed."),
}  # fmt: skip


def tidy(form: Any) -> Any:
    """A form of allauth's with our words and no placeholders, which vanish as one types."""
    labels = {**LABELS, **getattr(form, "own_labels", {})}
    for name, field in form.fields.items():
        field.label = labels.get(name, field.label)
        if not isinstance(form, _Ours):
            field.help_text = HELP.get(name, "")
        field.widget.attrs.pop("placeholder", None)
        if name == "passwordless":
            field.initial = True
        if name == "code":
            field.widget.attrs |= {"autocapitalize": "characters", "spellcheck": "false", "dir": "ltr"}
        if isinstance(field, forms.EmailField):
            field.widget.attrs |= {"autocomplete": "username" if name == "login" else "email", "dir": "ltr"}
    return form


class _Ours:
    """Forms that have their own explanations."""


class RegisterForm(allauth_forms.SignupForm, _Ours):
    """Registering: an address, a name if wanted, a password if wanted; the address is confirmed by a code in any case."""

    name = forms.CharField(max_length=120, required=False, help_text=_("As others see it."))
    altcha = forms.CharField(required=False, widget=forms.HiddenInput, max_length=2000)
    own_labels = {"password1": _("Password")}
    field_order = ["email", "name", "password1", HONEYPOT, "altcha"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _("At least eight characters. Leave it empty to log in with codes by e-mail.")
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["password1"].widget.attrs["autocomplete"] = "new-password"
        self.fields[HONEYPOT].widget = forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})

    def clean_name(self) -> str:
        return rules.clean_name(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not self.errors and not cleaned.get(HONEYPOT):
            self._count(context.request, cleaned.get("altcha", ""))
        return cleaned

    def _count(self, request: HttpRequest, solution: str) -> None:
        limits = [REGISTER] if proof.is_proof(solution) else [REGISTER_UNPROVEN, REGISTER]
        for limit in limits:
            (action,) = limit
            if not ratelimit.consume(request, app="stoppress.readers", action=action, config=limit):
                raise forms.ValidationError(
                    _("Many accounts were made from your network in the last hour. Please try again later."))  # fmt: skip

    def try_save(self, request: HttpRequest) -> Any:
        if self.account_already_exists and self.cleaned_data.get("password1"):
            # As long as making an account takes, or the time would tell that there is one.
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class ProfileForm(forms.ModelForm, _Ours):
    """Name, a few words, language and time zone."""

    language = forms.ChoiceField(label=_("Language of letters to you"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)

    class Meta:
        model = Account
        fields = ["name", "bio", "language", "time_zone"]
        labels = {"name": _("Name"), "bio": _("About you")}
        help_texts = {"name": _("As others see it.")}
        widgets = {"bio": forms.Textarea(attrs={"rows": 4, "maxlength": rules.LONGEST_BIO})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
        offered = {"language": settings.LANGUAGES, "time_zone": [(zone, zone.replace("_", " ")) for zone in zones]}
        for name, choices in offered.items():
            field: Any = self.fields[name]
            field.choices = [("", _("As the edition")), *choices]


class NotificationsForm(forms.ModelForm, _Ours):
    """What to be told, and how."""

    class Meta:
        model = Notifications
        fields = ["followed_by_mail", "followed_by_push", "replies_by_mail", "replies_by_push", "breaking_by_push"]
        labels = {
            "followed_by_mail": _("News of what I follow, by e-mail, at most once an hour"),
            "followed_by_push": _("News of what I follow, as push messages"),
            "replies_by_mail": _("Replies to my comments, by e-mail"),
            "replies_by_push": _("Replies to my comments, as push messages"),
            "breaking_by_push": _("Breaking news, as push messages"),
        }
