"""What the edge must know of the installation, as plain data."""

from dataclasses import dataclass, field
from pathlib import Path

from stoppress.edge.headers import PUBLIC_POLICY
from stoppress.edge.live.hub import LiveSettings

_FOLDERS = ("/topics/", "/contributors/")


@dataclass(frozen=True, slots=True)
class EdgeSettings:
    """How the edge serves: where things lie, what it promises to caches, and what it lets through."""

    #: Holds `shelf` and `derivatives`.
    home: Path
    #: Scheme and host that readers use; https brings Strict-Transport-Security.
    site_url: str
    #: Static files under names with their hashes, `.br` and `.gz` beside.
    static_folder: Path | None = None
    #: What addresses of pictures are signed with; without any, none is looked at before its file is.
    picture_keys: tuple[bytes, ...] = ()
    #: Requests for what is not on the shelf that may be under way; more are told to come again.
    max_misses: int = 100
    #: How many of them are in Django at once, each with a thread and a database connection.
    max_prints: int = 10
    #: Seconds that a reader waits for a page that is being printed.
    print_seconds: float = 30.0
    #: Bytes of ready pages that each worker keeps in memory.
    memory: int = 128 * 1024 * 1024
    #: Addresses that are known not to exist, kept for each worker.
    max_absent: int = 2000
    #: Seconds a CDN that is purged by tag may keep a page; 0 when there is none.
    cdn_seconds: int = 0
    #: The kind of that CDN, one of `headers.CDNS`.
    cdn: str = ""
    #: Where every request goes through to Django on its own.
    always_through: tuple[str, ...] = ("/desk/", "/api/", "/account/", "/documents/")
    #: The same below the prefix of each edition, such as `/es/account/`.
    through_below_prefix: tuple[str, ...] = ("/account/",)
    #: Content-Security-Policy of what does not bring its own.
    policy: str = PUBLIC_POLICY
    #: How live streams are kept.
    live: LiveSettings = field(default_factory=LiveSettings)

    def goes_through(self, path: str) -> bool:
        """Whether requests for this path go through to Django, each on its own."""
        # A prefix is one segment, and no folder of ours is one.
        below = path[path.find("/", 1) :] if path.find("/", 1) > 0 and not path.startswith(_FOLDERS) else ""
        return path.startswith(self.always_through) or below.startswith(self.through_below_prefix)
