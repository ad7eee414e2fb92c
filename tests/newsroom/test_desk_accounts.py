"""Accounts at the desk: one name, one address, groups; nobody makes themselves an administrator."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from stoppress.newsroom.actions import groups
from stoppress.readers.models import Account
from tests.newsroom.at_the_desk import member

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.newsroom.desk_urls")]
PASSWORD = "harbour-9-lights"


@pytest.fixture
def administrator(client: Client) -> Account:
    groups.ensure_groups()
    account = Account.objects.create_superuser("admin@courier.example", "pw", name="Admin")
    client.force_login(account)
    return account


def form(**told: Any) -> dict[str, Any]:
    return {"email": "Lena@Courier.example", "name": "Lena Holt", "password1": PASSWORD, "password2": PASSWORD, **told}


def test_an_account_is_made_with_its_groups_and_logs_in(client: Client, administrator: Account) -> None:
    reporters = Group.objects.get(name="Reporters")
    page = client.get("/desk/users/new/").content.decode()
    assert 'name="name"' in page
    assert "first_name" not in page and "last_name" not in page
    assert client.post("/desk/users/new/", form(groups=[reporters.pk])).status_code == 302
    lena = Account.objects.get(name="Lena Holt")
    assert (lena.email, lena.is_staff, lena.is_superuser, list(lena.groups.all())) == (
        "lena@courier.example", True, False, [reporters])  # fmt: skip
    assert "Lena Holt" in client.get("/desk/users/", {"q": "holt"}).content.decode()
    assert Client().login(email="lena@courier.example", password=PASSWORD)


def test_two_people_cannot_share_an_address(client: Client, administrator: Account) -> None:
    page = client.post("/desk/users/new/", form(email="ADMIN@courier.example")).content.decode()
    assert "There is an account with this e-mail address already" in page
    assert "password" not in client.post("/desk/users/new/", form(password2="other")).get("Location", "")
    assert Account.objects.count() == 1


def test_an_account_is_changed_and_locked_out(client: Client, administrator: Account) -> None:
    lena = Account.objects.create_user("lena@courier.example", PASSWORD, name="Lena", is_staff=True)
    told = form(name="Lena Holt", password1="", password2="", is_active="")
    assert client.post(f"/desk/users/edit/{lena.pk}/", told).status_code == 302
    lena.refresh_from_db()
    assert (lena.name, lena.is_active, lena.is_staff, lena.check_password(PASSWORD)) == ("Lena Holt", False, False, True)


def test_only_an_administrator_makes_or_changes_administrators(client: Client, administrator: Account) -> None:
    person = member(client, "Chief editors")
    person.user_permissions.set(Permission.objects.filter(codename__in=("add_account", "change_account")))
    assert "is_superuser" not in client.get("/desk/users/new/").content.decode()
    client.post("/desk/users/new/", form(is_superuser="on"))
    assert not Account.objects.get(email="lena@courier.example").is_superuser
    told = form(email=administrator.email, is_active="on")
    assert client.post(f"/desk/users/edit/{administrator.pk}/", told)["Location"] == "/desk/"
    administrator.refresh_from_db()
    assert administrator.check_password("pw")


def test_people_change_their_own_name(client: Client) -> None:
    person = member(client, "Reporters")
    page = client.get("/desk/account/").content.decode()
    assert "first_name" not in page and 'name="name_email-name"' in page
    told = {"name_email-name": "Lena Holt", "name_email-email": "Lena@Courier.example", "theme-theme": "system",
            "theme-contrast": "system", "theme-density": "default", "theme-keyboard_shortcuts": "on"}  # fmt: skip
    assert client.post("/desk/account/", told).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.email) == ("Lena Holt", "lena@courier.example")
