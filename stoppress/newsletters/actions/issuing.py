"""Making issues: what came out since the last one, said once, by whichever machine is first."""

import logging

from django.db import transaction

from stoppress.kit import clock
from stoppress.newsletters import lent, queries, rules
from stoppress.newsletters.errors import NothingNew
from stoppress.newsletters.lent import IssueFacts
from stoppress.newsletters.models import Issue, Newsletter
from stoppress.publog import log
from stoppress.readers.models import Account
from stoppress.readers.outbox import actions as outbox

logger = logging.getLogger(__name__)


class Withdrawn(RuntimeError):
    """A story was withdrawn while the issue was made; it is made anew."""


def make_due(up_to: int) -> int:
    """Make every issue that is due, of what readers can see up to the entry `up_to`; returns how many."""
    return sum(make(newsletter=newsletter, up_to=up_to) for newsletter in queries.waiting(clock.now(), up_to))


def make(*, newsletter: Newsletter, up_to: int) -> int:
    """Make what a newsletter has due; returns how many issues."""
    return (_make_breaking if newsletter.schedule == rules.BREAKING else _make_scheduled)(newsletter, up_to)


def _make_scheduled(newsletter: Newsletter, up_to: int) -> int:
    try:
        with transaction.atomic():
            newsletter, now = _locked(newsletter.pk), clock.now()
            if newsletter.next_due_at is None or newsletter.next_due_at > now or newsletter.is_held:
                return 0  # another machine was first
            cause = f"{newsletter.next_due_at:%Y-%m-%dT%H:%M}"
            zone = newsletter.edition.time_zone
            newsletter.next_due_at = rules.next_due(newsletter.schedule, newsletter.at, newsletter.weekday, zone, now)
            stories = queries.new_stories(newsletter, up_to)
            return int(_make(newsletter, cause, stories, up_to) is not None)
    except Withdrawn:
        return 0


def _make_breaking(newsletter: Newsletter, up_to: int) -> int:
    made = 0
    try:
        for story in queries.new_breaking(newsletter, up_to):
            with transaction.atomic():
                made += int(_make(_locked(newsletter.pk), f"breaking:{story}", [story], None) is not None)
    except Withdrawn:
        return made
    Newsletter.objects.filter(pk=newsletter.pk, cursor__lt=up_to).update(cursor=up_to)
    return made


def send_by_hand(*, newsletter: Newsletter, by: Account | None, up_to: int) -> Issue:
    """Make the next issue now. Raises NothingNew."""
    for _ in range(3):
        try:
            with transaction.atomic():
                row = _locked(newsletter.pk)
                cause = f"hand:{row.last_number + 1}"
                issue = _make(row, cause, queries.new_stories(row, up_to), up_to, by=by)
        except Withdrawn:
            continue
        if issue is not None:
            return issue
        break
    raise NothingNew("No story that it takes has come out since its last issue.")


def hold(*, newsletter: Newsletter, is_held: bool) -> None:
    """Let the next issue wait, or go; what was held goes at once when its time is over."""
    Newsletter.objects.filter(pk=newsletter.pk).update(is_held=is_held)


def _locked(number: int) -> Newsletter:
    return Newsletter.objects.select_for_update(of=("self",)).select_related("edition", "topic").get(pk=number)


def _make(newsletter: Newsletter, cause: str, stories: list[int], up_to: int | None, by: Account | None = None) -> Issue | None:
    """The issue with its words, the entry that tells of it last; None without stories or when there is one of this cause."""
    moved = {"next_due_at": newsletter.next_due_at, **({} if up_to is None else {"cursor": up_to})}
    rows = Newsletter.objects.filter(pk=newsletter.pk)
    words = facts = None
    if stories and not Issue.objects.filter(newsletter=newsletter, cause=cause).exists():
        facts = IssueFacts(newsletter, newsletter.last_number + 1, clock.now(), tuple(stories), newsletter.intro,
                           cause.startswith("breaking:"))  # fmt: skip
        words = lent.typeset(facts)
    if words is None or facts is None:
        rows.update(**moved)
        return None
    sheet = outbox.write_sheet(subject=words.subject, text=words.text, html=words.html)
    issue = Issue.objects.create(
        newsletter=newsletter, number=facts.number, cause=cause, stories=stories, intro=facts.intro, made_at=facts.made_at,
        by=by, sheet=sheet,
    )  # fmt: skip
    rows.update(**moved, last_number=facts.number)
    tags = {f"issues:{newsletter.pk}", f"issue:{newsletter.pk}:{issue.number}"}
    log.record(
        "newsletter.sent", tags=tags, edition=newsletter.edition.code, facts={"newsletter": newsletter.pk, "issue": issue.pk}
    )
    # From here on no withdrawal can come before ours in the log; one that did is seen now.
    if not queries.are_public(stories, newsletter.edition_id):
        raise Withdrawn
    logger.info("Made issue %d of %s with %d stories", issue.number, newsletter.name, len(stories))
    return issue
