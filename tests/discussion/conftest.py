"""A story to talk about, people to talk, and a clock that can be set."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache

from stoppress.discussion import lent
from stoppress.discussion.lent import StoryFacts
from stoppress.discussion.models import Writer
from stoppress.kit import clock
from stoppress.readers.actions import profile
from stoppress.readers.models import Account

PASSWORD = "gulls-over-the-quay-7"
BEGUN = datetime(2026, 11, 24, 9, tzinfo=UTC)
STORY = 12


class Clock:
    """The time in a test; it goes on only when told to."""

    def __init__(self) -> None:
        self.now = BEGUN

    def pass_(self, **told: float) -> datetime:
        self.now += timedelta(**told)
        return self.now


@pytest.fixture(autouse=True)
def _quick_and_forgetful(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The hands of the clock."""
    made = Clock()
    monkeypatch.setattr(clock, "now", lambda: made.now)
    return made


@pytest.fixture
def facts(monkeypatch: pytest.MonkeyPatch) -> StoryFacts:
    """A story that exists for its discussion alone."""
    made = StoryFacts(STORY, "en", 3, "/20261124/trams--12.html", "Trams run all night", "en", BEGUN - timedelta(hours=1))
    monkeypatch.setitem(lent._lent, "stories", lambda numbers: {n: made for n in numbers if n == STORY})
    return made


def reader(name: str, *, approved: int = 10, joined_at: datetime | None = None) -> Account:
    """A reader with a past; with the usual one, what they write is published at once."""
    account = profile.register(email=f"{name.lower()}@reader.example", password=PASSWORD, name=name)
    Account.objects.filter(pk=account.pk).update(joined_at=joined_at or BEGUN - timedelta(days=60))
    account.refresh_from_db()
    Writer.objects.create(account=account, approved=approved)
    return account


@pytest.fixture
def marta(db: None) -> Account:
    return reader("Marta")


@pytest.fixture
def iker(db: None) -> Account:
    return reader("Iker")


@pytest.fixture
def moderator(db: None) -> Account:
    return Account.objects.create_superuser("mod@courier.example", "pw", name="Moderator")


@pytest.fixture
def other_moderator(db: None) -> Account:
    return Account.objects.create_superuser("second@courier.example", "pw", name="Second")


Make = Callable[..., Account]
