"""Somebody at the desk, and what the desk's forms send."""

from typing import Any

from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.test import Client
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from stoppress.newsroom.actions import groups
from stoppress.newsroom.models import Story
from stoppress.readers.models import Account


def member(client: Client, group: str) -> Account:
    """Somebody of that group, logged in."""
    groups.ensure_groups()
    account = Account.objects.create_user(f"{group.split()[0].lower()}@courier.example", "pw", name=group)
    account.groups.add(Group.objects.get(name=group))
    client.force_login(account)
    return account


def form_of(story: Story | None = None, **changes: Any) -> dict[str, str]:
    """What the editor's form sends for a story."""
    told = {
        "headline": "Trams run all night", "standfirst": "", "kicker": "", "story_type": "news", "urgency": "5",
        "lead_media": streamfield([]), "body": streamfield([("paragraph", rich_text("<p>The night line began.</p>"))]),
        **{f"{name}-{part}_FORMS": "0" for name in ("bylines", "story_topics") for part in ("TOTAL", "INITIAL")},
    }  # fmt: skip
    if story:
        told |= {"edition": str(story.edition_id), "section": str(story.section_id or ""), "headline": story.headline}
    return nested_form_data({**told, **changes})


def said(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))
