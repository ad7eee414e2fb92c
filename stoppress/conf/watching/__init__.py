"""What whoever runs Stoppress can see of it: checks for the edge, metrics, and the screen of `stoppress status`.

The edge serves before the newsroom is loaded, so what needs the newsroom is imported when it is asked for.
"""

from collections.abc import Callable

from django.conf import settings

from stoppress.edge.watch import Watching

LOADING = "The newsroom is still being loaded."


def watching(is_loaded: Callable[[], bool]) -> Watching:
    """What this installation lets its edge say of itself; `is_loaded` tells whether the newsroom is there."""

    def database() -> str:
        if not is_loaded():
            return LOADING
        from stoppress.conf.watching import checks

        return checks.database()

    def shelf() -> str:
        if not is_loaded():
            return LOADING
        from stoppress.conf.watching import checks

        return checks.shelf()

    def metrics(wrong: dict[str, str]) -> tuple[bytes, str]:
        if not is_loaded():
            return f"# {LOADING}\n".encode(), "text/plain; version=0.0.4; charset=utf-8"
        from stoppress.conf.watching.metrics import text_and_leave

        return text_and_leave(wrong)

    return Watching(checks={"database": database, "shelf": shelf}, metrics=metrics, metrics_token=settings.METRICS_TOKEN)
