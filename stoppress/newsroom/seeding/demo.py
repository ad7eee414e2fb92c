"""Loading the demo newsroom: editions, pictures, stories with every fate, by the actions of the desk."""

import re
import tomllib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.blocks import StreamValue

from stoppress.kit import clock
from stoppress.newsroom.actions import drafts, stories
from stoppress.newsroom.models import Contributor, Edition, HousePage, Section, Story, StoryVersion, Topic
from stoppress.newsroom.seeding.blocks import raw_blocks
from stoppress.newsroom.seeding.times import moment
from stoppress.pictures.ingest import take_in
from stoppress.pictures.keeping import keep_files
from stoppress.pictures.models import Picture
from stoppress.pictures.taken_in import TakenIn
from stoppress.publog import log

CODES = ("en", "es", "ar")
#: How the demo's pictures are known again.
_GUID = "urn:stoppress:demo:"
_EDITION_FIELDS = (
    "code", "name", "tagline", "description", "language", "prefix", "time_zone", "time_pattern", "legal_name",
    "copyright_holder", "founded_year", "email", "phone", "postal_address", "registration", "age_mark", "share_platforms",
    "trust_txt",
)  # fmt: skip


class Demo:
    """One loading of the demo from `folder`; what is there already is left as it is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = clock.now()
        self.pictures: dict[str, int] = {}
        self.alts: dict[str, dict[str, Any]] = {}
        self.stories: dict[str, int] = {}
        self.keys: dict[str, Any] = {}

    def load(self) -> int:
        """Load everything; returns how many stories there are then."""
        self._load_pictures()
        for position, code in enumerate(CODES):
            self._load_edition(code, position)
        return Story.objects.count()

    def _load_pictures(self) -> None:
        self.alts = tomllib.loads((self.folder / "pictures" / "pictures.toml").read_text())
        paths = {name: path for name in self.alts for path in (self.folder / "pictures").glob(f"{name}.*")}
        known = Picture.objects.filter(wire_guid__startswith=_GUID).values_list("wire_guid", "pk")
        self.pictures = {guid.removeprefix(_GUID): pk for guid, pk in known}
        new = [name for name in paths if name not in self.pictures]
        with ThreadPoolExecutor(2) as pool:
            files = pool.map(lambda name: paths[name].read_bytes(), new)
            for name, (data, taken) in zip(new, pool.map(lambda data: (data, take_in(data)), files), strict=True):
                self.pictures[name] = _picture(name, data, taken, self.alts[name])

    def _load_edition(self, code: str, position: int) -> None:
        at = self.folder / code
        told = tomllib.loads((at / "edition.toml").read_text())
        edition = _edition(told, at, position, self.pictures.get("app-icon"))
        sections = {s["slug"]: self._section(edition, s, n) for n, s in enumerate(told["sections"])}
        for s in told["sections"]:
            if s.get("parent"):
                Section.objects.filter(pk=sections[s["slug"]].pk).update(parent=sections[s["parent"]])
        topics = {t["slug"]: self._topic(edition, t) for t in told["topics"]}
        contributors = {c["slug"]: self._contributor(edition, c) for c in told["contributors"]}
        sections = {slug: Section.objects.get(pk=s.pk) for slug, s in sections.items()}
        for path in sorted((at / "house").glob("*.toml")):
            self._house_page(edition, path)
        files = [(p.stem, tomllib.loads(p.read_text())) for p in sorted((at / "stories").glob("*.toml"))]
        written = [(name, told, self._draft(edition, name, told, sections, topics, contributors)) for name, told in files]
        for name, told_story, story in sorted(written, key=lambda w: self._at(edition, w[1]["published"])):
            if story is not None:
                self._bring_out(edition, name, told_story, story)
        _footer(edition, told, at)

    def _section(self, edition: Edition, told: dict[str, Any], position: int) -> Section:
        key = {"translation_key": self.keys[f"section {told['translation_of']}"]} if told.get("translation_of") else {}
        section, _ = Section.objects.get_or_create(
            edition=edition, slug=told["slug"],
            defaults={"name": told["name"], "description": told.get("description", ""), "position": position, **key},
        )  # fmt: skip
        self.keys.setdefault(f"section {told['slug']}", section.translation_key)
        return section

    def _topic(self, edition: Edition, told: dict[str, Any]) -> Topic:
        original = f"topic {told.get('translation_of', '')}"
        key = {"translation_key": self.keys[original]} if original in self.keys else {}
        topic, _ = Topic.objects.get_or_create(
            edition=edition, slug=told["slug"],
            defaults={"name": told["name"], "what": told.get("kind", "subject"), "description": told.get("description", ""),
                      "wikidata_id": told.get("wikidata_id", ""), "media_topic": told.get("media_topic", ""), **key},
        )  # fmt: skip
        self.keys.setdefault(f"topic {told['slug']}", topic.translation_key)
        return topic

    def _contributor(self, edition: Edition, told: dict[str, Any]) -> Contributor:
        contributor, _ = Contributor.objects.get_or_create(
            edition=edition, slug=told["slug"],
            defaults={"name": told["name"], "job_title": told.get("job_title", ""), "biography": told.get("biography", ""),
                      "portrait_id": self.pictures.get(f"portrait-{told['slug']}")},
        )  # fmt: skip
        return contributor

    def _house_page(self, edition: Edition, path: Path) -> None:
        told = tomllib.loads(path.read_text())
        key = {"translation_key": self.keys[f"house {path.stem}"]} if f"house {path.stem}" in self.keys else {}
        page, _ = HousePage.objects.get_or_create(
            edition=edition, slug=told.get("slug", path.stem),
            defaults={"title": told["title"], "standfirst": told.get("standfirst", ""), "role": path.stem,
                      "body": _stream(HousePage, raw_blocks(told.get("body", []), pictures=self.pictures, stories={})), **key},
        )  # fmt: skip
        self.keys.setdefault(f"house {path.stem}", page.translation_key)

    def _draft(self, edition, name, told, sections, topics, contributors) -> Story | None:  # type: ignore[no-untyped-def]
        """The story's draft without its body (bodies link to other stories); None when it is there already."""
        guid = f"urn:stoppress:demo:{name}"
        found = Story.objects.filter(guid=guid).first()
        if found:
            self.stories[name] = found.pk
            self.keys[f"story {name}"] = found.translation_key
            return None
        lead = self.pictures.get(told.get("lead_picture", ""))
        labels = told.get("labels", [])
        words = self.alts.get(told.get("lead_picture", ""), {})
        fields = {k: told[k] for k in (
            "headline", "kicker", "standfirst", "short_headline", "agency_credit", "dateline", "sponsor", "sensitive_note",
            "age_mark", "ai_disclosure", "urgency", "story_type",
        ) if told.get(k)}  # fmt: skip
        original = f"story {told.get('translation_of', '')}"
        if original in self.keys:
            fields["translation_key"] = self.keys[original]
        story, _ = drafts.write(
            story=None,
            fields={
                **fields, "edition": edition, "section": sections[told["section"]], "guid": guid,
                "slug": told.get("slug", name), "lead_picture_id": lead, "is_breaking": "breaking" in labels,
                "is_exclusive": "exclusive" in labels, "show_history": bool(told.get("updated")),
                "lead_caption": told.get("lead_caption") or words.get("caption", {}).get(edition.language, ""),
                "lead_alt": told.get("lead_alt") or words.get("alt", {}).get(edition.language, "") if lead else "",
                "embargo_until": self._at(edition, told["embargo"]) if told.get("embargo") else None,
                "coverage_ended_at": self._at(edition, told["coverage_ended"]) if told.get("coverage_ended") else None,
            },
            topics=[topics[t] for t in told.get("topics", []) if t in topics],
            contributors=[contributors[c] for c in told.get("bylines", []) if c in contributors],
        )  # fmt: skip
        self.stories[name] = story.pk
        self.keys[f"story {name}"] = story.translation_key
        return story

    def _bring_out(self, edition: Edition, name: str, told: dict[str, Any], story: Story) -> None:
        at, fate = self._at(edition, told["published"]), told.get("fate", "published")
        fields = {"go_live_at": at} if fate == "scheduled" else {}
        for block in told["body"]:
            if "entry" in block:
                block["entry"]["at"] = self._at(edition, block["entry"]["at"]).isoformat()
        blocks = raw_blocks(told["body"], pictures=self.pictures, stories=self.stories)
        story, revision = drafts.write(story=Story.objects.get(pk=story.pk), fields=fields, body=blocks)
        if fate in ("draft", "in_review"):
            Story.objects.filter(pk=story.pk).update(state=fate)
            return
        stories.publish(story=story, revision=revision, published_at=at if fate != "scheduled" else None)
        if fate in ("scheduled", "embargoed"):
            return
        if told.get("updated"):
            moved = self._at(edition, told["updated"])
            stories.publish(story=story, revision=revision, verb="update", note=told.get("update_note", ""))
            self._date_back(story, moved)
        for note in told.get("corrections", []):
            stories.correct(story=story, text=note["text"], at=self._at(edition, note["at"]))
        if fate == "killed":
            stories.kill(story=story, notice=told.get("fate_note", ""))
        elif fate == "taken_down":
            stories.take_down(story=story)

    def _date_back(self, story: Story, moved: Any) -> None:
        """The demo's updates happened in the past; the change is announced like any other."""
        with transaction.atomic():
            Story.objects.filter(pk=story.pk).update(updated_at=moved)
            newest = StoryVersion.objects.filter(story=story).latest("number")
            StoryVersion.objects.filter(pk=newest.pk).update(published_at=moved)
            tags = [f"story:{story.pk}", f"card:{story.pk}", f"news:{story.edition_id}"]
            log.record("story.updated", tags=tags, facts={"story": story.pk})

    def _at(self, edition: Edition, text: str) -> Any:
        return moment(text, edition.time_zone, self.now)


