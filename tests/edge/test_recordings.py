"""Video and sound given in pieces: what players ask for, and nothing to those who guess."""

import pytest

from stoppress.edge.app import Edge
from tests.aside import run
from tests.edge.asking import ask, respond

NAME = "a" * 22 + ".mp4"
DATA = bytes(range(256)) * 4096


@pytest.fixture
def edge(settings_of_edge, shelf):
    folder = settings_of_edge.home / "recordings"
    folder.mkdir()
    (folder / NAME).write_bytes(DATA)
    (folder / "secret.txt").write_text("not for readers")

    async def newsroom(scope, receive, send):
        await respond(send, 404, b"asked the newsroom", content_length="18")

    return Edge(settings_of_edge, newsroom, shelf)


def get(edge, name=NAME, method="GET", **headers):
    return run(ask(edge, f"/media/{name}", method, **headers))


def test_the_whole_file_comes_with_what_players_need_to_know(edge):
    reply = get(edge)
    assert (reply.status, reply.body == DATA) == (200, True)
    assert reply["content-type"] == "video/mp4" and reply["accept-ranges"] == "bytes"
    assert "immutable" in reply["cache-control"] and reply["content-length"] == str(len(DATA))
    assert reply["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("asked", "first", "end"),
    [("bytes=0-1", 0, 2), ("bytes=1000000-", 1_000_000, len(DATA)), ("bytes=-5", len(DATA) - 5, len(DATA)), ("bytes=7-999999999", 7, len(DATA))],
)
def test_a_part_is_given_as_asked(edge, asked, first, end):
    reply = get(edge, range=asked)
    assert (reply.status, reply.body == DATA[first:end]) == (206, True)
    assert reply["content-range"] == f"bytes {first}-{end - 1}/{len(DATA)}" and reply["content-length"] == str(end - first)


def test_if_range_gives_the_rest_of_the_same_file_only(edge):
    whole = get(edge)
    assert get(edge, range="bytes=5-", if_range=whole["etag"]).status == 206
    assert get(edge, range="bytes=5-", if_range=whole["last-modified"]).status == 206
    other = get(edge, range="bytes=5-", if_range='"another"')
    assert (other.status, other.body == DATA) == (200, True)


def test_what_lies_beyond_the_end_is_416_and_what_is_no_range_is_the_whole(edge):
    beyond = get(edge, range=f"bytes={len(DATA)}-")
    assert (beyond.status, beyond["content-range"]) == (416, f"bytes */{len(DATA)}")
    assert get(edge, range="bytes=0-1,5-6").status == 200
    assert get(edge, range="pages=1").status == 200


def test_a_head_says_how_long_it_is_and_a_known_file_is_not_sent_again(edge):
    head = get(edge, method="HEAD", range="bytes=0-1")
    assert (head.status, head.body, head["content-length"]) == (200, b"", str(len(DATA)))
    assert get(edge, if_none_match=head["etag"]).status == 304


@pytest.mark.parametrize("name", ["secret.txt", "../static/styles/page.css", "a.mp4", "a" * 22 + ".exe", "%2e%2e/x", ""])
def test_other_names_are_nowhere_without_asking_anybody(edge, name):
    reply = get(edge, name)
    assert reply.status == 404 and reply.body != b"asked the newsroom"


def test_a_file_that_is_not_here_yet_is_asked_of_the_newsroom(edge):
    assert get(edge, "b" * 22 + ".mp4").body == b"asked the newsroom"
