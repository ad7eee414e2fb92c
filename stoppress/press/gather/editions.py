"""An edition's chrome: masthead, navigation, footer, the other editions."""

from urllib.parse import quote

from django.conf import settings
from django.db.models import Exists, OuterRef

from stoppress.copy import editions as copy
from stoppress.newsletters.models import Newsletter
from stoppress.newsroom import body
from stoppress.newsroom.models import Edition, HousePage, Section
from stoppress.press.gather.once import once_a_run
from stoppress.press.gather.places import sections_of

#: Role of a house page to the schema.org property that points to it.
POLICIES = {
    "about": "publishingPrinciples", "corrections": "correctionsPolicy", "ethics": "ethicsPolicy",
    "ownership": "ownershipFundingInfo", "feedback": "actionableFeedbackPolicy", "masthead": "masthead",
    "diversity": "diversityPolicy", "sources": "unnamedSourcesPolicy", "fact-checking": "verificationFactCheckingPolicy",
}  # fmt: skip


def site_url(edition: Edition) -> str:
    """Scheme and host of an edition, without a trailing slash."""
    if not edition.host:
        return settings.SITE_URL
    return f"{settings.SITE_URL.partition('://')[0]}://{edition.host}"


def all_editions() -> list[Edition]:
    """Every edition in order: one query a run."""
    return list(editions_in_order(set()))


@once_a_run
def editions_in_order(seen: set[str]) -> tuple[Edition, ...]:
    """Every edition in order: one query."""
    offered = Newsletter.objects.filter(edition=OuterRef("pk"), is_active=True)
    found = tuple(Edition.objects.annotate(has_newsletters=Exists(offered)))
    seen |= {"editions", *(f"edition:{edition.pk}" for edition in found)}
    return found


@once_a_run
def edition_copy(edition: Edition, seen: set[str]) -> copy.Edition:
    """The edition as its pages show it: three queries."""
    seen |= {f"edition:{edition.pk}", "editions"}
    return _copy(
        edition, sections_of(edition.pk, seen), list(HousePage.objects.filter(edition=edition, live=True)), all_editions()
    )


@once_a_run
def bare_edition(edition: Edition, seen: set[str]) -> copy.Edition:
    """The edition without what only whole pages show: no query."""
    seen |= {f"edition:{edition.pk}"}
    return _copy(edition, [], [], [])


def _copy(edition: Edition, sections: list[Section], houses: list[HousePage], editions: list[Edition]) -> copy.Edition:
    url = site_url(edition)
    logo = None
    if edition.logo_svg:
        is_ink = "currentColor" in edition.logo_svg
        logo = copy.Logo(f"{edition.prefix}/logo.svg", edition.logo_width, edition.logo_height, is_ink)
    return copy.Edition(
        id=edition.pk, code=edition.code, language=edition.language, direction=edition.direction, name=edition.name,
        tagline=edition.tagline, description=edition.description, site_url=url, prefix=edition.prefix,
        time_zone=edition.time_zone, time_pattern=edition.time_pattern, legal_name=edition.legal_name,
        copyright_holder=edition.copyright_holder, founded_year=edition.founded_year, email=edition.email,
        phone=edition.phone, postal_address=edition.postal_address, registration=edition.registration,
        age_mark=edition.age_mark, logo=logo, logo_url=f"{url}{edition.prefix}/icon-512.png", logo_size=512,
        navigation=_navigation(edition, sections), footer=_footer(edition, houses), social=_links(edition.social),
        apps=_links(edition.apps), share_platforms=tuple(edition.share_platforms),
        others=tuple(
            copy.EditionLink(e.name, e.language, e.direction, f"{site_url(e)}{e.prefix}/")
            for e in editions if e.pk != edition.pk
        ),
        policies=_policies(edition, houses, url), refused_crawlers=tuple(edition.refused_crawlers),
        hubs=tuple(edition.hub_urls),
        has_newsletters=any(getattr(e, "has_newsletters", False) for e in editions if e.pk == edition.pk),
    )  # fmt: skip


def _navigation(edition: Edition, sections: list[Section]) -> tuple[copy.NavigationItem, ...]:
    chosen = [block["value"] for block in body.raw(edition.navigation)]
    if chosen:
        return tuple(
            copy.NavigationItem(v["label"], v["address"],
                                tuple(copy.Link(c["label"], c["address"]) for c in body.items(v["children"])))
            for v in chosen
        )  # fmt: skip

    def link(section: Section) -> copy.Link:
        return copy.Link(section.name, f"{edition.prefix}/{quote(section.slug)}/")

    return tuple(
        copy.NavigationItem(top.name, link(top).address, tuple(link(s) for s in sections if s.parent_id == top.pk))
        for top in sections if top.parent_id is None
    )  # fmt: skip


def _footer(edition: Edition, houses: list[HousePage]) -> tuple[copy.Link, ...]:
    return _links(edition.footer) or tuple(copy.Link(h.title, f"{edition.prefix}/{quote(h.slug)}/") for h in houses)


def _links(stream: object) -> tuple[copy.Link, ...]:
    values = [block["value"] for block in body.raw(stream)]
    return tuple(copy.Link(v["label"], v["address"], v.get("kind") or "") for v in values)


def _policies(edition: Edition, houses: list[HousePage], url: str) -> dict[str, str]:
    found = {POLICIES[h.role]: f"{url}{edition.prefix}/{quote(h.slug)}/" for h in houses if h.role in POLICIES}
    return {"correctionsPolicy": f"{url}{edition.prefix}/corrections/", **found}
