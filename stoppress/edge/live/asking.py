"""What somebody who wants a stream asks for, or why they cannot have it."""

from dataclasses import dataclass
from urllib.parse import parse_qs

from stoppress.edge.live.ring import Place, place_of
from stoppress.newsfeed import channels, tickets
from stoppress.newsfeed.tickets import BadTicket, Ticket

#: Bytes of a query that anybody real sends.
_LONGEST = 4000


class Refused(Exception):
    """There is no stream for this request: a status and a sentence that says why."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


@dataclass(frozen=True, slots=True)
class Asked:
    """The channels, those among them whose pages were just opened, the place reached before, and the ticket."""

    channels: tuple[str, ...]
    new: tuple[str, ...]
    since: Place | None
    ticket: Ticket | None


def read(query: bytes, last_event_id: bytes | None, is_from_elsewhere: bool, key: bytes) -> Asked:
    """What a request asks for. Raises Refused."""
    if is_from_elsewhere:
        raise Refused(403, "Streams are for the pages of this site.")
    if len(query) > _LONGEST:
        raise Refused(414, "That is too much to ask for at once.")
    said = {name: values[-1] for name, values in parse_qs(query.decode("ascii", "replace")).items()}
    new = _names(said.get("new", ""))
    names = tuple(sorted({*_names(said.get("channels", "")), *new}))
    if not names or len(names) > channels.MOST:
        raise Refused(400, f"Name one to {channels.MOST} channels, such as ?channels=feed:en,story:12.")
    ticket = _ticket(key, said.get("ticket", ""))
    if channels.closed_to(names, ticket.channels if ticket else ()):
        raise Refused(403, "A channel among these takes a ticket that names it.")
    # A browser that comes back knows better than the address that it was given at first.
    text = (last_event_id or b"").decode("ascii", "replace") or said.get("since", "")
    since = place_of(text) if text else None
    if text and since is None:
        raise Refused(400, "A place looks like 123.45.")
    return Asked(names, () if last_event_id else new, since, ticket)


def _names(text: str) -> tuple[str, ...]:
    names = tuple(name for name in text.split(",") if name)
    for name in names:
        if not channels.is_channel(name):
            raise Refused(400, "There is no such channel.")
    return names


def _ticket(key: bytes, text: str) -> Ticket | None:
    if not text:
        return None
    try:
        return tickets.read(key, text)
    except BadTicket as bad:
        raise Refused(403, str(bad)) from bad
