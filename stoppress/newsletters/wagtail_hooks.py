"""What newsletters hang into the desk."""

from typing import Any

from django.contrib.auth.models import Permission
from django.urls import path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from stoppress.newsletters.desk.issues import IssuesView, PreviewView, SubscribersView
from stoppress.newsletters.desk.newsletters import NewsletterViewSet

register_snippet(NewsletterViewSet)


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """The pages of a newsletter's issues."""
    return [
        path("newsletters/<int:number>/", IssuesView.as_view(), name="newsletter_issues"),
        path("newsletters/<int:number>/preview/", PreviewView.as_view(), name="newsletter_preview"),
        path("newsletters/<int:number>/preview/<int:issue>/", PreviewView.as_view(), name="newsletter_preview_issue"),
        path("newsletters/<int:number>/subscribers.csv", SubscribersView.as_view(), name="newsletter_subscribers"),
    ]


@hooks.register("register_permissions")
def permissions() -> Any:
    """What lets a group make and send newsletters, for the form of groups."""
    return Permission.objects.filter(content_type__app_label="newsletters", content_type__model="newsletter")
