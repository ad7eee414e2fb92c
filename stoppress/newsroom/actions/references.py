"""What a story refers to, for the desk's “used in” pages: indexed once a change, where Wagtail does it at every row saved."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from stoppress.newsroom.models import Story

#: Wagtail's own indexing rests while a story's rows are saved; whoever saves them calls `note` or `index` afterwards.
resting = disable_reference_index_auto_update
_noted: ContextVar[dict[int, Story] | None] = ContextVar("stories_to_be_indexed", default=None)


@contextmanager
def once() -> Iterator[None]:
    """Let stories that are noted within this be indexed at its end, each once; must lie in a transaction."""
    waiting: dict[int, Story] = {}
    token = _noted.set(waiting)
    try:
        yield
        for story in waiting.values():
            ReferenceIndex.create_or_update_for_object(story)
    finally:
        _noted.reset(token)


def note(story: Story) -> None:
    """Index a story whose rows were saved: at the end of `once`, for more may follow, else now."""
    waiting = _noted.get()
    if waiting is None:
        ReferenceIndex.create_or_update_for_object(story)
    else:
        waiting[story.pk] = story


def index(story: Story) -> None:
    """Index a story now, because nothing more follows: others wait for the log from here to the commit."""
    ReferenceIndex.create_or_update_for_object(story)
    waiting = _noted.get()
    if waiting is not None:
        waiting.pop(story.pk, None)