def _edition(told: dict[str, Any], at: Path, position: int, app_icon: int | None) -> Edition:
    logo = at / "logo.svg"
    svg = logo.read_text() if logo.exists() else ""
    width, height = _svg_size(svg)
    edition, _ = Edition.objects.get_or_create(
        code=told["code"],
        defaults={
            **{k: told[k] for k in _EDITION_FIELDS if k in told}, "position": position, "logo_svg": svg,
            "logo_width": width, "logo_height": height, "app_icon_id": app_icon,
            "social": _stream(Edition, _links(told.get("social", [])), "social"),
            "apps": _stream(Edition, _links(told.get("apps", [])), "apps"),
        },
    )  # fmt: skip
    return edition


def _footer(edition: Edition, told: dict[str, Any], at: Path) -> None:
    """The footer in the demo's order, once the house pages are there."""
    if edition.footer:
        return
    titles = {"en": "Corrections", "es": "Correcciones", "ar": "تصويبات"}
    links = []
    for name in told.get("footer", []):
        if name == "corrections":
            links.append({"label": titles[edition.language], "address": f"{edition.prefix}/corrections/"})
        elif page := HousePage.objects.filter(edition=edition, role=name).first():
            links.append({"label": page.title, "address": page.address})
    edition.footer = _stream(Edition, _links(links), "footer")
    edition.save()


