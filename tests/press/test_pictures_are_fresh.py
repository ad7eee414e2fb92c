"""Whatever happens to pictures, in whatever order, the shelf ends equal to a fresh print."""

import uuid
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from stoppress.kit import clock
from stoppress.newsroom.actions import drafts, due, stories
from stoppress.newsroom.actions.pictures import replace_everywhere
from stoppress.newsroom.errors import NewsroomError
from stoppress.newsroom.models import Contributor, Edition, Section, Story, Topic
from stoppress.pictures import actions
from stoppress.pictures.models import Picture
from stoppress.press import follower, house, printing
from stoppress.press.proofread import differences
from stoppress.press.shelf import Printed, key_of

which = st.integers(0, 2)


class PictureDesk(RuleBasedStateMachine):
    """Three pictures in two stories of two languages, a topic and a contributor; readers come between changes."""

    def __init__(self) -> None:
        super().__init__()
        mark = uuid.uuid4().hex[:6]
        self.editions = [
            Edition.objects.create(code=f"{language}{mark}", name="Courier", language=language, prefix=f"/{language}{mark}")
            for language in ("en", "es")
        ]
        for number in range(3):
            Picture(title=f"P{number}", alt=f"alt {number}", credit="Courier", width=1600, height=900, file="none.jpg",
                    file_hash=f"{number}" * 40).save()  # fmt: skip
        self.numbers = list(Picture.objects.order_by("-pk").values_list("pk", flat=True)[:3])
        self.addresses = ["/sitemap.xml"]
        for edition in self.editions:
            self._publish(edition)
        follower.start()

    def _publish(self, edition):
        section = Section.objects.create(edition=edition, name="City", slug="city")
        topic = Topic.objects.create(edition=edition, name="Trams", slug="trams", picture_id=self.numbers[0])
        lena = Contributor.objects.create(edition=edition, name="Lena", slug="lena", portrait_id=self.numbers[1])
        body = [{"type": "paragraph", "value": "<p>x</p>", "id": "a"},
                {"type": "picture", "value": {"picture": self.numbers[1], "alt": "", "caption": ""}, "id": "b"}]  # fmt: skip
        story, _ = drafts.write(
            story=None, body=body, topics=[topic], contributors=[lena],
            fields={"edition": edition, "section": section, "headline": "Trams", "lead_picture_id": self.numbers[0]},
        )  # fmt: skip
        story = stories.publish(story=story).story
        self.addresses += [story.address, f"{edition.prefix}/sitemaps/{story.published_date:%Y%m%d}.xml"]
        self.addresses += [f"{edition.prefix}{p}" for p in ("/", "/city/", "/topics/trams/", "/contributors/lena/", "/rss.xml",
                                                            "/icon-192.png")]  # fmt: skip

    def _picture(self, number):
        return Picture.objects.get(pk=self.numbers[number])

    @rule(number=which, alt=st.sampled_from(["a quay", "<b>&"]), spanish=st.sampled_from(["", "un muelle"]))
    def describe(self, number, alt, spanish):
        words = {"es": {"alt": spanish}} if spanish else {}
        actions.describe(picture=self._picture(number), fields={"alt": alt, "words_by_language": words})

    @rule(number=which, focal=st.none() | st.just((10, 10, 300, 200)), crops=st.sampled_from([{}, {"16:9": [0, 0, 800, 450]}]))
    def cut(self, number, focal, crops):
        actions.set_cuts(picture=self._picture(number), focal=focal, crops=crops)

    @rule(number=which, days=st.sampled_from([None, -1, 3]), stand_in=st.none() | which, restriction=st.sampled_from(["", "barred"]))
    def license(self, number, days, stand_in, restriction):
        until = None if days is None else clock.now().date() + timedelta(days=days)
        if stand_in == number:
            stand_in = None
        told = {"licence_until_date": until, "restriction": restriction,
                "stand_in": None if stand_in is None else self._picture(stand_in)}  # fmt: skip
        actions.describe(picture=self._picture(number), fields=told)

    @rule(number=which)
    def a_licence_ends_and_the_clock_strikes(self, number):
        yesterday = clock.now().date() - timedelta(days=1)
        Picture.objects.filter(pk=self.numbers[number]).update(licence_until_date=yesterday)
        due.run_due()
        assert Picture.objects.get(pk=self.numbers[number]).withdrawn_at

    @rule(number=which, other=which)
    def replace(self, number, other):
        try:
            replace_everywhere(picture=self._picture(number), other=self._picture(other))
        except NewsroomError:
            return
        assert not Story.objects.filter(lead_picture=self.numbers[number]).exists()

    @rule()
    def readers_come(self):
        for address in self.addresses:
            began = house.shelf().began()
            printed = printing.print_address(address)
            if isinstance(printed, Printed):
                house.shelf().put(printed, began=began)
        house.shelf().add_hits((key_of(address), 1) for address in self.addresses[::2])

    @rule()
    def press_works(self):
        follower.settle()

    @invariant()
    def the_shelf_is_fresh_once_the_press_has_worked(self):
        if house.shelf().cursor == follower.newest():
            assert not [d for d in differences() if d and not d.is_waiting]

    def teardown(self):
        self.readers_come()
        self.press_works()
        assert [d for d in differences() if d] == []


@pytest.mark.django_db
def test_the_shelf_equals_a_fresh_print_whatever_happened_to_pictures():
    run_state_machine_as_test(
        PictureDesk,
        settings=settings(max_examples=5, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)),
    )
