"""WordPress: the WXR file of its export, RSS with each story's comments inside its item."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from stoppress.discussion.imports.moments import moment
from stoppress.discussion.imports.records import Person, Record, Records, Said, State, Strange, Talk
from stoppress.discussion.imports.xml_items import Item, items

_STATES = {"1": State.PUBLISHED, "0": State.HELD, "hold": State.HELD, "approve": State.PUBLISHED, "spam": State.SPAM,
           "trash": State.DELETED, "post-trashed": State.DELETED}  # fmt: skip
#: What other sites and the site itself leave among comments.
_NO_COMMENTS = ("pingback", "trackback")


def read(path: Path, now: datetime) -> Records:
    """What the export tells. Raises BadFile."""
    site, addresses, talk = "", [""], ""
    with path.open("rb") as source:
        for item in items(source, root="rss", wanted={"base_site_url", "link", "guid", "post_id", "comment"}):
            words = item.text.strip()
            if item.name == "base_site_url":
                site = urlsplit(words).netloc
            elif item.within != "item":
                continue
            elif item.name == "link":
                # An item begins with its link.
                addresses, talk = [words], f"{site}/{words}"
            elif item.name == "guid":
                addresses.append(words)
            elif item.name == "post_id":
                talk = f"{site}/{words}"
            else:
                if addresses:
                    yield Talk(talk, tuple(filter(None, addresses)))
                    addresses = []
                yield from _comment(item, talk, site, now)


def _comment(item: Item, talk: str, site: str, now: datetime) -> Iterator[Record]:
    number = item.words("comment_id")
    if item.words("comment_type") in _NO_COMMENTS or not number:
        yield Strange(f"a {item.words('comment_type') or 'comment without a number'}", number)
        return
    name, email = item.words("comment_author"), item.words("comment_author_email").lower()
    if email:
        yield Person(email, name, email)
    above = item.words("comment_parent")
    yield Said(
        f"{site}/{number}", talk, item.words("comment_content"), _STATES.get(item.words("comment_approved"), State.HELD),
        moment(item.words("comment_date_gmt"), now) or moment(item.words("comment_date"), now),
        parent=f"{site}/{above}" if above not in ("", "0") else "", person=email, name=name,
    )  # fmt: skip
