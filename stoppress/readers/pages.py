"""Account pages as one of Django's template engines: allauth's views and our own name a page, the press sets it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template import TemplateDoesNotExist
from django.template.backends.base import BaseEngine
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stoppress.readers import lent, social
from stoppress.readers.demo import shows_mail
from stoppress.readers.forms import tidy


@dataclass(frozen=True, slots=True)
class Page:
    """A page's template, its heading, and for pages that are one form: a sentence before it and the button's word."""

    template: str
    heading: str | Promise
    intro: str | Promise = ""
    button: str | Promise = ""


_CODE_SENT = _("We have sent a letter with a code to this address. Look among the unwanted mail too if it does not arrive.")
_AGAIN = _("You are about to change how your account is entered, so please show once more that it is you.")
#: By the names that allauth's views and ours use.
PAGES = {
    "account/login.html": Page("log_in", _("Log in")),
    "account/signup.html": Page("register", _("Register")),
    "account/request_login_code.html": Page(
        "form", _("Log in with a code"), _("We send a code to your e-mail address; no password is needed."), _("Send me a code")),
    "account/confirm_login_code.html": Page("code", _("Enter your code"), _CODE_SENT, _("Log in")),
    "account/confirm_email_verification_code.html": Page("code", _("Confirm your address"), _CODE_SENT, _("Confirm")),
    "account/confirm_password_reset_code.html": Page("code", _("Enter your code"), _CODE_SENT, _("Go on")),
    "account/password_reset.html": Page(
        "form", _("Forgotten your password?"), _("We send a code to your e-mail address, with which you choose a new one."),
        _("Send me a code")),
    "account/password_reset_from_key.html": Page("form", _("Choose a new password"), "", _("Set the password")),
    "account/password_reset_from_key_done.html": Page("notice", _("Your password was changed"), _("Log in with the new one.")),
    "account/password_change.html": Page("form", _("Change your password"), "", _("Change the password")),
    "account/password_set.html": Page(
        "form", _("Set a password"), _("You log in with codes or passkeys so far. With a password you can do without them."),
        _("Set the password")),
    "account/email_change.html": Page("email", _("E-mail address")),
    "account/reauthenticate.html": Page("again", _("Is it you?"), _AGAIN, _("Go on")),
    "account/account_inactive.html": Page("notice", _("Log in"), _("This account may not log in.")),
    "account/logout.html": Page("form", _("Log out"), _("Do you want to log out on this device?"), _("Log out")),
    "account/signup_closed.html": Page("notice", _("Register"), _("Nobody can register at the moment.")),
    "account/profile.html": Page("form", _("Profile"), "", _("Save")),
    "account/notifications.html": Page(
        "notifications", _("What you are told"), _("Your account lists everything. By e-mail and push message you are told "
        "nothing that you have not switched on here."), _("Save")),
    "account/tidings.html": Page("tidings", _("Notifications"), _("There is nothing new for you yet.")),
    "account/push.html": Page("push", _("Breaking news on this device"), _(
        "Without an account, too: the device is told of breaking news of this edition, and nothing else is kept of you.")),
    "account/letters_off.html": Page(
        "form", _("No more of these letters?"), _("You will get no more letters of this kind. You can switch them on again in "
        "your account."), _("Switch them off")),
    "account/letters_are_off.html": Page("notice", _("Switched off"), _("You get no more letters of this kind.")),
    "account/sessions.html": Page("sessions", _("Where you are logged in")),
    "account/follows.html": Page("kept", _("What you follow"), _("You do not follow anything yet.")),
    "account/saved.html": Page("kept", _("Saved stories"), _("You have not saved any stories yet.")),
    "account/keep.html": Page("keep", _("Follow")),
    "account/data.html": Page("data", _("Your data")),
    "account/mail.html": Page("mail", _("Letters that were not sent")),
    "account/refused.html": Page("notice", _("That was refused"), _(
        "The request did not come from a page of ours, or the page was open for too long. Go back, reload it and try again.")),
    "account/no_letter.html": Page("notice", _("The letter could not be sent"), _(
        "Our mail server does not answer at this moment. Please try again in a few minutes.")),
    "account/missing.html": Page("notice", _("Page not found"), _("There is no such page in your account.")),
    "socialaccount/login.html": Page(
        "form", _("Log in"), _("You are about to leave for another company's page to log in there."), _("Go on")),
    "socialaccount/signup.html": Page(
        "form", _("Register"), _("One more step: which e-mail address do you want to be reached at?"), _("Register")),
    "socialaccount/authentication_error.html": Page("notice", _("Log in"), _("The other company did not let you in.")),
    "socialaccount/login_cancelled.html": Page("notice", _("Log in"), _("You did not go through with it; nothing has changed.")),
    "socialaccount/connections.html": Page(
        "form", _("Other companies' accounts"), _("Accounts elsewhere that open this one."), _("Remove")),
    "429.html": Page("notice", _("Please wait a little"), _("That was tried too often. Please try again in a while.")),
    "mfa/index.html": Page("second_factor", _("How you log in")),
    "mfa/authenticate.html": Page("authenticate", _("Second factor"), _("This account has a second factor."), _("Log in")),
    "mfa/reauthenticate.html": Page("again", _("Is it you?"), _AGAIN, _("Go on")),
    "mfa/totp/activate_form.html": Page("totp", _("Set up an authenticator app"), "", _("Set up")),
    "mfa/totp/deactivate_form.html": Page(
        "form", _("Remove the authenticator app"), _("From then on its codes are not asked for."), _("Remove")),
    "mfa/recovery_codes/index.html": Page("recovery_codes", _("Recovery codes")),
    "mfa/recovery_codes/generate.html": Page(
        "form", _("New recovery codes"), _("The codes that you have now are worthless from then on."), _("Make new codes")),
    "mfa/webauthn/authenticator_list.html": Page("passkeys", _("Passkeys")),
    "mfa/webauthn/add_form.html": Page("passkey_add", _("Add a passkey"), "", _("Add the passkey")),
    "mfa/webauthn/edit_form.html": Page("form", _("Rename the passkey"), "", _("Save")),
    "mfa/webauthn/authenticator_confirm_delete.html": Page(
        "form", _("Remove the passkey"), _("From then on nobody can log in with it."), _("Remove")),
    "mfa/webauthn/reauthenticate.html": Page("again_passkey", _("Is it you?"), _AGAIN, _("Use the passkey")),
}  # fmt: skip
_FORMS = ("form", "verify_form", "webauthn_form")


class AccountPages(BaseEngine):
    """The engine; it knows the pages of accounts and nothing else."""

    app_dirname = "account-pages-lie-in-design"

    def __init__(self, params: Any) -> None:
        params = {**params}
        params.pop("OPTIONS", None)
        super().__init__(params)

    def get_template(self, template_name: str) -> "_Setting":
        if template_name not in PAGES:
            raise TemplateDoesNotExist(template_name, backend=self)
        return _Setting(PAGES[template_name])


@dataclass(slots=True)
class _Setting:
    """A page about to be set."""

    page: Page
    origin: Any = None

    def render(self, context: Mapping[str, Any] | None = None, request: HttpRequest | None = None) -> str:
        """The HTML of the page in the edition of the request."""
        if request is None:
            raise ValueError("An account page is set for a request.")
        given = dict(context or {})
        where = getattr(request, "where", None) or lent.first_edition()
        if where is None:
            return "<!doctype html><title>No edition yet</title><p>This newsroom has no edition yet."
        for name in _FORMS:
            if given.get(name) is not None:
                tidy(given[name])
        if "verify_form" in given:
            given["form"] = given["verify_form"]
        return lent.typeset(where, self.page.template, request.path_info, {**self._facts(request), **given})

    def _facts(self, request: HttpRequest) -> dict[str, Any]:
        user = getattr(request, "user", None)
        return {
            "heading": self.page.heading, "intro": self.page.intro, "button": self.page.button,
            "reader": user if user is not None and user.is_authenticated else None,
            "here": request.path, "csrf_token": get_token(request), "messages": list(messages.get_messages(request)),
            "shows_mail": shows_mail(), "socials": social.companies(request) if self.page.template == "log_in" else (),
        }  # fmt: skip
