"""One picture in the place of another, wherever it is used."""

import json
from typing import Any

from django.db import transaction
from wagtail.log_actions import log as audit
from wagtail.models import Revision

from stoppress.kit import clock
from stoppress.newsroom import body, picture_uses
from stoppress.newsroom.actions import footprint, stories
from stoppress.newsroom.errors import NotAllowed, NotReady, Problem, WrongState
from stoppress.newsroom.models import Story
from stoppress.pictures import rules
from stoppress.pictures.models import Picture
from stoppress.publog import log

_STREAMS = ("body", "lead_media")


def replace_everywhere(*, picture: Picture, other: Picture, by: Any = None) -> int:
    """Let `other` take the place of `picture` in stories, drafts, topics, contributors and pages; returns in how many.

    Words that were written for the use of the old picture go: they do not describe the new one. Raises `NotReady`,
    `NotAllowed` or `WrongState`; then nothing has changed.
    """
    if picture.pk == other.pk:
        raise WrongState("Choose another picture than the one that is to be replaced.")
    if by is not None and not by.has_perm("newsroom.refile_story"):
        raise NotAllowed("You may not change pictures of live stories; ask an editor.")
    _check_fit(other, by)
    with transaction.atomic():
        holders = picture_uses.holders_of(picture)
        live = _change_stories(list(holders.pop(Story, {})), picture, other, by)
        drafts = sum(_change_revision(revision, picture.pk, other.pk) for revision in list(picture_uses.waiting_drafts(picture)))
        rows = [row for kept in holders.values() for row in kept.values()]
        for row in rows:
            _swap_row(row, picture, other)
            row.save()
            audit(instance=row, action="wagtail.edit", user=by)
        audit(instance=picture, action="stoppress.replace_picture", user=by, data={"by": other.pk})
        for story in live:
            log.record("story.refiled", tags=footprint.tags(story, before := footprint.of_live(story), before),
                       edition=story.edition.code, facts=stories.facts_of(story, "refile"))  # fmt: skip
        log.record("picture.changed", tags=[f"picture:{picture.pk}", f"picture:{other.pk}"],
                   facts={"picture": picture.pk, "replaced_by": other.pk})  # fmt: skip
    return len(live) + len(rows) + drafts


def _check_fit(other: Picture, by: Any) -> None:
    """The new picture must be what a story's picture must be."""
    problems = []
    if not other.alt.strip() or not other.credit.strip():
        problems.append(Problem("other", f"The picture “{other.title}” needs a credit and an alternative text first."))
    reason = rules.rights_problem(
        title=other.title, restriction=other.restriction, note=other.restriction_note, on=clock.now().date(),
        from_date=other.licence_from_date, until_date=other.licence_until_date,
        may_clear=by is None or by.has_perm("pictures.clear_picture"),
    )  # fmt: skip
    if reason:
        problems.append(Problem("other", reason))
    if problems:
        raise NotReady(problems)


def _change_stories(numbers: list[int], picture: Picture, other: Picture, by: Any) -> list[Story]:
    """Change the rows of stories and the revisions that stand behind them; returns those that readers see."""
    live = []
    rows = Story.objects.select_for_update(of=("self",)).filter(pk__in=numbers).select_related("edition", "section")
    for story in rows.order_by("pk"):
        _swap_row(story, picture, other)
        if story.live:
            story.version += 1
            live.append(story)
        story.save()
        for revision in Revision.objects.filter(pk__in={story.latest_revision_id, story.live_revision_id} - {None}):
            _change_revision(revision, picture.pk, other.pk)
        audit(instance=story, action="stoppress.replace_picture", user=by, data={"picture": picture.pk, "by": other.pk})
    return live


def _swap_row(row: Any, picture: Picture, other: Picture) -> None:
    for model, name in picture_uses.HOLDERS:
        if isinstance(row, model) and getattr(row, f"{name}_id") == picture.pk:
            setattr(row, name, other)
            if isinstance(row, Story):
                row.lead_alt = row.lead_caption = ""
    for name in _STREAMS:
        if hasattr(row, name):
            stream = getattr(row, name)
            setattr(row, name, _stream(row, name, body.with_picture_swapped(body.raw(stream), picture.pk, other.pk)))


def _stream(row: Any, name: str, raw: list[dict[str, Any]]) -> Any:
    return row._meta.get_field(name).to_python(json.dumps(raw))


def _change_revision(revision: Revision, old: int, new: int) -> bool:
    """Whether the revision used the old picture; then it uses the new one."""
    content = dict(revision.content)
    if old not in picture_uses.pictures_in(content):
        return False
    if content.get("lead_picture") == old:
        content |= {"lead_picture": new, "lead_alt": "", "lead_caption": ""}
    for name in _STREAMS:
        content[name] = json.dumps(body.with_picture_swapped(body.stored(content.get(name)), old, new))
    revision.content = content
    revision.save(update_fields=["content"])
    return True
