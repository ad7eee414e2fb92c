"""The newsroom's groups: reporters write, editors publish, chief editors do everything, moderators look after discussions."""

from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    Workflow,
    WorkflowContentType,
    WorkflowTask,
)

_WRITE = ("newsroom.add_story", "newsroom.change_story", "newsroom.view_story", "newsroom.view_correction")
_PLACES = tuple(f"newsroom.{verb}_{what}" for what in ("section", "topic", "contributor") for verb in ("add", "change", "view"))
_BRING_OUT = tuple(f"newsroom.{verb}_story" for verb in ("publish", "refile", "correct", "takedown", "spike", "lock", "unlock"))
_MODERATE = ("discussion.moderate_comment",)
_WHOLE = (
    "newsroom.kill_story",
    "pictures.clear_picture",
    "discussion.set_rules",
    "publog.tend_press",
    *(f"newsletters.{verb}_newsletter" for verb in ("add", "change", "delete", "view", "send")),
    *(
        f"newsroom.{verb}_{what}"
        for what in ("story", "section", "topic", "contributor", "edition", "housepage", "apitoken")
        for verb in ("add", "change", "delete", "view")
    ),
)
_ENTER = ("wagtailadmin.access_admin",)
# Wagtail asks about its own image model, whichever model the pictures are of.
_PICTURES = ("add_image", "change_image", "choose_image")
_FILES = ("add_document", "change_document", "choose_document")

#: What the members of each group may do.
GROUPS = {
    "Reporters": _ENTER + _WRITE,
    "Editors": _ENTER + _WRITE + _BRING_OUT + _PLACES + _MODERATE,
    "Chief editors": _ENTER + _WRITE + _BRING_OUT + _PLACES + _MODERATE + _WHOLE,
    "Moderators": _ENTER + _MODERATE,
}
#: Which of a picture's or a file's permissions they have on everything uploaded.
UPLOADS = {"Moderators": (), "Reporters": ("add_", "choose_"), "Editors": ("add_", "change_", "choose_"),
           "Chief editors": ("add_", "change_", "choose_")}  # fmt: skip


def ensure_groups() -> list[str]:
    """Make the groups that are missing, and with the first of them the review; returns the names made.

    A group that is there already is left as the house has arranged it.
    """
    with transaction.atomic():
        if not Group.objects.filter(name="Reporters").exists():
            _clear_away_the_ready_made()
        missing = [name for name in GROUPS if not Group.objects.filter(name=name).exists()]
        for name in missing:
            group = Group.objects.create(name=name)
            group.permissions.set(_permissions(GROUPS[name]))
            _let_upload(group, UPLOADS[name])
        if "Editors" in missing:
            _review_by(Group.objects.get(name="Editors"))
    return missing


def _clear_away_the_ready_made() -> None:
    """Wagtail's own groups speak of pages; without members they make room for the newsroom's."""
    Group.objects.filter(name__in=("Editors", "Moderators"), user__isnull=True).delete()
    Workflow.objects.filter(name="Moderators approval").delete()
    GroupApprovalTask.objects.filter(name="Moderators approval").delete()


def _permissions(names: tuple[str, ...]) -> list[Permission]:
    wanted = Q()
    for name in set(names):
        label, codename = name.split(".")
        wanted |= Q(content_type__app_label=label, codename=codename)
    return list(Permission.objects.filter(wanted))


def _let_upload(group: Group, verbs: tuple[str, ...]) -> None:
    root = Collection.get_first_root_node()
    if root is None:
        return
    names = [name for name in _PICTURES + _FILES if verbs and name.startswith(verbs)]
    for permission in Permission.objects.filter(codename__in=names, content_type__app_label__in=("wagtailimages", "wagtaildocs")):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


def _review_by(editors: Group) -> None:
    """“Submit for review”, answered by an editor."""
    kind = ContentType.objects.get_for_model(apps.get_model("newsroom", "Story"))
    if WorkflowContentType.objects.filter(content_type=kind).exists():
        return
    task = GroupApprovalTask.objects.create(name="Editor's review")
    task.groups.add(editors)
    workflow = Workflow.objects.create(name="Review")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowContentType.objects.create(content_type=kind, workflow=workflow)


def after_migrate(sender: Any, **kwargs: Any) -> None:
    """Once the last application with tables is migrated, all tables and permissions are there."""
    if sender is [app for app in apps.get_app_configs() if app.models_module][-1]:
        ensure_groups()
