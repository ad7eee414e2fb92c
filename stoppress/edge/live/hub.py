"""The hub: tells every open stream of this worker what is new on its channels."""

import asyncio
import logging
import random
import sqlite3
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from stoppress.edge.live import asking, presence, signs
from stoppress.edge.live.asking import Asked, Refused
from stoppress.edge.live.bounds import Bounds
from stoppress.edge.live.ring import Ring, Told
from stoppress.edge.live.stream import Parcel, Stream
from stoppress.newsfeed.channels import kind_of
from stoppress.newsfeed.spool import CLOSE, ORDERS, Event, Spool
from stoppress.newsfeed.tickets import LONGEST

logger = logging.getLogger("stoppress.edge")
#: Seconds between looks at whether the spool has changed, which cost one comparison; and looks until one into it all the same.
LOOK = 0.02
LOOKS = 50
#: Streams that are written to before the loop may do something else.
BATCH = 100
#: Events that may wait for one reader; who is further behind loads the page's parts anew.
MOST_WAITING = 64
#: Parts into which the time between two heartbeats is divided, each with its share of the streams.
SLOTS = 25


@dataclass(frozen=True, slots=True)
class LiveSettings:
    """How streams are kept: the key of tickets, bounds, and times in seconds."""

    ticket_key: bytes = b""
    most: int = 20_000
    most_of_one: int = 200
    heartbeat: float = 25.0
    rotation: float = 600.0


