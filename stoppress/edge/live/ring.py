"""What may still be told: the newest events, each encoded once, found by channel."""

import json
from collections import deque
from collections.abc import Callable, Collection, Iterable

from stoppress.newsfeed.channels import PRIVATE, RECENT, kind_of
from stoppress.newsfeed.spool import GONE, KEPT, OWN, PUBLICATIONS, SLACK, TALK, Event, Lines

#: Lines that make up a place that readers are told, in this order.
_TOLD = (PUBLICATIONS, TALK)
#: What readers are told in the place of the channels of an event that is for each of them alone.
_OWN = ["own"]
Place = tuple[int, int]


class Told:
    """An event as it goes over the wire: as a server-sent event, and as JSON for those who ask again and again."""

    __slots__ = ("about", "channels", "frame", "id", "line", "number", "place", "words")

    def __init__(self, event: Event, id: str) -> None:
        self.place, self.line, self.number, self.channels = event.place, event.line, event.number, event.channels
        self.about, self.id = event.about, id
        self.say(event.kind, event.data)

    def say(self, kind: str, data: str) -> None:
        """Say this and nothing else."""
        # Nobody learns who else was told.
        named = _OWN if self.line == OWN else self.channels
        head = f'{{"id":"{self.id}","kind":{json.dumps(kind)},"channels":{json.dumps(named, separators=(",", ":"))}'
        self.words = (head + ("," + data[1:] if data != "{}" else "}")).encode()
        self.frame = b"id: %s\ndata: %s\n\n" % (self.id.encode(), self.words)


class Ring:
    """The events that this worker has read from the spool, the oldest given up as there."""

    def __init__(self) -> None:
        #: The place on the spool up to which it was read.
        self.last = 0
        self._cursors: dict[int, int] = {}
        self._floors: dict[int, int] = {}
        self._ids = [0, 0]
        self._lines: dict[int, deque[Told]] = {line: deque() for line in (*_TOLD, OWN)}
        self._by_channel: dict[str, deque[Told]] = {}
        self._by_about: dict[str, deque[Told]] = {}

    @property
    def id(self) -> str:
        """The place up to which everything can be told, as readers know it: `PUBLICATIONS.TALK`."""
        return f"{self._ids[0]}.{self._ids[1]}"

    def add(self, events: Iterable[Event], lines: Lines) -> bool:
        """Take in what was read from the spool; False, and nothing is taken in, when what was there before is not in a row
        with it: then nobody's place is good any more.
        """
        if any(not lines.floors.get(n, 0) <= cursor <= lines.cursors.get(n, 0) for n, cursor in self._cursors.items()):
            return False
        if not self._cursors:
            self._floors = dict(lines.floors)
            self._ids = [lines.floors.get(line, 0) for line in _TOLD]
        for event in events:
            self.last = event.place
            if event.line == OWN:
                self._keep(Told(event, self.id))
            elif event.line in _TOLD:
                self._ids[_TOLD.index(event.line)] = event.number
                if event.kind == GONE:
                    for before in self._by_about.get(event.about, ()):
                        before.say(GONE, event.data)
                self._keep(Told(event, self.id))
        self._cursors = lines.cursors
        self._ids = [lines.cursors.get(line, 0) for line in _TOLD]
        return True

    def after(self, place: Place, channels: Collection[str]) -> list[Told] | None:
        """What a reader of these channels missed since a place; None when that cannot be known."""
        channels = [channel for channel in channels if line_of(channel) != OWN]
        for line in {_TOLD.index(line_of(channel)) for channel in channels}:
            if not self._floors.get(_TOLD[line], 0) <= place[line] <= self._ids[line]:
                return None
        return self._found(channels, lambda told: told.number > place[_TOLD.index(told.line)])

    def beyond(self, last: int, channels: Iterable[str]) -> list[Told]:
        """What was told on these channels after a place on the spool."""
        return self._found(channels, lambda told: told.place > last)

    def recent(self, channels: Iterable[str]) -> list[Told]:
        """The newest events about things of which a page was just opened."""
        found: dict[int, Told] = {}
        for channel in channels:
            kept = self._by_channel.get(channel, ())
            count = RECENT.get(kind_of(channel), 0)
            for told in list(kept)[-count:] if count else ():
                found[told.place] = told
        return [found[place] for place in sorted(found)]

    def _found(self, channels: Iterable[str], is_wanted: Callable[[Told], bool]) -> list[Told]:
        found: dict[int, Told] = {}
        for channel in channels:
            # A channel is of one line, whose numbers rise as their places do.
            for told in reversed(self._by_channel.get(channel, ())):
                if not is_wanted(told):
                    break
                found[told.place] = told
        return [found[place] for place in sorted(found)]

    def _keep(self, told: Told) -> None:
        kept = self._lines[told.line]
        kept.append(told)
        for channel in told.channels:
            self._by_channel.setdefault(channel, deque()).append(told)
        if told.about:
            self._by_about.setdefault(told.about, deque()).append(told)
        if len(kept) > KEPT[told.line] + SLACK:
            self._give_up(kept.popleft())

    def _give_up(self, told: Told) -> None:
        self._floors[told.line] = max(self._floors.get(told.line, 0), told.number)
        named = [(self._by_channel, channel) for channel in told.channels]
        for kept, name in [*named, (self._by_about, told.about)] if told.about else named:
            kept[name].popleft()
            if not kept[name]:
                del kept[name]


def place_of(text: str) -> Place | None:
    """The place that a reader names, `12.3` or `12` (which says nothing of talk); None for what is none."""
    first, dot, second = text.partition(".")
    if not text.isascii() or not first.isdecimal() or (dot and not second.isdecimal()) or len(text) > 40:
        return None
    return int(first), int(second) if dot else 0


def line_of(channel: str) -> int:
    """The line whose events a channel carries."""
    if kind_of(channel) in PRIVATE:
        return OWN
    return PUBLICATIONS if kind_of(channel) in ("feed", "story", "list") else TALK

