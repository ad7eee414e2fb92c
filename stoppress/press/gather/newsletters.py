"""Newsletters and their issues as pages and letters show them."""

from urllib.parse import quote

from stoppress.copy import newsletters as copy
from stoppress.copy.editions import Edition
from stoppress.newsletters import models, queries
from stoppress.newsletters.lent import IssueFacts
from stoppress.press.gather.cards import cards

#: Issues on a page of the archive.
ISSUES = 30


def newsletters_page(edition: Edition, seen: set[str]) -> copy.NewslettersPage:
    """What an edition offers: one query."""
    seen.add(f"newsletters:{edition.id}")
    return copy.NewslettersPage(edition, tuple(newsletter_copy(edition, row, seen) for row in queries.offered(edition.id)))


def newsletter_page(edition: Edition, slug: str, before: int, seen: set[str]) -> copy.NewsletterPage | None:
    """A newsletter with its newest issues, or those below the number `before`: four queries."""
    row = _newsletter(edition, slug, seen)
    if row is None:
        return None
    seen.add(f"issues:{row.pk}")
    issues = models.Issue.objects.filter(newsletter=row).order_by("-number")
    found = list((issues.filter(number__lt=before) if before else issues)[: ISSUES + 1])
    if before and not found:
        return None
    shown, address = found[:ISSUES], _address(edition, row)
    firsts = cards({number for issue in shown for number in issue.stories}, seen)
    lines = tuple(copy.IssueLine(
        issue.number, f"{address}{issue.number}/", issue.made_at,
        next((firsts[number] for number in issue.stories if number in firsts), None),
    ) for issue in shown)  # fmt: skip
    older = f"{address}before/{shown[-1].number}/" if len(found) > ISSUES else ""
    return copy.NewsletterPage(edition, newsletter_copy(edition, row, seen), lines, older, address if before else "")


def issue_page(edition: Edition, slug: str, number: int, seen: set[str]) -> copy.IssuePage | None:
    """An issue as its stories are now: five queries."""
    row = _newsletter(edition, slug, seen)
    if row is None:
        return None
    seen |= {f"issue:{row.pk}:{number}", f"issue:{row.pk}:{number + 1}"}
    around = {i.number: i for i in models.Issue.objects.filter(newsletter=row, number__in=(number - 1, number, number + 1))}
    issue = around.get(number)
    if issue is None:
        return None
    facts = IssueFacts(row, number, issue.made_at, tuple(issue.stories), issue.intro, issue.cause.startswith("breaking:"))
    address = _address(edition, row)
    older, newer = (f"{address}{n}/" if n in around else "" for n in (number - 1, number + 1))
    return copy.IssuePage(edition, issue_copy(edition, facts, seen), older, newer)


def issue_copy(edition: Edition, facts: IssueFacts, seen: set[str]) -> copy.Issue:
    """An issue with those of its stories that readers can see: two queries."""
    found = cards(facts.stories, seen)
    address = f"{_address(edition, facts.newsletter)}{facts.number}/"
    return copy.Issue(
        newsletter_copy(edition, facts.newsletter, seen), facts.number, address, facts.made_at, facts.intro,
        tuple(found.values()), facts.is_breaking,
    )  # fmt: skip


def newsletter_copy(edition: Edition, row: models.Newsletter, seen: set[str]) -> copy.Newsletter:
    """A newsletter as readers know it."""
    seen.add(f"newsletter:{row.pk}")
    return copy.Newsletter(
        row.pk, row.name, row.description, _address(edition, row), row.schedule, f"{row.at:%H:%M}", row.weekday
    )


def _newsletter(edition: Edition, slug: str, seen: set[str]) -> models.Newsletter | None:
    seen.add(f"newsletters:{edition.id}")
    return models.Newsletter.objects.filter(edition=edition.id, slug=slug).first()


def _address(edition: Edition, row: models.Newsletter) -> str:
    return f"{edition.prefix}/newsletters/{quote(row.slug)}/"
