"""The names of channels: what a stream can be about, and which of them anybody may listen to."""

import re
from collections.abc import Iterable

#: `feed:en` an edition's newsfeed, `story:12` what becomes of a story, `list:section:3` a list of stories,
#: `talk:12` a story's discussion, `chat:7` a chat room: what anybody may read may be listened to by anybody.
PUBLIC = frozenset(("feed", "story", "list", "talk", "chat"))
#: A reader's own, and the desk's: only with a ticket that names the very channel.
PRIVATE = frozenset(("reader", "desk"))
#: Channels of one stream.
MOST = 16
#: How many of its newest events a stream of things begins with when its reader has just opened a page of them.
RECENT = {"story": 1, "list": 10}
_NAME = re.compile(r"(?:feed|desk):[A-Za-z0-9_-]{1,40}|(?:story|talk|chat|reader):[1-9]\d{0,17}|list:[a-z]{1,20}:[1-9]\d{0,17}")


def kind_of(channel: str) -> str:
    """The first word of a channel's name."""
    return channel.partition(":")[0]


def is_channel(name: str) -> bool:
    """Whether there can be a channel of this name."""
    return _NAME.fullmatch(name) is not None


def closed_to(names: Iterable[str], granted: Iterable[str]) -> set[str]:
    """Those of `names` that a reader with a ticket for `granted` may not listen to."""
    return {name for name in names if kind_of(name) not in PUBLIC} - set(granted)
