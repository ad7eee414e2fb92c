"""What a story refers to, for the desk's “used in” pages: indexed once a change, where Wagtail does it at every row saved."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from stoppress.newsroom.models import Story
from stoppress.publog.rows import enter

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
    """Index a story that was just saved for the first time: at the end of `once`, for more may follow, else now."""
    waiting = _noted.get()
    if waiting is None:
        ReferenceIndex.create_or_update_for_object(story)
    else:
        waiting[story.pk] = story


def index(story: Story) -> None:
    """Index a story now, because nothing more follows: others wait for the log from here to the commit."""
    waiting = _noted.get() or {}
    if story.pk in waiting:  # first saved in this transaction, so that the index holds nothing of it yet
        del waiting[story.pk]
        _enter(story)
    else:
        ReferenceIndex.create_or_update_for_object(story)


def _enter(story: Story) -> None:
    """Index a story that waits to be indexed for the first time: Wagtail would ask what is there and delete nothing.

    The rows are Wagtail's, by methods of its own that are not meant for others; see docs/decisions/0020.
    """
    kind = ReferenceIndex._get_base_content_type(story)
    found = set(ReferenceIndex._extract_references_from_object(story))
    rows = []
    for to_kind, to, model_path, path in found:
        rows.append(ReferenceIndex(
            content_type=kind, base_content_type=kind, object_id=story.pk, to_content_type_id=to_kind, to_object_id=to,
            model_path=model_path, content_path=path, content_path_hash=ReferenceIndex._get_content_path_hash(path),
        ))  # fmt: skip
    enter(rows, ignoring_conflicts=True)
