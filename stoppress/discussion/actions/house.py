"""How the house arranges discussions: policies by level, and the word lists."""

from django.db import transaction
from django.db.models import F

from stoppress.discussion.actions import audit
from stoppress.discussion.errors import NotAllowed
from stoppress.discussion.models import ListedWord, Lists, Policy
from stoppress.discussion.rules import opening, words
from stoppress.kit import clock
from stoppress.publog import log
from stoppress.readers.models import Account


def set_policy(*, by: Account, scope: str, mode: str | None, days: int | None, is_premoderated: bool | None) -> Policy:
    """Arrange discussions at one level: `site`, `edition:en`, `section:3` or `story:12`. Raises NotAllowed."""
    level, _, name = scope.partition(":")
    if (level, bool(name)) not in {("site", False), ("edition", True), ("section", True), ("story", True)}:
        raise NotAllowed("That is no level at which discussions can be arranged.")
    if mode not in (None, *opening.MODES) or (days is not None and not 0 <= days <= 3650):
        raise NotAllowed("Choose a mode from the list, and 0 to 3,650 days.")
    with transaction.atomic():
        told = {"mode": mode, "days": days, "is_premoderated": is_premoderated}
        policy, _ = Policy.objects.update_or_create(scope=scope, defaults=told)
        story = int(name) if level == "story" else 0
        audit.note("policy", by=by, story=story, scope=scope, told=told)
        tag = f"talk:{story}" if story else "talk-policy" if level == "site" else f"talk-policy:{scope}"
        log.record(
            "discussion.changed", tags={tag}, edition=name if level == "edition" else "", facts={"scope": scope, "story": story}
        )
    return policy


def list_word(*, by: Account, word: str, is_banned: bool) -> ListedWord:
    """Put a word on one of the lists; it counts for whatever is written, edited or approved from now on. Raises NotAllowed."""
    word = words.normal(word)
    if not 2 <= len(word) <= words.LONGEST:
        raise NotAllowed(f"A listed word has 2 to {words.LONGEST} characters.")
    with transaction.atomic():
        told = {"is_banned": is_banned, "added_by": by, "added_at": clock.now()}
        row, _ = ListedWord.objects.update_or_create(word=word, defaults=told)
        _lists_changed(by, "banned" if is_banned else "suspect", word)
    return row


def unlist_word(*, by: Account, word: str) -> None:
    """Take a word off the lists."""
    with transaction.atomic():
        deleted, _ = ListedWord.objects.filter(word=words.normal(word)).delete()
        if deleted:
            _lists_changed(by, "unlisted", word)


def _lists_changed(by: Account, verb: str, word: str) -> None:
    audit.lists_row()
    audit.note("words", by=by, change=verb, word=word)
    # From here on commits are in a row: whoever publishes later sees the new version.
    log.record("words.changed", tags=())
    Lists.objects.filter(pk=1).update(version=F("version") + 1)
