"""Tidings as push messages: what a device shows."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import translation

from stoppress.readers.push.actions import Message
from stoppress.readers.tidings.wording import said

#: Characters of a headline; a device shows few, and a message has its bounds.
LONGEST = 250
#: For so long a push service tries to reach a device that is switched off.
LASTS = {"breaking": timedelta(hours=6), "reply": timedelta(days=3)}
_LASTS = timedelta(days=1)


def of(kind: str, subject: str, facts: Mapping[str, Any], language: str, story: int = 0) -> Message:
    """The message; `language` is the reader's own, in which the first line is said."""
    language = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(language):
        title = said(kind, facts)
    words = {
        "title": title[:LONGEST], "body": str(facts.get("headline", ""))[:LONGEST], "url": facts.get("address", ""),
        "tag": subject, "lang": facts.get("language", ""),
    }  # fmt: skip
    # A topic has 32 characters of base64url at most (RFC 8030, 5.4).
    topic = "".join(sign if sign.isalnum() else "-" for sign in subject)[:32]
    return Message(topic, words, is_urgent=kind == "breaking", story=story, lasts=LASTS.get(kind, _LASTS))
