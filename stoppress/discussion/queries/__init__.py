"""Reading of discussions: each list in a fixed number of queries, by keys and never by offsets."""

from stoppress.discussion.queries.house import opening_of, policies_of, suspended, word_lists
from stoppress.discussion.queries.own import Own, own_state
from stoppress.discussion.queries.pages import Branch, PageOf, Root, first_page, more_replies, permalink

__all__ = [
    "Branch", "Own", "PageOf", "Root", "first_page", "more_replies", "opening_of", "own_state", "permalink", "policies_of",
    "suspended", "word_lists",
]  # fmt: skip
