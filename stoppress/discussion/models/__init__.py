"""The tables of discussion."""

from stoppress.discussion.models.chats import Barred, Message, Room
from stoppress.discussion.models.comments import Comment, Ignored, Like, Report, Revision, Thread, Writer
from stoppress.discussion.models.house import ListedWord, Lists, Policy, SpamWord
from stoppress.discussion.models.moderation import Appeal, LogLine, Notice, Restriction

__all__ = [
    "Appeal", "Barred", "Comment", "Ignored", "Like", "ListedWord", "Lists", "LogLine", "Message", "Notice", "Policy", "Report",
    "Restriction", "Revision", "Room", "SpamWord", "Thread", "Writer",
]  # fmt: skip
