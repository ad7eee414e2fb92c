"""What the desk's menus show, and what of Wagtail's own has no place in a newsroom."""

from typing import Any

#: Names of Wagtail's menu items that speak of its page tree, which this newsroom does without.
HIDDEN = {"explorer", "snippets"}
HIDDEN_REPORTS = {"locked-pages", "aging-pages", "page-types-usage"}
HIDDEN_SETTINGS = {"sites"}
RENAMED = {"images": ("Pictures", 200), "documents": ("Files", 205)}


def main(request: Any, items: list[Any]) -> None:
    """Stories first, then pictures; no page explorer."""
    items[:] = [item for item in items if item.name not in HIDDEN]
    for item in items:
        if item.name in RENAMED:
            item.label, item.order = RENAMED[item.name]
    items.sort(key=lambda item: item.order)


def reports(request: Any, items: list[Any]) -> None:
    """Without the reports on pages."""
    items[:] = [item for item in items if item.name not in HIDDEN_REPORTS]


def settings(request: Any, items: list[Any]) -> None:
    """Without Wagtail's sites: editions have addresses of their own."""
    items[:] = [item for item in items if item.name not in HIDDEN_SETTINGS]


def help_items(request: Any, items: list[Any]) -> None:
    """Without what leads to other sites."""
    items[:] = [item for item in items if item.name == "keyboard-shortcuts-trigger"]
