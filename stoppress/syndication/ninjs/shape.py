"""Items of ninjs 1.x, 2.x and 3.x brought to one shape: lower-case names, plural lists, typed texts.

ninjs 1 names texts `headline_main` and `body_xhtml` and keeps renditions and associations in
objects; ninjs 2 has lists and lower-case names, ninjs 3 the same lists in camelCase.
"""

import re
from typing import Any

from stoppress.syndication.errors import WrongValue, kind_of

Shaped = dict[str, Any]

_RENAMED = {
    "person": "people",
    "place": "places",
    "organisation": "organisations",
    "organization": "organisations",
    "organizations": "organisations",
    "subject": "subjects",
    "event": "events",
    "object": "objects",
    "infosource": "infosources",
    "genre": "genres",
    "byline": "by",
    "mimetype": "contenttype",
    "embargoed": "embargoeduntil",
    "$standard": "standard",
}
_TEXTS = {"headline": "headlines", "body": "bodies", "description": "descriptions"}
_TEXT_NAME = re.compile(r"(headline|body|description)(?:_(.*))?")
_LISTS = (
    "people", "places", "organisations", "subjects", "events", "objects", "infosources", "genres",
    "renditions", "associations",
)  # fmt: skip


def shaped(item: dict[Any, Any], notes: list[str]) -> Shaped:
    """The item in the one shape; what had to be left out is told in `notes`."""
    result: Shaped = {}
    for name, value in item.items():
        result.setdefault(_one_name(str(name)), value)
    for kind, plural in _TEXTS.items():
        result[plural] = _texts(result, kind, plural, notes)
    for plural in _LISTS:
        result[plural] = _objects(result.get(plural), plural, notes)
    return result


def _one_name(name: str) -> str:
    lower = name.lower()
    return _RENAMED.get(lower, lower)


def _texts(item: Shaped, kind: str, plural: str, notes: list[str]) -> list[Shaped]:
    """Every text of a kind as {role, contenttype, value}, the list of ninjs 2 and 3 first."""
    found: list[Shaped] = []
    for entry in _listed(item.get(plural), plural):
        if isinstance(entry, str):
            entry = {"value": entry}
        if not isinstance(entry, dict):
            raise WrongValue(f"An entry of {plural}", "an object with a value", entry)
        entry = {_one_name(str(name)): value for name, value in entry.items()}
        _take_text(found, plural, text_of(entry, "role"), text_of(entry, "contenttype"), entry.get("value"), notes)
    for name in list(item):
        match = _TEXT_NAME.fullmatch(name)
        if match and match[1] == kind:
            _take_text(found, name, match[2] or "", _type_by_role(match[2] or ""), item[name], notes)
    return found


def _take_text(found: list[Shaped], name: str, role: str, content_type: str, value: Any, notes: list[str]) -> None:
    if isinstance(value, str):
        found.append({"role": role, "contenttype": content_type, "value": value})
    elif value is None:
        notes.append(f"{name} has no value and was left out.")
    else:
        raise WrongValue(f"The value of {name}", "text", value)


def _type_by_role(role: str) -> str:
    if "nitf" in role:
        return "text/vnd.iptc.nitf"
    return "text/html" if "html" in role or "rich" in role else ""


def _listed(value: Any, name: str) -> list[Any]:
    if value is None:
        return []
    if isinstance(value, dict):
        return [value]
    if not isinstance(value, list):
        raise WrongValue(name, "a list", value)
    return value


def _objects(value: Any, name: str, notes: list[str]) -> list[Shaped]:
    """A list of objects, from a list or, as in ninjs 1, from an object of named objects."""
    if isinstance(value, dict):
        named = all(isinstance(entry, dict) for entry in value.values())
        value = [{"name": key, **entry} for key, entry in value.items()] if named else [value]
    if value is None:
        return []
    if not isinstance(value, list):
        notes.append(f"{name} is {kind_of(value)}, not a list, and was left out.")
        return []
    kept = [{_one_name(str(key)): inner for key, inner in entry.items()} for entry in value if isinstance(entry, dict)]
    if len(kept) < len(value):
        notes.append(f"{name} has entries that are no objects; they were left out.")
    return kept


def text_of(item: Shaped, name: str) -> str:
    """A property that holds text, or ``; numbers are taken as their digits."""
    value = item.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)[:100]
    return value.strip() if isinstance(value, str) else ""
