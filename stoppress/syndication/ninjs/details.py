"""Times, names, topics, rights and status of an item, as far as they can be read."""

import re
from datetime import UTC, datetime

from stoppress.kit.plain_text import one_line
from stoppress.syndication.errors import UnclearEmbargo, kind_of
from stoppress.syndication.incoming import IncomingTopic
from stoppress.syndication.ninjs.shape import Shaped, text_of

_STATUS = {
    "usable": "usable",
    "withheld": "withheld",
    "canceled": "canceled",
    "cancelled": "canceled",
    "killed": "canceled",
}
_TOPIC_LISTS = (
    ("people", "person"), ("places", "place"), ("organisations", "organisation"), ("events", "event"),
    ("subjects", "subject"), ("objects", "subject"),
)  # fmt: skip
_SECTION_RELATIONS = ("section", "category", "desk", "department")
_AUTHOR_RELATIONS = ("author", "creator", "byline")
_BY = re.compile(r"^(?:by|von|par|por|door|av|af|przez)\s*:?\s+", re.IGNORECASE)
_AND = re.compile(r"\s*(?:[,;/|·•]|\s(?:and|und|et|y|e|en|og|och|ja|i|и|و)\s|\s[&+]\s)\s*", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_WIKIDATA = re.compile(r"https?://(?:www\.)?wikidata\.org/(?:entity|wiki)/(Q[1-9]\d*)")
_MEDIA_TOPIC = re.compile(r"(?:https?://cv\.iptc\.org/newscodes/mediatopic/|medtop:)(\d{8})")


def moment(s: Shaped, name: str, notes: list[str]) -> datetime | None:
    """A date and time; without a zone it is taken as UTC, unreadable it is left out, and both are said."""
    raw = s.get(name)
    if raw is None or raw == "":
        return None
    found = _read_moment(raw)
    if found is None:
        notes.append(f"{name} is {kind_of(raw)}, no date and time, and was left out.")
        return None
    if found.tzinfo is None:
        notes.append(f"{name} names no time zone; it was taken as UTC.")
        return found.replace(tzinfo=UTC)
    return found


def embargo(s: Shaped) -> datetime | None:
    """The end of the embargo; one that cannot be read for certain keeps the item out."""
    raw = s.get("embargoeduntil")
    if raw is None or raw == "":
        return None
    found = _read_moment(raw)
    if found is None or found.tzinfo is None:
        raise UnclearEmbargo(raw)
    return found


def status(s: Shaped, notes: list[str]) -> str:
    """`usable`, `withheld` or `canceled`; a status we do not know is withheld, to be safe."""
    raw = s.get("pubstatus")
    if raw is None or raw == "":
        return "usable"
    word = text_of(s, "pubstatus").lower().rpartition(":")[2]
    if word not in _STATUS:
        notes.append(f"The publication status is {kind_of(raw)}, which is unknown; the item was withheld.")
    return _STATUS.get(word, "withheld")


def urgency(s: Shaped, notes: list[str]) -> int | None:
    """1 to 9, or None."""
    raw = s.get("urgency")
    if raw is None:
        return None
    digits = text_of(s, "urgency")
    if len(digits) == 1 and digits in "123456789":
        return int(digits)
    notes.append(f"The urgency is {kind_of(raw)}, not 1 to 9, and was left out.")
    return None


def language(s: Shaped, notes: list[str]) -> str:
    """A BCP 47 tag, or ``."""
    raw = text_of(s, "language")
    if not raw:
        return ""
    if not _LANGUAGE.fullmatch(raw):
        notes.append(f"The language is {kind_of(raw)}, no language tag, and was left out.")
        return ""
    return raw.replace("_", "-")


def bylines(s: Shaped) -> tuple[str, ...]:
    """Names in the byline, without the words around them; the agency itself is a credit, not a byline."""
    names = _AND.split(_BY.sub("", one_line(text_of(s, "by"))))
    if not text_of(s, "by"):
        names = [one_line(text_of(p, "name")) for p in s["people"] if text_of(p, "rel").lower() in _AUTHOR_RELATIONS]
    houses = {
        text_of(s, "copyrightholder").casefold(),
        *(text_of(x, "name").casefold() for x in s["infosources"]),
    }
    kept = (name.strip() for name in names)
    return tuple(dict.fromkeys(name for name in kept if name and name.casefold() not in houses))


def credit(s: Shaped) -> str:
    """Whom to credit: the sources named, else the holder of the copyright."""
    sources = dict.fromkeys(name for x in s["infosources"] if (name := one_line(text_of(x, "name"))))
    return " / ".join(sources) or one_line(text_of(s, "copyrightholder"))


def rights_policy(s: Shaped) -> str:
    """The rights policy as sent (ninjs `rightsinfo`), to be kept and handed on, never interpreted."""
    info = s.get("rightsinfo")
    if not isinstance(info, dict):
        return ""
    lower = {str(name).lower(): value for name, value in info.items()}
    return text_of(lower, "encodedrights") or text_of(lower, "linkedrights")


def topics(s: Shaped) -> tuple[IncomingTopic, ...]:
    """What the item says it is about, each once."""
    found = [
        IncomingTopic(kind, name, _identifier(entry))
        for plural, kind in _TOPIC_LISTS
        for entry in s[plural]
        if (name := one_line(text_of(entry, "name")))
        and text_of(entry, "rel").lower() not in (*_SECTION_RELATIONS, *_AUTHOR_RELATIONS)
    ]
    return tuple(dict.fromkeys(found))


def section_names(s: Shaped) -> tuple[str, ...]:
    """Names that say where the item belongs: marked as section, top Media Topics, the agency's genres."""
    subjects = [
        one_line(text_of(entry, "name"))
        for entry in s["subjects"]
        if text_of(entry, "rel").lower() in _SECTION_RELATIONS or _identifier(entry).endswith("000000")
    ]
    genres = [one_line(text_of(entry, "name")) for entry in s["genres"]]
    return tuple(dict.fromkeys(name for name in (*subjects, *genres) if name))


def _identifier(entry: Shaped) -> str:
    scheme, code = text_of(entry, "scheme"), text_of(entry, "code")
    uri = text_of(entry, "uri") or (code if code.startswith("http") else scheme + code)
    literal = text_of(entry, "literal")
    for text in (uri, literal):
        if match := _WIKIDATA.fullmatch(text):
            return f"http://www.wikidata.org/entity/{match[1]}"
        if match := _MEDIA_TOPIC.fullmatch(text):
            return f"http://cv.iptc.org/newscodes/mediatopic/{match[1]}"
    return uri if uri.startswith(("http://", "https://")) and not any(sign.isspace() for sign in uri) else ""


def _read_moment(raw: object) -> datetime | None:
    if not isinstance(raw, str):
        return None
    try:
        found = datetime.fromisoformat(raw.strip().replace("z", "Z"))
        # A moment at the edge of the calendar may be readable and yet not exist in UTC.
        return found.astimezone(UTC) if found.tzinfo else found
    except (ValueError, OverflowError):
        return None
