"""Demo blocks (one key each) turned into raw body blocks."""

import re
import uuid
from collections.abc import Callable, Mapping
from typing import Any

_STORY_LINK = re.compile(r"<a\s+story=['\"]([^'\"]+)['\"]\s*>")


def raw_blocks(body: list[dict[str, Any]], *, pictures: Mapping[str, int], stories: Mapping[str, int]) -> list[dict[str, Any]]:
    """Raw blocks of a demo body; pictures and stories that do not exist are left out."""
    made = []
    for block in body:
        ((kind, value),) = block.items()
        result = _convert(kind, value, pictures, stories)
        if result is not None:
            name, inner = result
            made.append({"type": name, "value": inner, "id": str(uuid.uuid4())})
    return made


def _convert(kind: str, v: Any, pictures: Mapping[str, int], stories: Mapping[str, int]) -> tuple[str, Any] | None:
    def rich(text: str) -> str:
        return _STORY_LINK.sub(lambda m: _link(stories.get(m[1])), text)

    def picture(name: str, extra: Mapping[str, Any] | None = None) -> dict[str, Any]:
        extra = extra or {}
        return {"picture": pictures.get(name), "caption": extra.get("caption", ""), "alt": extra.get("alt", "")}

    makers: dict[str, Callable[[], Any]] = {
        "paragraph": lambda: ("paragraph", f"<p>{rich(v)}</p>"),
        "crosshead": lambda: ("crosshead", v),
        "list": lambda: ("list", {"ordered": False, "items": [rich(i) for i in v]}),
        "ordered_list": lambda: ("list", {"ordered": True, "items": [rich(i) for i in v]}),
        "quote": lambda: ("quote", {"text": v["text"], "by": v.get("by", "")}),
        "pull_quote": lambda: ("pull_quote", {"text": v["text"], "by": v.get("by", "")}),
        "picture": lambda: ("picture", {**picture(v["name"], v), "size": v.get("size", "column")}),
        "gallery": lambda: ("gallery", {"title": v.get("title", ""),
                                        "pictures": [picture(n) for n in v["pictures"] if n in pictures]}),
        "table": lambda: ("table", {"caption": v["caption"], "rows": v["rows"], "has_head": v.get("has_head", True),
                                    "has_side_head": v.get("has_side_head", False), "source": v.get("source", "")}),
        "chart": lambda: ("chart", {"title": v["title"], **picture(v["picture"], v), "rows": v.get("rows", []),
                                    "source": v.get("source", "")}),
        "fact_box": lambda: ("fact_box", {"title": v["title"], "html": rich(v["html"])}),
        "timeline": lambda: ("timeline", {"title": v["title"], "events": [
            {"when": e["when"], "title": e["title"], "html": rich(e.get("html", ""))} for e in v["events"]]}),
        "q_and_a": lambda: ("q_and_a", {"title": v.get("title", ""), "items": [
            {"question": i["question"], "html": rich(i["html"])} for i in v["items"]]}),
        "embed": lambda: ("embed", {k: v.get(k, "") for k in ("platform", "url", "author", "text", "posted_at_text")}),
        "related": lambda: ("related", stories[v]) if v in stories else None,
        "entry": lambda: ("live_entry", {
            "headline": v["headline"], "at": v["at"], "is_pinned": v.get("pinned", False), "is_key": v.get("key", False),
            "body": raw_blocks(v["body"], pictures=pictures, stories=stories)}),
    }  # fmt: skip
    if kind not in makers:
        raise ValueError(f"The demo has no block called {kind!r}.")
    result: tuple[str, Any] | None = makers[kind]()
    return result


def _link(story_id: int | None) -> str:
    return f'<a linktype="story" id="{story_id}">' if story_id else "<a>"
