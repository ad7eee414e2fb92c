"""A ninjs item of any version read leniently: what is odd is mended or left out, and said so."""

from typing import Any

from stoppress.kit import html
from stoppress.kit.plain_text import one_line
from stoppress.syndication.errors import NamelessItem, NotAnItem, NotAStory, WrongValue, kind_of
from stoppress.syndication.incoming import Incoming
from stoppress.syndication.incoming_html import first_words
from stoppress.syndication.ninjs import details, pictures, texts
from stoppress.syndication.ninjs.shape import Shaped, shaped, text_of

#: Kinds of item that are no stories, in words for the desk.
_NO_STORIES = {
    "picture": "a picture by itself",
    "graphic": "a graphic by itself",
    "video": "a video by itself",
    "audio": "a recording by itself",
    "event": "an event for the calendar",
    "planning": "a plan of coverage",
}
_STORIES = ("text", "composite", "component", "")
#: PostgreSQL and SQLite keep whole numbers up to this in the column for versions.
_LARGEST_VERSION = 2**31 - 1


def from_ninjs(item: Any, *, fallback_guid: str = "") -> Incoming:
    """A parsed ninjs item (1.x, 2.x or 3.x) as incoming copy.

    `fallback_guid` names the item when it carries no uri, such as the name of the file it came in.
    Raises a kind of `UnreadableItem` when no story can be made of it.
    """
    if not isinstance(item, dict):
        raise NotAnItem(kind_of(item))
    notes: list[str] = []
    s = shaped(item, notes)
    guid = _guid(s, fallback_guid)
    status = details.status(s, notes)
    _refuse_what_is_no_story(s, notes)
    body = texts.body(s, notes, may_be_empty=status == "canceled")
    headline = _headline(s, body, notes)
    return Incoming(
        guid=guid,
        version=_version(s, notes),
        headline=headline,
        body_html=texts.without_headline(body, headline, notes),
        version_created=details.moment(s, "versioncreated", notes),
        kicker=texts.by_role(s, "headlines", "kicker", "overline", "vignette", "dachzeile", "catchline"),
        standfirst=texts.standfirst(s, body, notes),
        bylines=details.bylines(s),
        dateline=one_line(text_of(s, "located")),
        language=details.language(s, notes),
        section_names=details.section_names(s),
        topics=details.topics(s),
        urgency=details.urgency(s, notes),
        embargoed_until=details.embargo(s),
        expires_at=details.moment(s, "expires", notes),
        pub_status=status,
        credit=details.credit(s),
        copyright_holder=one_line(text_of(s, "copyrightholder")),
        copyright_notice=one_line(text_of(s, "copyrightnotice")),
        usage_terms=one_line(text_of(s, "usageterms")),
        rights_policy=details.rights_policy(s),
        editor_note=one_line(text_of(s, "ednote")),
        pictures=pictures.pictures(s, notes),
        notes=tuple(dict.fromkeys(notes)),
    )


def _guid(s: Shaped, fallback_guid: str) -> str:
    uri = s.get("uri")
    if uri is not None and not isinstance(uri, str):
        raise WrongValue("uri", "text", uri)
    guid = one_line(uri or "") or one_line(fallback_guid)
    if not guid:
        raise NamelessItem
    return guid


def _refuse_what_is_no_story(s: Shaped, notes: list[str]) -> None:
    kind = text_of(s, "type").lower()
    if kind in _NO_STORIES:
        raise NotAStory(_NO_STORIES[kind])
    if kind != "text" and ("eventdetails" in s or "plannedcoverage" in s):
        raise NotAStory(_NO_STORIES["event" if "eventdetails" in s else "planning"])
    if not kind and not s["bodies"] and pictures.has_renditions(s):
        raise NotAStory(_NO_STORIES["picture"])
    if kind not in _STORIES:
        notes.append(f"The type “{kind[:40]}” is unknown; the item was read as a text.")


def _version(s: Shaped, notes: list[str]) -> int | str:
    raw = s.get("version")
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < _LARGEST_VERSION:
        raw = int(raw)
    words = text_of({"version": raw}, "version")
    if words.isascii() and words.isdigit() and int(words[:20]) <= _LARGEST_VERSION:
        return int(words)
    if words:
        return one_line(words)
    if raw is not None:
        notes.append(f"The version is {kind_of(raw)}; it was counted as 1.")
    return 1


def _headline(s: Shaped, body: str, notes: list[str]) -> str:
    named = texts.by_role(s, "headlines", "main", "headline", "", "simple", "text") or texts.by_role(s, "headlines")
    found = named or one_line(html.text_of(text_of(s, "title")))
    if found or not body:
        return found
    notes.append("The item had no headline; it was given the first words of its text.")
    return first_words(body)
