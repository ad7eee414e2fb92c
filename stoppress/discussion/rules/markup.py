"""A little Markdown made into safe HTML: emphasis, code, quotes, lists, links; no pictures, headings or HTML of one's own."""

from markdown_it import MarkdownIt

from stoppress.kit import html, plain_text

_TAGS = {"p", "br", "em", "strong", "code", "blockquote", "ul", "ol", "li", "a"}
_RULES = ["emphasis", "backticks", "blockquote", "list", "link", "autolink", "newline", "escape", "entity"]
_markdown = MarkdownIt("zero", {"html": False, "breaks": True, "maxNesting": 8}).enable(_RULES)


def tidy(text: str) -> str:
    """The text as it is kept: no control characters, few marks on a letter, at most one empty line in a row."""
    lines = [line.rstrip() for line in plain_text.clean(text).strip().split("\n")]
    kept = [line for number, line in enumerate(lines) if line or not number or lines[number - 1]]
    return "\n".join(kept).strip()


def render(text: str) -> str:
    """The HTML of a comment. Links are marked as readers' own, and lead to the web only."""
    return html.clean(
        _markdown.render(text), tags=_TAGS, attributes={"a": {"href"}, "*": set()}, url_schemes={"http", "https"},
        link_rel="nofollow ugc noopener",
    ).strip()  # fmt: skip


def seen(text: str) -> str:
    """What a reader sees of a comment, as plain text."""
    return html.text_of(render(text))
