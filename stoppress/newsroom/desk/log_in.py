"""The desk's log-in: Wagtail's page, with the limits and the second factor that account pages have."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.decorators import rate_limit
from django.conf import settings
from django.forms import BooleanField
from django.http import HttpResponse
from django.urls import get_script_prefix, set_script_prefix
from django.utils.decorators import method_decorator
from wagtail.admin.forms.auth import LoginForm
from wagtail.admin.views.account import LoginView

from stoppress.readers import lent


class DeskLogInForm(LoginForm):
    """Asks for the password as account pages do: so many tries for a network and for an account, the same answer for all."""

    remember = BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        email, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if email and password:
            self.user_cache = get_adapter().authenticate(self.request, email=email, password=password)
            if self.user_cache is None:
                raise self.get_invalid_login_error()
            self.confirm_login_allowed(self.user_cache)
        return self.cleaned_data


@method_decorator(rate_limit(action="login"), name="dispatch")
class DeskLogIn(LoginView):
    """Logs in when no second factor is asked for; otherwise leads to it, and back to the desk."""

    def get_form_class(self) -> Any:
        return DeskLogInForm

    def form_valid(self, form: Any) -> HttpResponse:
        account = form.get_user()
        login = Login(user=account, email=account.email, redirect_url=self.get_success_url())
        with _within_the_first_edition():
            response: HttpResponse = perform_password_login(self.request, {"email": account.email}, login)
        self.request.session.set_expiry(settings.SESSION_COOKIE_AGE if form.cleaned_data.get("remember") else 0)
        return response


@contextmanager
def _within_the_first_edition() -> Iterator[None]:
    """Account pages that the desk leads to are those of the first edition."""
    where, before = lent.first_edition(), get_script_prefix()
    set_script_prefix(f"{where.prefix}/" if where else before)
    try:
        yield
    finally:
        set_script_prefix(before)
