"""The edge learns from the log which hosts are an edition's own."""

import pytest

from stoppress.newsroom.models import Edition
from stoppress.press import follower, house


@pytest.mark.django_db
def test_the_shelf_knows_the_hosts_of_editions() -> None:
    follower.start()
    assert house.shelf().hosts() == frozenset()
    edition = Edition.objects.create(code="es", name="El Correo", language="es", host="es.news.example")
    before = house.shelf().generation.number
    follower.catch_up()
    assert house.shelf().hosts() == {"es.news.example"}
    assert house.shelf().generation.number != before
    edition.host = ""
    edition.save()
    follower.catch_up()
    assert house.shelf().hosts() == frozenset()


@pytest.mark.django_db
def test_a_starting_press_tells_the_hosts_too() -> None:
    house.shelf().show_hosts({"old.example"})
    Edition.objects.create(code="es", name="El Correo", language="es", host="ES.news.example")
    follower.start()
    assert house.shelf().hosts() == {"es.news.example"}
