"""Log-ins by other companies' accounts, for houses that have set them up; otherwise none of this is loaded."""

from dataclasses import dataclass

from django.apps import apps
from django.http import HttpRequest

from stoppress.readers import rules


@dataclass(frozen=True, slots=True)
class Company:
    """A company whose accounts may be used, and the address that leads there."""

    name: str
    address: str


def is_installed() -> bool:
    """Whether the house has set up any."""
    return apps.is_installed("allauth.socialaccount")


def companies(request: HttpRequest) -> list[Company]:
    """What the log-in page offers besides our own ways."""
    if not is_installed():
        return []
    from allauth.socialaccount.adapter import get_adapter

    back = rules.own_address(request.GET.get("next", ""))
    told = {"process": "login", **({"next": back} if back else {})}
    return [Company(one.name, one.get_login_url(request, **told)) for one in get_adapter().list_providers(request)]
