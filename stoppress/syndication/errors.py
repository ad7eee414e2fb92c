"""What can be wrong with copy that is handed to us; every message says what is wrong and what to do.

UnreadableItem
├── NotAnItem          not one JSON object
├── NamelessItem       no identifier by which later versions could be known
├── WrongValue         a property that matters holds the wrong kind of value
│   └── UnclearEmbargo an embargo whose end cannot be read
└── NotAStory          an item, but none that can become a story
    └── NoText         a story without words
"""


class UnreadableItem(Exception):
    """An item that cannot be taken in; `str()` is a plain sentence for the desk."""


class NotAnItem(UnreadableItem):
    """What came is not one JSON object."""

    def __init__(self, found: str) -> None:
        super().__init__(f"A ninjs item is one JSON object, but this is {found}; hand in each item by itself.")


class NamelessItem(UnreadableItem):
    """The item has no identifier."""

    def __init__(self) -> None:
        super().__init__(
            "The item has no uri, so later versions and a recall could not be matched to it;"
            " ask the agency for one, or hand in a name such as the file's as fallback_guid."
        )


class WrongValue(UnreadableItem):
    """A property that matters holds the wrong kind of value."""

    def __init__(self, name: str, wanted: str, found: object) -> None:
        super().__init__(f"{name} should be {wanted}, but is {kind_of(found)}; ask the agency to correct the item.")


class UnclearEmbargo(WrongValue):
    """The item is embargoed and we cannot tell until when."""

    def __init__(self, found: object) -> None:
        UnreadableItem.__init__(
            self,
            f"The item is under embargo, but its end ({kind_of(found)}) is no date and time;"
            " it is not taken in, so that nothing is published too early: ask the agency.",
        )


class NotAStory(UnreadableItem):
    """The item is something else than a story."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"The item is {kind}, not a story; take it in where such items belong.")


class NoText(NotAStory):
    """There are no words to make a story of."""

    def __init__(self) -> None:
        UnreadableItem.__init__(
            self,
            "The item has no words in its body or description; ask the agency to send it again.",
        )


def kind_of(value: object) -> str:
    """A value in words an editor may read: its kind, and its beginning when it is text."""
    if isinstance(value, str):
        return f"the text “{value[:40]}”"
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "true or false"
    names = {
        dict: "an object",
        list: "a list",
        int: f"the number {value!r:.40}",
        float: f"the number {value!r:.40}",
    }
    return names.get(type(value), f"a {type(value).__name__}")
