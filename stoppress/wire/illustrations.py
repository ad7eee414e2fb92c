"""Where an item's pictures stand in its story."""

from typing import Any

from stoppress.kit.plain_text import shorten
from stoppress.pictures.models import Picture
from stoppress.syndication.incoming import Incoming
from stoppress.wire import pictures


def place(
    found: list[pictures.Found], incoming: Incoming, warnings: list[str], files: list[Picture]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The lead picture's fields, and blocks for the others; what lacks words readers need is left out."""
    lead: dict[str, Any] = {"lead_picture": None, "lead_caption": "", "lead_alt": ""}
    blocks = []
    for one in found:
        words = one.words
        alt = words.alt or shorten(words.caption, 500)
        credit = words.credit or incoming.credit or words.copyright_notice or incoming.copyright_notice
        if not alt or not credit:
            missing = "alternative text and no caption" if not alt else "credit"
            warnings.append(f"The picture {shorten(words.href or words.guid, 200)} was left out: it has no {missing}.")
            continue
        complete = pictures.with_words(one, alt=alt, credit=credit)
        picture = pictures.keep(complete, title=incoming.headline)
        if one.picture_id is None:
            files.append(picture)
        if lead["lead_picture"] is None:
            lead = {"lead_picture": picture, "lead_caption": shorten(words.caption, 600), "lead_alt": alt[:500]}
        else:
            value = {"picture": picture.pk, "caption": shorten(words.caption, 500), "alt": alt[:500], "size": "column"}
            blocks.append({"type": "picture", "value": value, "id": f"wire-picture-{picture.pk}"})
    return lead, blocks
