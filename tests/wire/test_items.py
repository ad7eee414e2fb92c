"""Items put by a program: what becomes of them, and that sending twice or late does no harm."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from stoppress.kit import clock
from stoppress.newsroom.actions import due, stories
from stoppress.newsroom.models import Contributor, Correction, Edition, Section, Story, Topic
from stoppress.publog.models import Entry
from stoppress.wire import items, reading

GUID = "urn:agency:1"


def test_an_item_becomes_a_draft(sender, item):
    response = sender.put(GUID, item())
    assert response.status_code == 201
    told = response.json()
    story = Story.objects.get()
    assert told["id"] == story.pk and told["state"] == "draft" and told["entry"] is None and told["address"] is None
    assert not story.live and story.section.slug == "city" and story.wire_version == "1"


def test_an_item_is_published_and_the_log_is_told(sender, item):
    told = sender.put(GUID, item(), action="publish").json()
    story = Story.objects.get()
    assert story.live and told["state"] == "published" and told["address"] == story.address
    assert told["url"].endswith(story.address)
    assert told["entry"] == Entry.objects.get(kind="story.published").pk


@pytest.mark.parametrize("guid", ["https://agency.example/a//b?c=1&d=%20#e", "urn:newsml:a.b:2025:é:1", "a b/ج/🎉", "../..",
                                  "x%2Fy"])  # fmt: skip
def test_any_guid_can_be_in_the_address(sender, item, guid):
    assert sender.put(guid, item()).status_code == 201
    assert Story.objects.get().guid == guid
    assert sender.put(guid, item()).json()["changed"] is False


@pytest.mark.parametrize("action", ["draft", "publish"])
def test_the_same_version_again_changes_nothing(sender, item, action):
    first = sender.put(GUID, item(), action=action).json()
    entries, revisions = Entry.objects.count(), Story.objects.get().revisions.count()
    again = sender.put(GUID, item(headline="Something else"), action=action)
    assert again.status_code == 200
    assert again.json() == {**first, "changed": False, "entry": None}
    assert (Entry.objects.count(), Story.objects.get().revisions.count()) == (entries, revisions)


def test_a_draft_can_be_published_by_its_version_later(sender, item):
    sender.put(GUID, item())
    told = sender.put(GUID, item(), action="publish").json()
    assert told["changed"] and told["state"] == "published"
    sender.put(GUID, item(2, "New words"))
    assert Story.objects.get().headline == "Trams run all night"
    assert sender.put(GUID, item(2, "New words"), action="publish").json()["changed"]
    assert Story.objects.get().headline == "New words"
    assert sender.put(GUID, item(2, "New words"), action="publish").json()["changed"] is False


def test_sending_again_never_brings_back_what_the_desk_took_down(sender, item):
    sender.put(GUID, item(), action="publish")
    stories.take_down(story=Story.objects.get())
    told = sender.put(GUID, item(), action="publish").json()
    assert told["changed"] is False and told["state"] == "taken_down" and not Story.objects.get().live


def test_an_older_version_changes_nothing_and_says_so(sender, item):
    sender.put(GUID, item(3), action="publish")
    response = sender.put(GUID, item(2, "Old words"), action="publish")
    assert response.status_code == 409 and response.json()["error"] == "older_version"
    assert "Version 2 is older than version 3" in response.json()["message"]
    assert Story.objects.get().headline == "Trams run all night"


def test_versions_are_numbers_first_and_moments_else(sender, item):
    sender.put(GUID, item(9), action="publish")
    assert sender.put(GUID, item(10, "Ten"), action="publish").json()["version"] == 2
    undated = {k: v for k, v in item().items() if k != "version"}
    sender.put("b", {**undated, "versionCreated": "2025-01-01T12:00:00+02:00"}, action="publish")
    late = sender.put("b", {**undated, "versionCreated": "2025-01-01T09:59:59Z"}, action="publish")
    assert late.status_code == 409
    newer = sender.put("b", {**undated, "versionCreated": "2025-01-01T10:00:01Z"}, action="publish")
    assert newer.json()["changed"]


def test_items_without_any_version_are_known_by_their_content(sender, item):
    bare = {k: v for k, v in item().items() if k != "version"}
    assert sender.put(GUID, bare, action="publish").json()["changed"]
    assert sender.put(GUID, bare, action="publish").json()["changed"] is False
    assert sender.put(GUID, {**bare, "located": "Porto"}, action="publish").json()["changed"]
    assert sender.put(GUID, item(1), action="publish").json()["changed"]
    assert sender.put(GUID, bare, action="publish").status_code == 409


@given(st.lists(st.integers(0, 30), min_size=1, max_size=8))
@hypothesis_settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_order_versions_come_in_the_newest_stays(sender, item, versions):
    Story.objects.all().delete()
    newest = -1
    for version in versions:
        response = sender.put(GUID, item(version, f"Words {version}"), action="publish")
        assert response.status_code == (409 if version < newest else 200 if newest >= 0 else 201)
        newest = max(newest, version)
        assert Story.objects.get().headline == f"Words {newest}"


@given(st.text(max_size=12), st.text(max_size=12))
def test_the_order_of_versions_never_contradicts_itself(one, other):
    assert reading.is_newer(one, one) == 0
    if not one.startswith("content:") and not other.startswith("content:") and one.isascii() and other.isascii():
        assert reading.is_newer(one, other) == -reading.is_newer(other, one)


def test_refile_and_correct(sender, item):
    sender.put(GUID, item(), action="publish")
    assert Story.objects.get().updated_at is None
    assert sender.put(GUID, item(2, "Trams run all nights"), action="refile").json()["changed"]
    assert Story.objects.get().updated_at is None
    refused = sender.put(GUID, item(3), action="correct")
    assert refused.status_code == 422 and "note" in refused.json()["problems"]
    assert Story.objects.get().wire_version == "2"
    told = sender.put(GUID, item(3), action="correct", note="It was one night.").json()
    assert told["state"] == "corrected"
    assert sender.put(GUID, item(4, edNote="Two nights."), action="correct").json()["changed"]
    assert sender.put(GUID, item(4, edNote="Two nights."), action="correct").json()["changed"] is False
    assert list(Correction.objects.values_list("text", flat=True)) == ["Two nights.", "It was one night."]


@pytest.mark.parametrize("action", ["refile", "correct", "takedown"])
def test_what_needs_a_live_story_makes_none(sender, item, action):
    response = sender.put(GUID, item(), action=action, note="A note.")
    assert response.status_code == 409 and response.json()["error"] == "wrong_state"
    assert not Story.objects.exists()


def test_kill_and_take_down(sender, item):
    sender.put(GUID, item(), action="publish")
    assert sender.put(GUID, item(), action="takedown").json()["state"] == "taken_down"
    assert sender.put(GUID, item(2), action="publish").json()["state"] == "published"
    assert sender.put(GUID, item(3), action="kill", note="False.").json()["state"] == "killed"
    assert sender.put(GUID, item(3), action="kill").json()["changed"] is False
    assert sender.put(GUID, item(4), action="publish").status_code == 409


def test_a_canceled_item_is_killed_whatever_is_asked(sender, item):
    sender.put(GUID, item(), action="publish")
    told = sender.put(GUID, {"uri": GUID, "version": "2", "pubStatus": "canceled"}, action="publish").json()
    assert told["state"] == "killed" and not Story.objects.get().live


def test_a_recall_before_the_item_keeps_the_item_in(sender, item):
    told = sender.put(GUID, item(2, pubStatus="canceled"), action="publish").json()
    assert told["state"] == "spiked"
    assert sender.put(GUID, item(1), action="publish").status_code == 409
    assert not Story.objects.get().live


def test_an_embargo_waits_and_a_recall_stops_it(sender, item):
    lifts = clock.now() + timedelta(hours=1)
    told = sender.put(GUID, item(embargoedUntil=lifts.isoformat()), action="publish").json()
    assert told["state"] == "scheduled" and told["entry"] is None and told["scheduled_for"]
    assert sender.put(GUID, item(embargoedUntil=lifts.isoformat()), action="publish").json()["changed"] is False
    sender.put(GUID, item(2, pubStatus="canceled"))
    story = Story.objects.get()
    assert story.state == "spiked" and not story.revisions.filter(approved_go_live_at__isnull=False).exists()


def test_an_embargo_that_is_lifted_early_brings_the_story_out(sender, item, monkeypatch):
    sender.put(GUID, item(embargoedUntil=(clock.now() + timedelta(hours=1)).isoformat()), action="publish")
    told = sender.put(GUID, item(2), action="publish").json()
    assert told["state"] == "published" and Story.objects.get().live
    assert due.run_due() == 0


def test_a_moment_to_come_is_taken_and_told(sender, item):
    told = sender.put(GUID, item(versionCreated="2099-01-01T00:00:00Z"), action="publish").json()
    assert told["state"] == "published" and any("still to come" in w for w in told["warnings"])


def test_an_expired_item_is_not_published(sender, item):
    response = sender.put(GUID, item(expires="2001-01-01T00:00:00Z"), action="publish")
    assert response.status_code == 422 and "expires" in response.json()["problems"]


def test_editions_are_chosen_by_name_then_language(sender, item):
    spanish = Edition.objects.create(code="es", name="El Correo", language="es", prefix="/es", position=1)
    Section.objects.create(edition=spanish, name="Ciudad", slug="ciudad")
    unknown = sender.put(GUID, item(), edition="xx")
    assert unknown.status_code == 422 and "en, es" in unknown.json()["problems"]["edition"]
    sender.put("a", item(language="es-MX", section="ciudad"))
    sender.put("b", item(language="fi"))
    sender.put("c", item(section="Ciudad"), edition="es")
    assert list(Story.objects.order_by("guid").values_list("edition__code", flat=True)) == ["es", "en", "es"]
    assert sender.put("c", item(2), edition="en").status_code == 409


def test_a_section_is_found_by_name_created_or_refused_by_name(sender, sender_with, item):
    writer = sender_with("items:write", "items:publish")
    assert writer.put("a", item(section="CITY")).status_code == 201
    refused = writer.put("b", item(section="Harbour"))
    assert refused.status_code == 422 and "Harbour" in refused.json()["problems"]["section"]
    assert sender.put("b", item(section="Harbour")).status_code == 201
    assert Story.objects.get(guid="b").section.name == "Harbour"
    told = sender.put("c", item(section="")).json()
    assert any("names no section" in w for w in told["warnings"])
    reserved = sender.put("d", item(section="Latest"))
    assert reserved.status_code == 422 and "section" in reserved.json()["problems"]


def test_topics_are_known_by_identity_then_name(sender, sender_with, item, topic):
    topic.wikidata_id = "Q1"
    topic.save()
    people = [{"name": "Streetcars", "uri": "http://www.wikidata.org/entity/Q1"}, {"name": "TRAMS"}, {"name": "Ann Lee"}]
    refused = sender_with("items:write").put(GUID, item(people=people))
    assert refused.status_code == 422 and "Ann Lee" in refused.json()["problems"]["topics"]
    assert "Streetcars" not in refused.json()["message"]
    sender.put(GUID, item(people=people), action="publish")
    assert [t.topic.name for t in Story.objects.get().story_topics.all()] == ["Trams", "Ann Lee"]
    assert Topic.objects.get(name="Ann Lee").what == "person"


def test_bylines_are_contributors_or_a_credit(sender, sender_with, item, contributor):
    told = sender_with("items:write", "items:publish").put(GUID, item(by="Lena Holt and Ann Lee"), action="publish").json()
    story = Story.objects.get()
    assert [b.contributor.name for b in story.bylines.all()] == ["Lena Holt"] and "Ann Lee" in story.agency_credit
    assert any("Ann Lee" in w for w in told["warnings"])
    sender.put(GUID, item(2, by="Ann Lee"), action="publish")
    assert Contributor.objects.filter(name="Ann Lee").exists() and Story.objects.get().agency_credit == ""


def test_a_failure_at_the_end_leaves_nothing_behind(sender, item, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("the last step")

    monkeypatch.setattr(items.verbs, "bring_out", fail)
    with pytest.raises(RuntimeError):
        sender.put(GUID, item(people=[{"name": "Ann Lee"}]), action="publish")
    assert not Story.objects.exists() and not Topic.objects.filter(name="Ann Lee").exists()


def test_what_publishing_needs_is_told_by_field(sender, item):
    Section.objects.all().delete()
    response = sender.put(GUID, item(section=""), action="publish")
    assert response.status_code == 422 and response.json()["problems"].keys() == {"section"}
    assert not Story.objects.exists()
