"""Whoever runs the press can see how it is: reports, troubles, and pages that could not be printed."""

import dataclasses
import errno
import json
import logging
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, transaction
from django.test import override_settings

from stoppress.newsroom.actions import drafts, stories
from stoppress.newsroom.models import Story
from stoppress.press import follower, house, parked, print_times, printing, reporting, runs, troubles, typeset
from stoppress.press.shelf import ShelfFull
from stoppress.press.shelf_size import bytes_below
from stoppress.publog import log, parking, reports
from stoppress.publog.models import Follower, Parked

pytestmark = pytest.mark.django_db


class Design:
    """A copy of the templates, in which a designer makes a mistake and mends it."""

    def __init__(self, folder: Path) -> None:
        for part in ("pages", "parts"):
            shutil.copytree(typeset.DESIGN / part, folder / part)
        self._head = folder / "parts" / "story_head.html"
        self._whole = self._head.read_text()

    def break_for(self, word: str) -> None:
        """Stories with this word in their headline ask for a template that is not there."""
        mistake = f'{{% if "{word}" in story.headline %}}{{% include "parts/not-there.html" %}}{{% endif %}}'
        self._head.write_text(mistake + self._whole)
        typeset._engine.cache_clear()

    def mend(self) -> None:
        self._head.write_text(self._whole)
        typeset._engine.cache_clear()


@pytest.fixture
def design(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Design]:
    design = Design(tmp_path / "design")
    monkeypatch.setattr(typeset, "DESIGN", tmp_path / "design")
    typeset._engine.cache_clear()
    yield design
    monkeypatch.undo()
    typeset._engine.cache_clear()


def published(write_story: Callable[..., Story], headline: str) -> Story:
    return stories.publish(story=write_story(headline=headline)).story


def test_a_page_that_cannot_be_printed_is_parked_with_its_entry_and_the_line_moves_on(
    write_story: Callable[..., Story], design: Design
) -> None:
    follower.start()
    design.break_for("Poison")
    bad = published(write_story, "Poison in the well")
    entry = log.newest()
    good = published(write_story, "Clean water")
    follower.catch_up()
    assert house.shelf().cursor == log.newest()
    assert house.shelf().get(good.address)
    assert house.shelf().get(bad.address) is None
    (row,) = Parked.objects.all()
    assert (row.entry, row.address, row.tries) == (entry, bad.address, runs.TRIES)
    assert row.reason == "The page needs a template that is not there: parts/not-there.html."
    assert "TemplateDoesNotExist" in row.detail and 'File "' in row.detail


def test_a_page_is_tried_again_when_asked_and_its_row_goes_when_it_prints(
    write_story: Callable[..., Story], design: Design
) -> None:
    follower.start()
    design.break_for("Poison")
    story = published(write_story, "Poison in the well")
    entry = log.newest()
    follower.catch_up()
    follower.run_clock()
    assert Parked.objects.get().tries == runs.TRIES  # nobody has asked
    parking.ask_again(entry=entry)
    follower.run_clock()
    row = Parked.objects.get()
    assert (row.tries, row.retry_at) == (2 * runs.TRIES, None)
    design.mend()
    parking.ask_again(entry=entry)
    follower.run_clock()
    assert not Parked.objects.exists()
    assert house.shelf().get(story.address)


def test_a_later_entry_that_mends_the_page_takes_its_row_away(write_story: Callable[..., Story], design: Design) -> None:
    follower.start()
    design.break_for("Poison")
    story = published(write_story, "Poison in the well")
    follower.catch_up()
    parked.addresses.cache_clear()  # as after a new start
    story, revision = drafts.write(story=story, fields={"headline": "The well is clean"})
    stories.publish(story=story, revision=revision, verb="refile")
    follower.catch_up()
    assert not Parked.objects.exists()


def test_a_new_design_has_what_is_parked_tried_again(write_story: Callable[..., Story], design: Design) -> None:
    follower.start()
    design.break_for("Poison")
    published(write_story, "Poison in the well")
    follower.catch_up()
    design.mend()
    (house.settings.SHELF_FOLDER / "design").write_text("another")
    follower.start()
    follower.run_clock()
    assert not Parked.objects.exists()


