"""The pages a worker keeps ready in memory, as fresh as the shelf."""

import time
from collections import Counter, OrderedDict

from stoppress.edge import ready
from stoppress.edge.answers import Answer
from stoppress.edge.ready import Ready, Reply
from stoppress.edge.settings import EdgeSettings
from stoppress.press.shelf import BadAddress, Shelf, ShelfError, key_of

#: Seconds after which an address that was not there is asked for again, whatever changed.
ABSENCE = 10.0
#: How many requests are remembered with their answers, and how many bytes one may have.
MOST_REPLIES, LONGEST_REQUEST = 2000, 2000


class Memory:
    """Ready answers by request target, the least asked for given up first.

    Whether they are fresh is one comparison with the shelf's generation; what has changed since is
    then dropped and loaded again by the next reader.
    """

    def __init__(self, shelf: Shelf, settings: EdgeSettings) -> None:
        self._shelf = shelf
        self._settings = settings
        #: The shelf's generation, and the one that has been read: they differ when something has changed since.
        self.view = shelf.generation.view
        self.shown = self.view[0]
        self._number = shelf.last_change()
        self._size = 0
        #: Requests for pages answered without printing, those among them that were a 304, and those that took a print.
        self.hits = self.unchanged = self.misses = 0
        self._pages: dict[str, Ready] = {}
        self._absent: OrderedDict[str, tuple[float, Answer]] = OrderedDict()
        self._hits: Counter[str] = Counter()
        #: What the protocol looks into after `refresh`.
        self.targets: OrderedDict[bytes, Ready] = OrderedDict()
        #: What whole requests were answered while the server's headers were these, until anything here is forgotten.
        self.replies: dict[bytes, Reply] = {}
        self.dated: object = None
        #: The beginning of the targets of each host that has its own edition.
        self.sites = _sites(shelf)

    def is_stale(self) -> bool:
        """Whether something has changed that has not been read yet."""
        return self.view[0] != self.shown

    def refresh(self) -> None:
        """Drop what has changed since the last time; everything when the shelf cannot tell.

        Done whenever the memory is stale, and once a second in case a process died before it showed
        what it had changed.
        """
        shown = self.view[0]
        try:
            changes = self._shelf.changes_after(self._number)
            if changes.everything or "" in changes.keys:
                self.sites = _sites(self._shelf)
                self.replies.clear()
        except ShelfError:
            self.clear()
            return
        self.shown, self._number = shown, changes.number
        if changes.keys or changes.everything:
            self._absent.clear()
        if changes.everything:
            self.clear()
            return
        for key in changes.keys:
            if key in self._pages:
                self._forget(self._pages[key])
        if changes.withdrawn:
            # Files have no tags here; a picture may be what was taken from readers.
            for kept in [kept for kept in self.targets.values() if not kept.key]:
                self._forget(kept)

    def site(self, host: bytes | None) -> bytes:
        """The beginning of the targets of a Host; `` for the default site, as for every unknown host."""
        if not host or not self.sites:
            return b""
        return self.sites.get(host.lower().partition(b":")[0], b"")

    def key(self, site: bytes, path: bytes) -> str | None:
        """The shelf's key for a path of a site (`` or `//host`); None when no page can lie there."""
        try:
            return key_of((site + path).decode("ascii")) if site or not path.startswith(b"//") else None
        except (BadAddress, UnicodeDecodeError):
            return None

    def page(self, key: str) -> Ready | None:
        """The page of a key, from memory or from the shelf."""
        if self.is_stale():
            self.refresh()
        kept = self._pages.get(key)
        if kept is not None:
            return kept
        target = ready.target_of(key)
        # What a page's tags are for here is to be told to a CDN.
        shelved = self._shelf.get(target.decode(), with_tags=self._settings.cdn_seconds > 0)
        if shelved is None:
            return None
        loaded = ready.page(shelved, target, self._settings)
        self._pages[key] = loaded
        self.keep(loaded)
        return loaded

    def keep(self, loaded: Ready) -> None:
        """Keep an answer for its target, giving up others when memory is short."""
        before = self.targets.get(loaded.target)
        if before is not None and before is not loaded:
            self._forget(before)
            if loaded.key:
                self._pages[loaded.key] = loaded
        self.targets[loaded.target] = loaded
        self._size += loaded.size
        while self._size > self._settings.memory and self.targets:
            self._give_one_up()

    def remember(self, request: bytes, reply: Reply, dated: object) -> None:
        """Answer the same request with the same bytes from now on; `dated` are the server's headers in them."""
        if dated is not self.dated or len(self.replies) >= MOST_REPLIES:
            self.replies.clear()  # those that matter are back with their next request
            self.dated = dated
        if len(request) <= LONGEST_REQUEST:
            self.replies[request] = reply

    def absent(self, key: str) -> Answer | None:
        """The answer of an address that is known not to exist."""
        if self.is_stale():
            self.refresh()
        until, answer = self._absent.get(key, (0.0, None))
        return answer if until > time.monotonic() else None

    def note_absent(self, key: str, answer: Answer, *, asked_at: int) -> None:
        """Remember that an address does not exist, unless something changed since `asked_at`."""
        if self.mark() != asked_at or not self._settings.max_absent:
            return
        alike = next(reversed(self._absent.values()))[1] if self._absent else None
        if alike is not None and alike.body == answer.body and alike.headers == answer.headers:
            answer = alike
        self._absent[key] = (time.monotonic() + ABSENCE, answer)
        while len(self._absent) > self._settings.max_absent:
            self._absent.popitem(last=False)

    def mark(self) -> int:
        """A number that is another one whenever something has changed."""
        return self.view[0]

    def take_hits(self) -> Counter[str]:
        """What readers have read since the last time, by key."""
        for key, kept in self._pages.items():
            if kept.hits:
                self._hits[key] += kept.hits
                kept.hits = kept.spared_at = 0
        taken, self._hits = self._hits, Counter()
        return taken

    def clear(self) -> None:
        """Forget every page and file."""
        for kept in list(self.targets.values()):
            self._forget(kept)
        self._absent.clear()

    def _give_one_up(self) -> None:
        target, kept = next(iter(self.targets.items()))
        if kept.hits != kept.spared_at:
            kept.spared_at = kept.hits
            self.targets.move_to_end(target)
        else:
            self._forget(kept)

    def _forget(self, kept: Ready) -> None:
        self.replies.clear()
        if self.targets.get(kept.target) is kept:
            del self.targets[kept.target]
            self._size -= kept.size
        if self._pages.get(kept.key) is kept:
            del self._pages[kept.key]
        if kept.key and kept.hits:
            self._hits[kept.key] += kept.hits


def _sites(shelf: Shelf) -> dict[bytes, bytes]:
    return {host.encode(): b"//" + host.encode() for host in shelf.hosts()}
