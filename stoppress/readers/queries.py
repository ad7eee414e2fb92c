"""What readers keep, read in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef

from stoppress.readers import lent, rules
from stoppress.readers.lent import Place
from stoppress.readers.models import Account, Follow, SavedStory

#: The newest of each that shared pages are told of.
TOLD = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that is kept; without a place when it is public no longer."""

    kind: str
    number: int
    since: datetime
    place: Place | None

    @property
    def what(self) -> str:
        """Such as `topic:12`."""
        return f"{self.kind}:{self.number}"


def followed(account: Account) -> list[Kept]:
    """What the account follows, newest first."""
    rows = [(row.kind, row.target, row.followed_at) for row in Follow.objects.filter(account=account)]
    places = lent.places_of([(kind, number) for kind, number, _ in rows])
    return [Kept(kind, number, since, places.get((kind, number))) for kind, number, since in rows]


def saved(account: Account) -> list[Kept]:
    """The stories that the account saved, newest first."""
    rows = [(row.story, row.saved_at) for row in SavedStory.objects.filter(account=account)]
    places = lent.places_of([(rules.SAVED, number) for number, _ in rows])
    return [Kept(rules.SAVED, number, since, places.get((rules.SAVED, number))) for number, since in rows]


def kept_names(account: Account) -> list[str]:
    """What shared pages mark as followed or saved, such as `topic:12` and `saved:7`: two queries."""
    follows = Follow.objects.filter(account=account).values_list("kind", "target")[:TOLD]
    stories = SavedStory.objects.filter(account=account).values_list("story", flat=True)[:TOLD]
    return [f"{kind}:{target}" for kind, target in follows] + [f"{rules.SAVED}:{story}" for story in stories]


def keeps(account: Account, kind: str, number: int) -> bool:
    """Whether the account follows or saved this."""
    if kind == rules.SAVED:
        return SavedStory.objects.filter(account=account, story=number).exists()
    return Follow.objects.filter(account=account, kind=kind, target=number).exists()


@dataclass(frozen=True, slots=True)
class LogIn:
    """One of the log-ins of an account that are not over."""

    number: int
    since: datetime
    #: What the browser says of itself, and the network it came from.
    browser: str
    network: str
    is_this: bool


def sessions(account: Account, current: str | None) -> list[LogIn]:
    """Where the account is logged in, the newest first: one query."""
    living = Session.objects.filter(session_key=OuterRef("session_key"))
    rows = UserSession.objects.filter(Exists(living), user=account).order_by("-created_at", "-pk")
    return [LogIn(row.pk, row.created_at, rules.browser(row.user_agent), row.ip, row.session_key == current) for row in rows]
