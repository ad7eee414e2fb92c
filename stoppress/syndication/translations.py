"""The languages a page can be had in, as `hreflang` links of pages and sitemaps must both state them."""

from collections.abc import Iterable

from stoppress.copy.editions import EditionLink
from stoppress.copy.pages import Alternate


def alternates(language: str, url: str, others: Iterable[EditionLink]) -> tuple[Alternate, ...]:
    """The page at `url` in every edition that has it, itself included, and the default once; nothing when it stands alone."""
    links = [Alternate(language, url), *(Alternate(other.language, other.url) for other in others)]
    if len(links) == 1:
        return ()
    ordered = sorted(links, key=lambda link: link.hreflang)
    # Every translation must name the same default, so it may depend on nothing but the set of languages.
    default = next((link for link in ordered if link.hreflang.partition("-")[0] == "en"), ordered[0])
    return (*ordered, Alternate("x-default", default.url))
