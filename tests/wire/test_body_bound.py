"""The ASGI layer that keeps large bodies away."""

import pytest

from stoppress.wire.body_bound import BodyBound
from tests.aside import run


def ask(pieces, *, length=None, path="/api/newsroom/v1/items/x", most=100):
    """Status of the answer and how many pieces were read."""
    read, said = [], []

    async def inner(scope, receive, send):
        while (await receive()).get("more_body"):
            pass
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def receive():
        read.append(1)
        return {"type": "http.request", "body": pieces[len(read) - 1], "more_body": len(read) < len(pieces)}

    async def send(message):
        said.append(message)

    headers = [(b"content-length", length)] if length else []
    scope = {"type": "http", "path": path, "headers": headers}
    run(BodyBound(inner, most=most)(scope, receive, send))
    return said[0]["status"], len(read)


@pytest.mark.parametrize(("pieces", "options", "expected"), [
    ([b"x" * 50] * 2, {}, (200, 2)), ([b"x" * 50] * 9, {}, (413, 3)), ([b"x" * 50] * 9, {"length": b"450"}, (413, 0)),
    ([b"x" * 50] * 9, {"path": "/desk/"}, (200, 9)), ([b"x" * 50] * 9, {"length": b"none"}, (413, 3)),
])  # fmt: skip
def test_only_the_bound_is_read(pieces, options, expected):
    assert ask(pieces, **options) == expected
