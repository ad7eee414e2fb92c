"""The verbs in the menu at the foot of a story's editor, each shown to those who may use it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.snippets.action_menu import ActionMenuItem, PublishMenuItem, UnpublishMenuItem

from stoppress.newsroom.models import Story


class VerbItem(ActionMenuItem):
    """A verb that sends the form, or (with `page`) leads to a page of its own."""

    def __init__(self, verb: str, label: str, icon: str, *, page: bool = False, classname: str = "") -> None:
        super().__init__()
        self.name, self.label, self.icon_name, self.classname = f"action-{verb}", label, icon, classname
        self.page = verb if page else ""

    def get_url(self, parent_context: dict[str, Any]) -> str | None:
        if not self.page:
            return None
        return reverse(Story.snippet_viewset.get_url_name(self.page), args=[parent_context["instance"].pk])


def verbs_of(story: Story | None, user: Any, *, locked: bool) -> list[VerbItem]:
    """The verbs that this person may use on this story now."""
    may = lambda name: user.has_perm(f"newsroom.{name}_story")  # noqa: E731
    live, state = bool(story and story.live), story.state if story else "draft"
    found: list[VerbItem] = []
    if state == "spiked":
        return [VerbItem("recover", "Recover…", "rotate", page=True)] if may("spike") else []
    if may("publish") and not locked and state != "killed":
        found.append(VerbItem("publish", "Update", "upload") if live else VerbItem("publish", "Publish", "upload"))
    if live and may("refile") and not locked:
        found.append(VerbItem("refile", "Refile (typo)", "check"))
    if live and may("correct") and not locked:
        found.append(VerbItem("correct", "Correct…", "edit"))
    if live and may("takedown"):
        found.append(VerbItem("take_down", "Take down…", "download", page=True))
    if story and story.published_date and state != "killed" and may("kill"):
        found.append(VerbItem("kill", "Kill…", "warning", page=True, classname="no"))
    if story and not live and story.published_date is None and may("spike"):
        found.append(VerbItem("spike", "Spike…", "bin", page=True))
    return found


def use_our_verbs(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Put the newsroom's verbs in the place of Wagtail's publish and unpublish."""
    if context["model"] is not Story:
        return
    at = next((n for n, item in enumerate(items) if isinstance(item, PublishMenuItem)), len(items))
    kept_before = [i for i in items[:at] if not isinstance(i, UnpublishMenuItem)]
    kept_after = [i for i in items[at:] if not isinstance(i, PublishMenuItem | UnpublishMenuItem)]
    story = context.get("instance")
    verbs = verbs_of(story, request.user, locked=bool(context.get("locked_for_user")))
    if story and story.state == "spiked":
        kept_before, kept_after = [i for i in kept_before if i.name != "action-submit"], []
    items[:] = [*kept_before, *verbs, *kept_after]
