"""The darkroom is told of the pictures of a page that was printed, and no publication waits for it."""

import socket
import threading
import time

import pytest

from stoppress.press import ahead, follower, runs
from stoppress.press.house import shelf


@pytest.fixture(autouse=True)
def nothing_told():
    ahead._told.clear()
    yield
    ahead._told.clear()


@pytest.fixture
def darkroom(tmp_path, settings):
    """A darkroom that only listens; each thing it was told."""
    told = []
    settings.DARKROOM_SOCKET = tmp_path / "darkroom.sock"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(settings.DARKROOM_SOCKET))
        listening.listen()

        def serve():
            while True:
                try:
                    line, _ = listening.accept()
                except OSError:
                    return
                with line:
                    told.append(line.recv(100_000))
                    line.sendall(b"HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n")

        threading.Thread(target=serve, daemon=True).start()
        yield told
        listening.shutdown(socket.SHUT_RDWR)


@pytest.mark.django_db
def test_the_usual_sizes_of_a_story_are_asked_for_as_it_is_shelved(write_story, picture, darkroom):
    from stoppress.newsroom.actions import stories

    picture.width, picture.height = 1600, 1200
    picture.save()
    story = write_story(lead_picture=picture, lead_alt="The quay")
    stories.publish(story=story, by=None)
    follower.settle()
    ahead._teller.submit(lambda: None).result()
    said = b"".join(darkroom)
    assert b"POST /ahead" in said and picture.derivative_address("16:9", 960, "avif").encode() in said
    assert b"_1920x0_" not in said
    runs.reprint(story.address)
    ahead._teller.submit(lambda: None).result()
    assert b"".join(darkroom) == said


def test_a_darkroom_that_is_away_or_hangs_keeps_nobody_waiting(tmp_path, settings, monkeypatch):
    page = b'<img src="/img/07ea/03/01/7_0:0:1600:900_960x0_55_0a1b2c3d_AAAAAAAAAAAAAAAA.avif">'
    settings.DARKROOM_SOCKET = tmp_path / "none.sock"
    ahead.tell(page)
    settings.DARKROOM_SOCKET = tmp_path / "hangs.sock"
    with socket.socket(socket.AF_UNIX) as hanging:
        hanging.bind(str(settings.DARKROOM_SOCKET))
        hanging.listen()
        began = time.monotonic()
        ahead.tell(page)
        assert time.monotonic() - began < ahead._SECONDS / 2
        ahead._teller.submit(lambda: None).result()
    assert not ahead._told


@pytest.mark.django_db
def test_files_of_a_withdrawn_picture_go_before_the_edge_looks_again(picture, settings, monkeypatch):
    kept = settings.DERIVATIVES_FOLDER / picture.derivative_address("full", 480, "jpg").removeprefix("/img/")
    other = kept.with_name(f"{picture.pk}0_0:0:9:9_480x0.jpg")
    for file in (kept, other):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x")
    follower.settle()
    assert kept.exists()
    purge, there = type(shelf()).purge, []
    monkeypatch.setattr(type(shelf()), "purge", lambda *a, **k: there.append(kept.exists()) or purge(*a, **k))
    picture.restriction = "barred"
    picture.save()
    follower.settle()
    assert there == [False] and other.exists()


@pytest.mark.django_db(transaction=True)
def test_a_deleted_picture_takes_its_master_along(picture):
    from django.core.files.base import ContentFile

    picture.master.save("quay.jpg", ContentFile(b"master"))
    storage, name = picture.master.storage, picture.master.name
    picture.delete()
    assert not storage.exists(name)