def _links(told: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"type": "link", "value": {"kind": "", **link}} for link in told]


def _stream(model: Any, raw: list[dict[str, Any]], name: str = "body") -> Any:
    return StreamValue(getattr(model, name).field.stream_block, raw, is_lazy=True)


def _svg_size(svg: str) -> tuple[int, int]:
    box = re.search(r'viewBox="[\d.-]+ [\d.-]+ ([\d.]+) ([\d.]+)"', svg)
    return (round(float(box[1])), round(float(box[2]))) if box else (0, 0)


def _picture(name: str, data: bytes, taken: TakenIn, words: dict[str, Any]) -> int:
    width, height = taken.width, taken.height
    x, y, w, h = words.get("focal", [0.25, 0.25, 0.5, 0.5])
    picture = Picture(
        title=words["title"], alt=words["alt"]["en"], caption=words["caption"]["en"], credit=words["credit"],
        creator=words.get("creator", ""), copyright=words.get("copyright", ""), terms_url=words.get("terms_url", ""),
        origin=words.get("origin", ""), colour=taken.colour, wire_guid=f"{_GUID}{name}", blurhash=taken.blurhash, kind=taken.kind,
        focal_point_x=int((x + w / 2) * width), focal_point_y=int((y + h / 2) * height),
        focal_point_width=int(w * width), focal_point_height=int(h * height),
    )  # fmt: skip
    keep_files(picture, data, taken, stem=name)
    picture.save()
    return picture.pk
