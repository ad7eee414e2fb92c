"""Discussion's own pages among a reader's account pages."""

from django.utils.translation import gettext_lazy as _

from stoppress.readers.pages import Page

PAGES = {
    "discussion/write.html": Page("discussion_write", _("Write a comment")),
    "discussion/edit.html": Page("discussion_edit", _("Change your comment")),
    "discussion/delete.html": Page("discussion_delete", _("Delete your comment?")),
    "discussion/like.html": Page("discussion_like", _("Like")),
    "discussion/report.html": Page("discussion_report", _("Report a comment")),
    "discussion/ignore.html": Page("discussion_ignore", _("Ignore this reader?")),
    "discussion/own.html": Page("discussion_own", _("Your comments")),
    "discussion/appeal.html": Page("discussion_appeal", _("Appeal")),
    "discussion/notice.html": Page("discussion_notice", _("Report illegal content")),
    "discussion/notice_made.html": Page("discussion_notice_made", _("We have received your notice")),
    "discussion/chat.html": Page("discussion_chat", _("Chat")),
}  # fmt: skip
