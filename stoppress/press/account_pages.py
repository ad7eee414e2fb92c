"""Account pages: set like every page of the edition, but for one reader at a time and never shelved."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from stoppress.copy.pages import AccountPage
from stoppress.newsroom.models import Edition
from stoppress.press.gather.editions import edition_copy
from stoppress.press.typeset import typeset
from stoppress.readers.lent import Where


def typeset_account(where: Where, template: str, path: str, facts: Mapping[str, Any]) -> str:
    """The HTML of an account page; `path` is its address below the edition's prefix, `facts` what the template shows."""
    edition = edition_copy(Edition.objects.get(pk=where.id), set())
    own_zone = getattr(facts.get("reader"), "time_zone", "")
    if own_zone:
        edition = replace(edition, time_zone=own_zone)
    return typeset(AccountPage(edition, template, path, facts))
