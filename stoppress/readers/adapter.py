"""How allauth, which does the logging in, is bent to this house: its limits, letters, messages and way back."""

import base64
import hashlib
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from stoppress.readers import lent, letters, rules
from stoppress.readers.actions import profile
from stoppress.readers.lent import Where

_MAILS = {
    "account/email/email_confirmation": "confirm", "account/email/email_confirmation_signup": "confirm",
    "account/email/login_code": "log_in", "account/email/password_reset_code": "reset",
    "account/email/account_already_exists": "known", "account/email/unknown_account": "unknown",
    "account/email/password_reset": "password", "account/email/password_changed": "password",
    "account/email/password_set": "password", "account/email/email_changed": "address",
}  # fmt: skip
#: What is said when something was done; what is not named is seen from the page itself.
_SAID = {
    "account/messages/password_changed.txt": _("Your password was changed."),
    "account/messages/password_set.txt": _("Your password was set."),
    "account/messages/email_confirmed.txt": _("Your e-mail address is confirmed."),
    "account/messages/logged_out.txt": _("You are logged out."),
    "mfa/messages/totp_activated.txt": _("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app was removed."),
    "mfa/messages/webauthn_added.txt": _("The passkey was added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey was removed."),
    "mfa/messages/recovery_codes_generated.txt": _("There are new recovery codes. Keep them where you find them again."),
}  # fmt: skip
_TOO_MANY = _("That was tried too often. Please try again in a while.")
_WRONG_CODE = _("This code is not right. Look at it once more, or have a new one sent.")


class AccountAdapter(DefaultAccountAdapter):
    """Logging in and registering."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account may not log in."),
        "email_password_mismatch": _("E-mail address and password do not belong together."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _WRONG_CODE,
        "incorrect_password": _("This password is not right."),
        "invalid_login": _("This cannot be logged in with."),
        "too_many_login_attempts": _TOO_MANY,
        "rate_limited": _TOO_MANY,
        "duplicate_email": _("This is the address of your account already."),
        "same_as_current": _("This is the same as before."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """The network that limits count by. Only the edge says who asks; what a reader writes into headers is not looked at."""
        return rules.prefix_of(request.META.get("REMOTE_ADDR", ""))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # allauth adds the host, which whoever tries passwords could change from try to try.
        return str(credentials.get("email") or credentials.get("username") or "").strip().lower()

    def is_safe_url(self, url: str | None) -> bool:
        """Whether somebody may be led there after logging in: to addresses of this site, written as such."""
        return bool(url and rules.own_address(url))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_index")

    get_signup_redirect_url = get_login_redirect_url

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        where = where_of(request)
        return f"{where.prefix}/" if where else "/"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_index")

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        return reverse("account_email")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """How one can show once more that it is oneself: by password first, then by passkey, then by a code."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        order = [reverse(name) for name in ("account_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_reauthenticate")]
        return sorted(methods, key=lambda method: order.index(method["url"]))

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponseBase | None:
        """What comes before any stage: the newsroom vouches for the addresses of its own people."""
        if user.is_staff:
            profile.keep_address_in_step(user)
        response: HttpResponseBase | None = super().pre_login(request, user, **kwargs)
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """One of our letters in the place of allauth's."""
        request = current_request()
        user = getattr(request, "user", None)
        kind = _MAILS.get(template_prefix) or ("second_factor" if template_prefix.startswith("mfa/") else "")
        if kind:
            own = user.language if user is not None and user.is_authenticated else ""
            letters.send(kind, email, where_of(request), language=own or get_language() or "", code=context.get("code", ""))

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None,
        message_context: dict[str, Any] | None = None, extra_tags: str = "", message: str | None = None,
    ) -> None:  # fmt: skip
        """Say it in our words, or not at all."""
        said = message or _SAID.get(message_template or "")
        if said:
            messages.add_message(request, level, str(said), extra_tags=extra_tags)

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user.name = rules.clean_name(form.cleaned_data.get("name", ""))
        where = where_of(request)
        user.language = where.language if where else ""
        return super().save_user(request, user, form, commit)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Passkeys, authenticator apps and recovery codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code or passkey is not right. Please try again."),
        "unverified_email": _("Confirm your e-mail address first."),
    }

    def encrypt(self, text: str) -> str:
        """Secrets are kept so that the database alone does not open any account."""
        return _safe().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; under another secret key than it was kept with, one that nobody knows, so that no code is right."""
        try:
            return _safe().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the host in the settings, never to one that a request names."""
        where = where_of(current_request())
        url = where.site_url if where else settings.SITE_URL
        return {"id": url.partition("://")[2].partition(":")[0], "name": self._get_site_name()}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return gettext("Passkey")

    def _get_site_name(self) -> str:
        where = where_of(current_request())
        return where.name if where else "Stoppress"


def where_of(request: HttpRequest | None) -> Where | None:
    """The edition of a request, or the first one for requests that have none, such as the desk's."""
    found: Where | None = getattr(request, "where", None)
    return found or lent.first_edition()


def current_request() -> HttpRequest | None:
    """The request that is being answered."""
    request: HttpRequest | None = context.request
    return request


def _safe() -> Fernet:
    key = hashlib.sha256(b"stoppress second factor" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
