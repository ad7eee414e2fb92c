"""Plain links by which readers share a story: no scripts, no counters, nothing loaded before the click."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from urllib.parse import quote

from stoppress.copy.editions import Link
from stoppress.copy.stories import Story

#: Platform to (its own name, address with `{url}`, `{title}` and `{text}`, which is title and url together).
#: The mail link's label is for the page to translate; every other is a name and stays as it is.
PLATFORMS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "mastodon": ("Mastodon", "https://share.joinmastodon.org/#text={text}"),
        "bluesky": ("Bluesky", "https://bsky.app/intent/compose?text={text}"),
        "threads": ("Threads", "https://www.threads.com/intent/post?text={title}&url={url}"),
        "whatsapp": ("WhatsApp", "https://wa.me/?text={text}"),
        "telegram": ("Telegram", "https://t.me/share/url?url={url}&text={title}"),
        "facebook": ("Facebook", "https://www.facebook.com/sharer/sharer.php?u={url}"),
        "x": ("X", "https://x.com/intent/post?text={title}&url={url}"),
        "linkedin": ("LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?url={url}"),
        "reddit": ("Reddit", "https://www.reddit.com/submit?url={url}&title={title}"),
        "mail": ("E-mail", "mailto:?subject={title}&body={text}"),
    }
)


def share_links(story: Story, platforms: Iterable[str]) -> tuple[Link, ...]:
    """A link for each known platform in the order asked for; unknown names are left out."""
    words = {
        "title": _encoded(story.social_title or story.headline),
        "url": _encoded(story.url),
        "text": _encoded(f"{story.social_title or story.headline} {story.url}"),
    }
    return tuple(
        Link(label=PLATFORMS[name][0], address=PLATFORMS[name][1].format(**words), kind=name)
        for name in dict.fromkeys(platforms)
        if name in PLATFORMS
    )


def _encoded(text: str) -> str:
    # Line breaks are folded so that no title can add a header to a mail (RFC 6068).
    return quote(" ".join(text.split()), safe="", errors="ignore")
