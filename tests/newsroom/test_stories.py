"""A story's public life: what each verb changes, refuses and writes to the log."""

from datetime import timedelta

import pytest
from django.db import transaction
from wagtail.models import Revision
from wagtail.signals import published

from stoppress.kit import clock
from stoppress.newsroom.actions import drafts, due, stories
from stoppress.newsroom.errors import NotAllowed, NotReady, WrongState
from stoppress.newsroom.models import Listing, Story
from stoppress.publog.models import Entry
from stoppress.readers.models import Account


def kinds():
    return list(Entry.objects.filter(kind__startswith="story.").order_by("id").values_list("kind", flat=True))


def test_publish_lists_the_story_and_tells_the_log(write_story, section, topic, contributor):
    outcome = stories.publish(story=write_story())
    story = outcome.story
    assert story.live and story.state == "published" and story.version == 1
    assert set(Listing.objects.values_list("list", flat=True)) == {
        f"edition:{section.edition_id}", f"section:{section.pk}", f"topic:{topic.pk}", f"contributor:{contributor.pk}"
    }  # fmt: skip
    assert {f"story:{story.pk}", f"list:section:{section.pk}", f"days:topic:{topic.pk}"} <= set(outcome.entry.tags)


def test_what_is_missing_is_said_in_sentences(write_story):
    story = write_story(section=None, body=[])
    with pytest.raises(NotReady) as refusal:
        stories.publish(story=story)
    assert set(refusal.value.problems) == {"section", "body"}
    assert not Story.objects.get(pk=story.pk).live and kinds() == []


def test_a_picture_without_words_stops_publication(write_story, picture):
    type(picture).objects.update(alt="", credit="")
    with pytest.raises(NotReady) as refusal:
        stories.publish(story=write_story(lead_picture_id=picture.pk))
    assert set(refusal.value.problems) == {"lead_alt", "lead_picture"}


def test_update_moves_the_updated_time_and_refile_does_not(write_story):
    story = stories.publish(story=write_story()).story
    story = stories.publish(story=story, verb="refile").story
    assert story.updated_at is None
    story = stories.publish(story=story, verb="update").story
    assert story.updated_at is not None
    assert kinds() == ["story.published", "story.refiled", "story.updated"]


def test_a_draft_of_the_next_version_leaves_the_live_one_alone(write_story):
    story = stories.publish(story=write_story()).story
    drafts.write(story=story, fields={"headline": "Not yet"})
    assert Story.objects.get(pk=story.pk).headline == "Trams run all night"


def test_correct_adds_a_dated_note(write_story):
    story = stories.publish(story=write_story()).story
    story = stories.correct(story=story, text="The line is number 4.").story
    assert story.state == "corrected" and story.corrections.get().text == "The line is number 4."
    with pytest.raises(NotReady):
        stories.correct(story=story, text=" ")


def test_kill_is_for_good_and_at_once(write_story):
    story = stories.publish(story=write_story()).story
    outcome = stories.kill(story=story, notice="Withdrawn for legal reasons.")
    assert outcome.entry.at_once and outcome.story.state == "killed" and not Listing.objects.exists()
    with pytest.raises(WrongState):
        stories.publish(story=outcome.story)


def test_a_story_taken_down_comes_back_at_its_old_address(write_story):
    story = stories.publish(story=write_story()).story
    address = story.address
    stories.take_down(story=story)
    assert stories.publish(story=story).story.address == address


def test_permissions_are_asked_for_each_verb(write_story):
    nobody = Account.objects.create_user("reader@example.org")
    story = write_story()
    with pytest.raises(NotAllowed):
        stories.publish(story=story, by=nobody)
    story = stories.publish(story=story).story
    for verb in (stories.kill, stories.take_down):
        with pytest.raises(NotAllowed):
            verb(story=story, by=nobody)


def test_an_embargo_makes_publishing_wait_for_the_clock(write_story, monkeypatch):
    lifts = clock.now() + timedelta(hours=2)
    outcome = stories.publish(story=write_story(embargo_until=lifts))
    assert abs(outcome.waits_until - lifts) < timedelta(seconds=1) and outcome.entry is None and outcome.story.state == "scheduled"
    assert due.run_due() == 0 and not Listing.objects.exists()
    later = lifts + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert due.run_due() == 1
    assert Story.objects.get().live and kinds() == ["story.published"]


# The traps of the base.


def test_trap_a_failing_receiver_leaves_neither_live_page_nor_entry(write_story):
    def fail(**kwargs):
        raise RuntimeError("a receiver fails")

    story = write_story()
    published.connect(fail, sender=Story)
    try:
        with pytest.raises(RuntimeError):
            stories.publish(story=story)
    finally:
        published.disconnect(fail, sender=Story)
    assert not Story.objects.get(pk=story.pk).live and kinds() == [] and not Listing.objects.exists()


def test_trap_scheduling_a_draft_announces_nothing(write_story):
    story = write_story(go_live_at=clock.now() + timedelta(hours=1))
    Revision.objects.get(pk=story.latest_revision_id).publish()
    assert not Story.objects.get(pk=story.pk).live and kinds() == []


def test_trap_one_failing_scheduled_story_does_not_stop_the_others(write_story, monkeypatch):
    moment = clock.now() + timedelta(minutes=5)
    bad, good = write_story(go_live_at=moment), write_story(go_live_at=moment)
    for story in (bad, good):
        stories.publish(story=story)
    Revision.objects.filter(object_id=str(bad.pk)).update(
        content={**Revision.objects.get(object_id=str(bad.pk)).content, "headline": " "}
    )
    later = moment + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert due.run_due() == 1
    assert Story.objects.get(pk=good.pk).live and not Story.objects.get(pk=bad.pk).live


def test_trap_wagtails_own_publish_unpublish_and_delete_reach_the_log(write_story):
    story = write_story()
    story.latest_revision.publish()
    story = Story.objects.get(pk=story.pk)
    story.unpublish()
    with transaction.atomic():
        Story.objects.get(pk=story.pk).delete()
    assert kinds() == ["story.published", "story.taken_down", "story.deleted"]


def test_a_revision_handed_around_does_not_bring_back_old_dates(write_story):
    story = write_story()
    revision = story.latest_revision
    first = stories.publish(story=story, revision=revision).story.first_published_at
    again = stories.publish(story=story, revision=revision, verb="update").story
    assert again.first_published_at == first