class Hub:
    """All streams of one worker."""

    def __init__(self, home: Path, settings: LiveSettings) -> None:
        self.settings = settings
        self.bounds = Bounds(settings.most, settings.most_of_one)
        self._folder = home / "live"
        self._spool: Spool | None = None
        self._ring = Ring()
        self._shown = -1
        #: When to look again after the spool could not be read; 0 when it could.
        self._try_again_at = 0.0
        self._by_channel: dict[str, set[Stream]] = {}
        self._slots: list[set[Stream]] = [set() for _ in range(SLOTS)]
        self._next_slot = 0
        self._closed: dict[str, float] = {}
        self._known: dict[tuple[str, ...], tuple[str, ...]] = {}
        #: What was read and is not told yet; and what was put together to be told, by place and channels.
        self._untold: list[Event] = []
        self._made: dict[tuple[int, tuple[str, ...]], Parcel | None] = {}
        self._task: asyncio.Task[None] | None = None
        self.is_stopping = False
        #: Streams opened and refused so far, and how often one was told something new.
        self.opened = self.refused = self.told = 0
        self.presence = presence.Presence(self._folder / "present")

    # What readers ask.

    def asked(self, query: bytes, last_event_id: bytes | None, is_from_elsewhere: bool) -> Asked:
        """What a request asks for. Raises Refused."""
        asked = asking.read(query, last_event_id, is_from_elsewhere, self.settings.ticket_key)
        self.look()
        if asked.ticket and asked.ticket.issued_at <= self._closed.get(asked.ticket.subject, 0.0):
            raise Refused(403, "This ticket is no longer good; ask for another.")
        return asked

    def check_room(self, whose: bytes) -> None:
        """Raise Refused when no more streams may be opened, at all or by this reader."""
        if self.is_stopping or not self.bounds.has_room(whose):
            self.refused += 1
            raise Refused(503, "There are too many streams; ask again and again instead, or come back later.")

    def open(self, stream: Stream, asked: Asked) -> None:
        """Begin a stream: what its reader missed, or that this cannot be told; then everything as it comes."""
        self._begin()
        self.opened += 1
        loop = asyncio.get_running_loop()
        # Many streams have the same channels; they share the names.
        stream.channels = self._known.setdefault(asked.channels, asked.channels)
        stream.until = loop.time() + self.settings.rotation * random.uniform(0.8, 1.2)
        stream.slot = random.randrange(SLOTS)
        stream.at = self._ring.last
        self.bounds.add(stream.whose)
        self._slots[stream.slot].add(stream)
        for channel in stream.channels:
            self._by_channel.setdefault(channel, set()).add(stream)
        missed = self.missed(asked)
        frames = [signs.retry(signs.AFTER_BREAK).plain, *(told.frame for told in missed or ())]
        frames.append(signs.sign("open" if missed is not None else "reset", self._ring.id).plain)
        known = self.presence.told
        frames += [presence.said(channel, known[channel]).plain for channel in stream.channels if channel in known]
        stream.push(Parcel(b"".join(frames)))

    def forget(self, stream: Stream) -> None:
        """A stream is over."""
        if stream not in self._slots[stream.slot]:
            return
        self.bounds.remove(stream.whose)
        self._slots[stream.slot].discard(stream)
        for channel in stream.channels:
            streams = self._by_channel[channel]
            streams.discard(stream)
            if not streams:
                del self._by_channel[channel]
        if not self.bounds.count:
            self._known.clear()

    def missed(self, asked: Asked) -> list[Told] | None:
        """What somebody who asks must be told first; None when they must load everything anew."""
        if asked.since is None:
            return self._ring.recent(asked.new)
        held = [channel for channel in asked.channels if channel not in asked.new]
        missed = self._ring.after(asked.since, held)
        if missed is None or len(missed) > MOST_WAITING:
            return None
        both = {told.place: told for told in (*missed, *self._ring.recent(asked.new))}
        return [both[place] for place in sorted(both)]

    @property
    def id(self) -> str:
        """The place up to which everything was told."""
        return self._ring.id

    # What there is to tell.

    def look(self) -> None:
        """Read what is new on the spool; costs one comparison when nothing is."""
        if self._spool is None:
            if time.monotonic() >= self._try_again_at:
                self._read()
        elif self._spool.generation.number != self._shown:
            self._read()

    def _read(self) -> None:
        try:
            self._spool = self._spool or Spool(self._folder)
            shown = self._spool.generation.number
            events, lines = self._spool.after(self._ring.last)
            if not self._ring.add(events, lines):
                self._ring = Ring()
                events, lines = self._spool.after(0)
                self._ring.add(events, lines)
                self._reset_all()
        except (OSError, sqlite3.Error) as error:
            if not self._try_again_at:
                logger.warning("The spool of live streams cannot be read: %s", error)
            self._try_again_at = time.monotonic() + LOOK * LOOKS
            return
        self._try_again_at = 0.0
        self._shown = shown
        self._made.clear()
        self._untold += events
        for event in events:
            if event.line == ORDERS:
                self._obey(event)

    def send(self, stream: Stream) -> None:
        """Tell a stream what it was not told yet; one that is too far behind, to load everything anew."""
        last = self._ring.last
        if stream.is_paused or stream.is_over or stream.at >= last:
            return
        key = (stream.at, stream.channels)
        if key not in self._made:
            self._made[key] = self._put_together(*key)
        parcel = self._made[key]
        stream.at = last
        if parcel:
            self.told += 1
            stream.push(parcel)

    def _put_together(self, at: int, channels: tuple[str, ...]) -> Parcel | None:
        waiting = self._ring.beyond(at, channels)
        if len(waiting) > MOST_WAITING:
            return signs.sign("reset", self._ring.id)
        return Parcel(b"".join([told.frame for told in waiting])) if waiting else None

    # What is done all the time.

    def _begin(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._tend())

    async def stop(self) -> None:
        """Say good-bye to everybody, so that they come back one after the other, to whoever is there then."""
        self.is_stopping = True
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
        self.presence.leave()
        await _each(self._all(), lambda stream: stream.end(self.farewell()))

    def farewell(self) -> Parcel:
        """What is said to a reader when the server stops, so that not all come back in the same moment."""
        return signs.retry(signs.AFTER_STOP)

    async def _tend(self) -> None:
        loop = asyncio.get_running_loop()
        beat_every = self.settings.heartbeat / SLOTS
        next_beat, next_count, looks = loop.time() + beat_every, loop.time(), 0
        while True:
            await asyncio.sleep(LOOK)
            looks += 1
            try:
                self._read() if looks % LOOKS == 0 else self.look()
                await self._tell()
                if loop.time() >= next_beat:
                    next_beat = loop.time() + beat_every
                    await self._beat(loop.time())
                if loop.time() >= next_count:
                    next_count = loop.time() + presence.EVERY
                    await self._count()
            except Exception:
                logger.exception("Live streams stumbled and go on")

    async def _tell(self) -> None:
        events, self._untold = self._untold, []
        if events:
            await _each(self._concerned(events), self.send)

    def _concerned(self, events: Iterable[Event]) -> list[Stream]:
        channels = {channel for event in events for channel in event.channels}
        found = [self._by_channel[channel] for channel in channels if channel in self._by_channel]
        return list(found[0] if len(found) == 1 else set().union(*found))

    async def _beat(self, now: float) -> None:
        """Let one share of the streams hear that all is well; end those that have had their time."""
        self._next_slot = (self._next_slot + 1) % SLOTS
        beat, present = signs.sign("beat", self._ring.id), time.time()
        last = self._ring.last

        def hear(stream: Stream) -> None:
            if stream.is_paused and stream.was_paused:
                stream.abort()  # has not taken anything for as long as it takes to take everything
            elif stream.expires_at and stream.expires_at <= present:
                stream.end(signs.sign("expired", self._ring.id))
            elif now >= stream.until:
                self.send(stream)
                stream.end(signs.retry(signs.AFTER_END))
            elif stream.is_paused:
                stream.was_paused = True
            else:
                self.send(stream)
                if stream.at == last:  # else it was told something newer than this beat's place
                    stream.push(beat)

        await _each(list(self._slots[self._next_slot]), hear)

    async def _count(self) -> None:
        """Tell how many read along, where that has become another number."""
        own = {
            channel: presence.counted(stream.whose for stream in streams)
            for channel, streams in self._by_channel.items() if kind_of(channel) in presence.COUNTED
        }  # fmt: skip
        for channel, number in self.presence.share(own).items():
            await _each(list(self._by_channel.get(channel, ())), partial(_push, presence.said(channel, number)))

    def _obey(self, order: Event) -> None:
        if order.kind != CLOSE:
            return
        (subject,) = order.channels
        self._closed[subject] = order.told_at
        oldest = time.time() - LONGEST
        self._closed = {name: at for name, at in self._closed.items() if at > oldest}
        for stream in self._all():
            if stream.subject == subject:
                stream.end(signs.sign("expired", self._ring.id))

    def _reset_all(self) -> None:
        for stream in self._all():
            stream.at = self._ring.last
            stream.push(signs.sign("reset", self._ring.id))

    def _all(self) -> list[Stream]:
        return [stream for slot in self._slots for stream in slot]


async def _each(streams: list[Stream], do: Callable[[Stream], None]) -> None:
    """Do something with each stream, a batch at a time, so that readers of pages never wait for long."""
    for begin in range(0, len(streams), BATCH):
        for stream in streams[begin : begin + BATCH]:
            if not stream.is_over:
                do(stream)
        await asyncio.sleep(0)


def _push(parcel: Parcel, stream: Stream) -> None:
    if not stream.is_paused:
        stream.push(parcel)