def test_an_address_where_no_page_can_lie_does_not_stop_the_line(edition: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    follower.start()
    story = {"story": 1, "address": "/20260101/" + "x" * 300 + "--1.html"}
    with transaction.atomic():
        log.record("story.published", tags=["story:1"], facts=story)
    front = printing.print_address("/")
    monkeypatch.setattr(printing, "print_address", lambda address: _moved(front, address))
    follower.catch_up()
    assert house.shelf().cursor == log.newest()
    assert "another slug" in Parked.objects.get().reason


def test_reasons_are_words_and_name_the_file_at_fault() -> None:
    try:
        print_times.note(None, "x")  # type: ignore[arg-type]
    except TypeError as error:
        reason = troubles.of_page(error)
    assert "(in print_times.py)" in reason and "TypeError" not in reason
    assert "shorten or divide" in troubles.of_page(RecursionError())


def _moved(printed: Any, address: str) -> Any:
    return dataclasses.replace(printed, address=address)


def follow(rounds: list[Exception | None], monkeypatch: pytest.MonkeyPatch) -> list[Follower | None]:
    """Run the press for so many rounds, each failing as told; returns what was reported after each."""
    seen: list[Follower | None] = []
    left = iter(rounds)

    def catch_up(**_: object) -> int:
        error = next(left)
        if error:
            raise error
        return 0

    monkeypatch.setattr(follower, "catch_up", catch_up)
    monkeypatch.setattr(follower.time, "sleep", lambda seconds: None)
    # Closing would end the test's own transaction.
    monkeypatch.setattr(follower, "close_old_connections", lambda: None)
    monkeypatch.setattr(follower, "run_clock", lambda: None)

    def stop() -> bool:
        seen.append(Follower.objects.filter(name="press").first())
        return len(seen) > len(rounds)

    follower.follow(stop)
    return seen[1:]


def test_trouble_is_reported_at_once_and_taken_back_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    full = ShelfFull("full")
    well, wrong, still, well_again = follow([None, full, full, None], monkeypatch)
    assert well and well.trouble == "" and well.node == house.settings.NODE
    assert wrong and wrong.trouble == troubles.DISK_FULL
    assert still and still.trouble == troubles.DISK_FULL
    assert well_again and well_again.trouble == ""
    assert not Follower.objects.exists()  # it stopped in good order
    assert reports.problems() == [reports.NOT_RUNNING]


def test_a_press_that_cannot_report_goes_on_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(**told: Any) -> None:
        raise OperationalError("connection refused")

    report = reports.report
    monkeypatch.setattr(reporting.reports, "report", away)
    seen = follow([OperationalError("connection refused"), None], monkeypatch)
    assert seen == [None, None]
    monkeypatch.setattr(reporting.reports, "report", report)
    reporting.reporter.cache_clear()
    assert follow([None], monkeypatch)[0]


def test_a_start_that_fails_is_tried_again(monkeypatch: pytest.MonkeyPatch, edition: Any) -> None:
    start, tries = follower.start, []

    def starting() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise OperationalError("the server is starting up")
        start()

    monkeypatch.setattr(follower, "start", starting)
    seen: list[str] = []
    monkeypatch.setattr(follower.time, "sleep", lambda seconds: None)
    # Closing would end the test's own transaction.
    monkeypatch.setattr(follower, "close_old_connections", lambda: None)

    def stop() -> bool:
        row = Follower.objects.first()
        seen.append(row.trouble if row else "-")
        return len(seen) > 2

    follower.follow(stop)
    assert len(tries) == 2
    assert seen == ["-", troubles.DATABASE_AWAY, ""]


def test_a_trouble_is_logged_once_and_its_end_too(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    away = OperationalError("connection refused")
    follow([away, away, away, None], monkeypatch)
    said = [record.getMessage() for record in caplog.records if record.name == "stoppress.press.reporting"]
    assert said == [f"The press waits: {troubles.DATABASE_AWAY}", "The press works again"]


def test_a_report_tells_of_the_shelf(edition: Any) -> None:
    follower.start()
    runs.reprint("/")
    reporting.reporter().well()
    facts = Follower.objects.get().facts
    assert facts["pages"] == 1
    assert facts["bytes"] == bytes_below(house.shelf().folder) or facts["bytes"] is None
    assert facts["version"]


def test_the_cursor_is_reported_when_it_moves(write_story: Callable[..., Story], monkeypatch: pytest.MonkeyPatch) -> None:
    follower.start()
    reporter = reporting.reporter()
    reporter.well()
    published(write_story, "Trams run all night")
    follower.catch_up()
    monkeypatch.setattr(reporting, "AT_LEAST", 0.0)
    reporter._earliest = 0.0
    reporter.well()
    assert Follower.objects.get().cursor == log.newest()


def test_full_disks_are_known_whoever_notices() -> None:
    wrapped = OperationalError("disk I/O")
    wrapped.__cause__ = OSError(errno.ENOSPC, "No space left on device")
    for error in (ShelfFull("x"), OSError(errno.ENOSPC, "x"), OperationalError("database or disk is full"), wrapped):
        assert troubles.of_house(error) == troubles.DISK_FULL
    assert troubles.of_house(OperationalError("connection refused")) == troubles.DATABASE_AWAY


def test_every_batch_is_one_line_with_its_numbers(
    write_story: Callable[..., Story], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "stoppress.press")
    follower.start()
    story = published(write_story, "Trams run all night")
    follower.catch_up()
    (line,) = [record for record in caplog.records if "Printed" in record.getMessage()]
    assert line.entries == [log.newest()]  # type: ignore[attr-defined]
    assert story.address in line.addresses  # type: ignore[attr-defined]
    assert isinstance(line.milliseconds, int)  # type: ignore[attr-defined]


def test_print_times_are_counted_by_kind(edition: Any, tmp_path: Path) -> None:
    with override_settings(SHELF_FOLDER=tmp_path / "elsewhere" / "shelf"):
        print_times._tally.cache_clear()
        printing.print_address("/")
        printing.print_address("/")
        printing.print_address("/nothing-here/")
        print_times.note("front", 7.5)
        found = print_times.by_kind()
    print_times._tally.cache_clear()
    counts, seconds = found["front"]
    assert sum(counts) == 3 and counts[-1] == 1 and seconds > 7.5
    assert sum(found["no-page"][0]) == 1
    assert "story" not in found


def test_json_is_never_broken_by_what_is_logged() -> None:
    from stoppress.conf.json_lines import JsonLines

    record = logging.makeLogRecord({"msg": "Parked\n%s", "args": ('"x"',), "entry": 7, "odd": {1, 2}, "levelname": "ERROR"})
    line = JsonLines().format(record)
    assert "\n" not in line
    told = json.loads(line)
    assert (told["message"], told["entry"], told["level"]) == ('Parked\n"x"', 7, "ERROR")


def test_a_file_that_one_page_lacks_parks_that_page_alone(
    write_story: Callable[..., Story], edition: Any, picture: Any
) -> None:
    follower.start()
    edition.app_icon = picture
    edition.save()
    follower.settle()
    runs.reprint("/icon-192.png")
    house.shelf().add_hits([("/icon-192.png", 9)])
    picture.file.storage.delete(picture.file.name)
    picture.title = "Gone"
    picture.save()
    story = published(write_story, "Clean water")
    follower.catch_up()
    assert house.shelf().cursor == log.newest()
    assert house.shelf().get(story.address)
    (row,) = Parked.objects.all()
    assert row.address == "/icon-192.png"
    assert row.reason.startswith("A file that this page needs cannot be read")
    assert "FileNotFoundError" in row.detail


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EMFILE])
def test_a_machine_that_is_short_of_something_makes_the_press_wait(
    number: int, write_story: Callable[..., Story], monkeypatch: pytest.MonkeyPatch
) -> None:
    follower.start()
    published(write_story, "Clean water")

    def fails(address: str) -> Any:
        raise OSError(number, "Not now")

    monkeypatch.setattr(printing, "print_address", fails)
    with pytest.raises(OSError, match="Not now"):
        follower.catch_up()
    assert house.shelf().cursor < log.newest()
    assert not Parked.objects.exists()


def test_a_shelf_that_cannot_be_written_makes_the_press_wait(
    write_story: Callable[..., Story], monkeypatch: pytest.MonkeyPatch
) -> None:
    follower.start()
    published(write_story, "Clean water")

    def refuses(*_: Any, **__: Any) -> bool:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(house.shelf(), "put_all", refuses)
    with pytest.raises(PermissionError):
        follower.catch_up()
    assert house.shelf().cursor < log.newest()
    assert not Parked.objects.exists()
