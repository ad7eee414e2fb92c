"""What crawlers may read: robots.txt (RFC 9309) with the crawlers of AI companies as a table."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from stoppress.copy.editions import Edition
from stoppress.syndication.addresses import absolute


class Crawler(NamedTuple):
    """A crawler by its product token; `purpose` is `training`, `search` or `assistant`."""

    name: str
    maker: str
    purpose: str


#: Crawlers the desk may refuse by name or by purpose. Refusing Google-Extended or Applebot-Extended
#: leaves the search of Google and Apple as it is; search crawlers lead readers to us, training does not.
AI_CRAWLERS = (
    Crawler("GPTBot", "OpenAI", "training"),
    Crawler("ClaudeBot", "Anthropic", "training"),
    Crawler("Google-Extended", "Google", "training"),
    Crawler("Applebot-Extended", "Apple", "training"),
    Crawler("CCBot", "Common Crawl", "training"),
    Crawler("meta-externalagent", "Meta", "training"),
    Crawler("Bytespider", "ByteDance", "training"),
    Crawler("Amazonbot", "Amazon", "training"),
    Crawler("cohere-ai", "Cohere", "training"),
    Crawler("Diffbot", "Diffbot", "training"),
    Crawler("OAI-SearchBot", "OpenAI", "search"),
    Crawler("Claude-SearchBot", "Anthropic", "search"),
    Crawler("PerplexityBot", "Perplexity", "search"),
    Crawler("DuckAssistBot", "DuckDuckGo", "search"),
    Crawler("ChatGPT-User", "OpenAI", "assistant"),
    Crawler("Claude-User", "Anthropic", "assistant"),
    Crawler("Perplexity-User", "Perplexity", "assistant"),
    Crawler("MistralAI-User", "Mistral", "assistant"),
)
PURPOSES = tuple(dict.fromkeys(crawler.purpose for crawler in AI_CRAWLERS))

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
_RULE = re.compile(r"(Allow|Disallow|Crawl-delay):[ \t]*[!-~]*", re.IGNORECASE)


def robots_txt(
    edition: Edition,
    sitemap_urls: Iterable[str],
    refused_crawlers: Iterable[str],
    kept_out: Iterable[str] = (),
) -> str:
    """The site's robots.txt (RFC 9309), with the Sitemap lines of sitemaps.org.

    `refused_crawlers` holds names of crawlers, purposes of `AI_CRAWLERS` (`training`) and rules of
    the desk's own (`Disallow: /archive/`); anything else is left out. `kept_out` are paths no
    crawler should read, such as accounts and search results.
    """
    wishes = [wish.strip() for wish in refused_crawlers]
    rules = [wish for wish in wishes if _RULE.fullmatch(wish)]
    paths = [f"Disallow: {path}" for path in kept_out if path.startswith("/") and _is_plain(path)]
    groups = [["User-agent: *", *(_ordered(paths, rules) or ["Allow: /"])]]
    if names := crawlers_named(wishes):
        groups.append([*(f"User-agent: {name}" for name in names), "Disallow: /"])
    maps = [f"Sitemap: {url}" for raw in sitemap_urls if (url := absolute(edition, raw))]
    return "\n\n".join("\n".join(group) for group in [*groups, maps] if group) + "\n"


def crawlers_named(wishes: Iterable[str]) -> list[str]:
    """The product tokens meant by names and purposes, each once, in the order wished."""
    names: dict[str, None] = {}
    for wish in wishes:
        if wish in PURPOSES:
            names.update(dict.fromkeys(crawler.name for crawler in AI_CRAWLERS if crawler.purpose == wish))
        elif _NAME.fullmatch(wish):
            names[wish] = None
    return list(names)


def _ordered(paths: list[str], rules: list[str]) -> list[str]:
    return list(dict.fromkeys([*paths, *rules]))


def _is_plain(path: str) -> bool:
    return path.isascii() and path.isprintable() and " " not in path and "#" not in path
