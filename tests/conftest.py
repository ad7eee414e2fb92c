"""What tests of several rooms share: a small newsroom and a shelf of their own."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from tests import migrated

CHROMIUM = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _own_shelf(tmp_path: Path, settings: Any) -> Iterator[None]:
    """Each test has a shelf in a folder of its own."""
    from stoppress.press import house, parked, reporting, telling
    from stoppress.press.gather import once

    settings.SHELF_FOLDER = tmp_path / "shelf"
    settings.DERIVATIVES_FOLDER = tmp_path / "derivatives"
    # Static files under their plain names: nothing has been collected in a test's home.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    remembered = (house.shelf, parked.addresses, reporting.reporter, once.stock, telling.spool, telling.stock)
    for one in remembered:
        one.cache_clear()
    yield
    for one in remembered:
        one.cache_clear()


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The database is there when Django asks for it; what Django then applies are migrations that it lacks."""
    return migrated.is_at_hand()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None, django_db_keepdb: bool) -> Iterator[None]:
    with migrated.test_database() if django_db_keepdb else nullcontext():
        yield


@pytest.fixture(scope="session", autouse=True)
def _roots_come_back() -> None:
    """Tests that flush the tables take the roots of all collections and pages away, which migrations made."""
    from django.contrib.contenttypes.models import ContentType
    from django.db.models.signals import post_migrate
    from wagtail.models import Collection, Locale, Page

    def come_back(**_: Any) -> None:
        if Collection.get_first_root_node() is None:
            Collection.add_root(name="Root")
        if Page.get_first_root_node() is None:
            Locale.objects.get_or_create(language_code="en")
            Page.add_root(title="Root", slug="root", content_type=ContentType.objects.get_for_model(Page))

    post_migrate.connect(come_back, dispatch_uid="tests", weak=False)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The one browser of this process: its driver's loop would not let another begin."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield running
        running.close()


@pytest.fixture
def edition(db: None) -> Any:
    from stoppress.newsroom.models import Edition

    return Edition.objects.create(code="en", name="The Courier", language="en", time_zone="Europe/Lisbon", tagline="News")


@pytest.fixture
def section(edition: Any) -> Any:
    from stoppress.newsroom.models import Section

    return Section.objects.create(edition=edition, name="City", slug="city")


@pytest.fixture
def topic(edition: Any) -> Any:
    from stoppress.newsroom.models import Topic

    return Topic.objects.create(edition=edition, name="Trams", slug="trams")


@pytest.fixture
def contributor(edition: Any) -> Any:
    from stoppress.newsroom.models import Contributor

    return Contributor.objects.create(edition=edition, name="Lena Holt", slug="lena-holt")


@pytest.fixture
def picture(db: None) -> Any:
    import pyvips

    from stoppress.pictures.models import Picture

    data = pyvips.Image.black(640, 480, bands=3).copy(interpretation="srgb").write_to_buffer(".jpg")
    picture = Picture(title="Quay", alt="The quay at dawn", credit="Courier", width=640, height=480)
    picture.file.save("quay.jpg", ContentFile(data), save=False)
    picture.width, picture.height = 640, 480
    picture._set_file_hash()
    picture.save()
    return picture


@pytest.fixture
def write_story(section: Any, topic: Any, contributor: Any) -> Callable[..., Any]:
    """Writes a draft; `fields` override, `body` are raw blocks."""
    from stoppress.newsroom.actions import drafts

    def write(*, body: Any = None, **fields: Any) -> Any:
        told = {"edition": section.edition, "section": section, "headline": "Trams run all night", **fields}
        blocks = body if body is not None else [{"type": "paragraph", "value": "<p>The night line began.</p>", "id": "b1"}]
        story, _ = drafts.write(story=None, fields=told, body=blocks, topics=[topic], contributors=[contributor])
        return story

    return write


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database-only", action="store_true", help="leave out tests that need neither a database nor processes")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes longest comes first, so that no process is left with it; files with browser tests come last.

    The browser's driver keeps an event loop running in the process until its end.
    """
    if config.getoption("--database-only"):
        items[:] = [item for item in items if _needs_database(item) or item.get_closest_marker("processes")]
    with_browser = {item.path for item in items if "browser" in getattr(item, "fixturenames", ())}
    with_processes = {item.path for item in items if item.get_closest_marker("processes")}
    items.sort(key=lambda item: (item.path in with_browser, item.path not in with_processes))


def _needs_database(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or "db" in fixtures or "transactional_db" in fixtures
