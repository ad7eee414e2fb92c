"""What is said to readers: why something is not taken, why it waits, why it was removed."""

from datetime import timedelta
from math import ceil

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from stoppress.discussion.rules.verdicts import Reason

#: Why a text is not taken.
REFUSED = {
    Reason.TOO_SHORT: _("Write at least two characters."),
    Reason.TOO_LONG: _("That is too long; shorten it to 3,000 characters."),
    Reason.EMPTY: _("There is nothing to be seen in this text. Write a few words."),
    Reason.REPEATED: _("You have just written the same. Wait five minutes, or say it differently."),
    Reason.CLOSED: _("This discussion is closed."),
    Reason.READ_ONLY: _("This discussion can be read; for now nobody can write in it."),
    Reason.TOO_OLD: _("This discussion has closed because the story is no longer new. It can still be read."),
    Reason.CHAT_ONLY: _("This story has a chat instead of a discussion."),
    Reason.ANSWERS_BY_HOSTS: _("Here readers ask and the newsroom answers. Write your question as a comment of its own."),
    Reason.BANNED_WORD: _("Your text holds words that we do not publish. Say it in other words."),
    Reason.SUSPENDED: _(
        "You cannot write in discussions for a while. Your account tells you why, until when, and how to appeal."
    ),
    Reason.BANNED: _("You cannot write in discussions any more. Your account tells you why and how to appeal."),
}  # fmt: skip
#: Why a comment waits, as its writer is told.
HELD = {
    Reason.SUSPECT_WORD: _("it holds words that we look at first"),
    Reason.HISTORY: _("several of your comments had to be removed"),
    Reason.SPAM: _("it looks like advertising"),
    Reason.LINKS: _("it holds links"),
    Reason.NEW_COMMENTER: _("we look at the first three comments of every new reader"),
    Reason.PREMODERATED: _("every comment in this discussion is looked at first"),
}
#: Grounds on which something is restricted, as statements of reasons say them.
GROUNDS = {
    "abuse": _("Our rules: no insults, threats or harassment."),
    "hate": _("Our rules: no contempt for people because of who they are."),
    "spam": _("Our rules: no advertising and no repetition."),
    "privacy": _("Our rules: no private details of other people."),
    "off-topic": _("Our rules: keep to the subject of the story."),
    "false": _("Our rules: no knowingly false statements of fact."),
    "impersonation": _("Our rules: do not pretend to be somebody else."),
    "illegal": _("The law: the text is unlawful."),
}
#: What was done, in the same statements.
DONE = {
    "removal": _("Your comment was removed."),
    "warning": _("You are warned."),
    "suspension": _("You cannot write in discussions and chats for a while."),
    "ban": _("You cannot write in discussions and chats any more."),
}


def refused(reason: Reason) -> str:
    """The sentence for a refusal."""
    return str(REFUSED.get(reason, REFUSED[Reason.CLOSED]))


def refused_message(reason: Reason) -> str:
    """The sentence for a chat message that is not taken because of its length."""
    return (
        gettext("That is too long; shorten it to 500 characters.") if reason is Reason.TOO_LONG else gettext("Write something.")
    )


def barred(kind: str, why: str) -> str:
    """The sentence for somebody who is muted or blocked in a chat."""
    if kind == "blocked":
        return gettext("You are blocked in this chat. The reason: %(why)s") % {"why": why}
    return gettext("You are muted in this chat for a while. The reason: %(why)s") % {"why": why}


def held(reason: str) -> str:
    """The sentence for a comment that waits, with the reason."""
    why = HELD.get(Reason(reason)) if reason in {str(known) for known in HELD} else None
    if why is None:
        return gettext("Only you see this comment: it waits until a moderator has looked at it.")
    return gettext("Only you see this comment: it waits until a moderator has looked at it, because %(why)s.") % {"why": why}


def wait(pause: timedelta) -> str:
    """The sentence for somebody who is too quick."""
    seconds = max(1, ceil(pause.total_seconds()))
    if seconds < 120:
        return ngettext("Please wait %(number)d second before the next.", "Please wait %(number)d seconds before the next.",
                        seconds) % {"number": seconds}  # fmt: skip
    hours = ceil(seconds / 3600)
    return ngettext("That was your share for today; try again in %(number)d hour.",
                    "That was your share for today; try again in %(number)d hours.", hours) % {"number": hours}  # fmt: skip
