"""What tidings say, in the language that is switched on."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: By kind; `%(name)s` is whoever did it.
SAID: dict[str, str | Promise] = {
    "published": _("New in what you follow"),
    "updated": _("A story that you follow has new facts"),
    "key": _("A live blog that you follow"),
    "breaking": _("Breaking news"),
    "reply": _("%(name)s replied to your comment"),
    "approved": _("Your comment is published"),
    "removal": _("Your comment was removed."),
    "warning": _("You are warned."),
    "suspension": _("You cannot write in discussions and chats for a while."),
    "ban": _("You cannot write in discussions and chats any more."),
    "lifted": _("A decision was taken back"),
    "granted": _("Your appeal was granted."),
    "refused": _("Your appeal was not granted."),
}  # fmt: skip


def said(kind: str, facts: Mapping[str, Any]) -> str:
    """The sentence of a tiding."""
    told = str(SAID[kind])
    return told % {"name": facts["name"]} if "%(name)s" in told else told
