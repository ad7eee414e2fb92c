"""Addresses below `/account/discussion/` and `/account/chat/`."""

from django.urls import path

from stoppress.discussion.views import chats, opinions, rights, writing

urlpatterns = [
    path("discussion/", rights.own, name="discussion_own"),
    path("discussion/notice/", rights.notice, name="discussion_notice"),
    path("discussion/appeal/<int:restriction>/", rights.appeal, name="discussion_appeal"),
    path("discussion/ignore/<slug:key>/", opinions.ignore, name="discussion_ignore"),
    path("discussion/comment/<int:comment>/reply/", writing.reply, name="discussion_reply"),
    path("discussion/comment/<int:comment>/edit/", writing.edit, name="discussion_edit"),
    path("discussion/comment/<int:comment>/delete/", writing.delete, name="discussion_delete"),
    path("discussion/comment/<int:comment>/like/", opinions.like, name="discussion_like"),
    path("discussion/comment/<int:comment>/report/", opinions.report, name="discussion_report"),
    path("discussion/<int:story>/", writing.write, name="discussion_write"),
    path("discussion/<int:story>/own.json", writing.own, name="discussion_own_state"),
    path("chat/<int:story>/", chats.say, name="discussion_chat"),
    path("chat/<int:story>/own.json", chats.own, name="discussion_chat_state"),
]
