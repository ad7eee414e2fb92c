"""A story as NewsArticle or the subtype that fits, with all that schema.org 30 lets a story say."""

from collections.abc import Iterator

from stoppress.copy.blocks import Audio, Video
from stoppress.copy.editions import Edition
from stoppress.copy.stories import Story
from stoppress.kit.clock import date_in_zone
from stoppress.kit.timestamps import in_zone
from stoppress.syndication.addresses import absolute, publisher_id, story_url
from stoppress.syndication.story_pictures import best_crop, main_picture, search_crops
from stoppress.syndication.structured_data.parts import Node, byline, image, present, reference, topic

#: Story types of the newsroom that schema.org has a word for; all others are news articles.
TYPES = {
    "opinion": "OpinionNewsArticle",
    "analysis": "AnalysisNewsArticle",
    "review": "ReviewNewsArticle",
    "live": "LiveBlogPosting",
}
#: The desk lists topics by weight: the first are what the story is about, the others are mentioned.
ABOUT_AT_MOST = 5


def article_type(story: Story) -> str:
    """The schema.org type of a story; a sponsored story is never news."""
    if story.sponsor or "sponsored" in story.labels:
        return "AdvertiserContentArticle"
    return TYPES.get(story.story_type, "NewsArticle")


def article(edition: Edition, story: Story) -> Node:
    """The story's node, complete."""
    kind, url = article_type(story), story_url(edition, story)
    node = present(
        type_=kind,
        id_=f"{url}#article",
        url=url,
        mainEntityOfPage=reference(url),
        headline=story.headline,
        alternativeHeadline=story.short_headline if story.short_headline != story.headline else "",
        description=story.description or story.standfirst,
        articleBody=story.text,
        wordCount=story.word_count or None,
        articleSection=[section.name for section in story.section_path] or [story.section.name],
        keywords=[subject.name for subject in story.topics],
        about=[topic(edition, subject) for subject in story.topics[:ABOUT_AT_MOST]],
        mentions=[topic(edition, subject) for subject in story.topics[ABOUT_AT_MOST:]],
        inLanguage=story.language,
        dateline=story.dateline if kind.endswith("NewsArticle") else "",
        author=authors(edition, story),
        publisher=reference(publisher_id(edition)),
        isPartOf=reference(f"{edition.url}#website"),
        isAccessibleForFree=True,
        backstory=story.ai_disclosure,
        contentRating=story.age_mark,
        sponsor=present(type_="Organization", name=story.sponsor) if story.sponsor else None,
        **_dates(edition, story),
        **_media(edition, story),
        **_rights(edition, story),
        **_house_rules(edition, story),
        liveBlogUpdate=_live_updates(edition, story) if kind == "LiveBlogPosting" else None,
        workTranslation=[
            present(type_="CreativeWork", url=other, inLanguage=link.language)
            for link in story.translations
            if (other := absolute(edition, link.url))
        ],
    )
    return node


def authors(edition: Edition, story: Story) -> list[Node]:
    """One node for each byline; the agency or the house when nobody signed."""
    if story.bylines:
        return [byline(edition, contributor) for contributor in story.bylines]
    if story.agency_credit:
        return [present(type_="Organization", name=story.agency_credit)]
    return [reference(publisher_id(edition))]


def _dates(edition: Edition, story: Story) -> Node:
    published = in_zone(story.published_at, edition.time_zone)
    dates = {"datePublished": published, "dateModified": published}
    if story.updated_at and story.updated_at > story.published_at:
        dates["dateModified"] = in_zone(story.updated_at, edition.time_zone)
    if article_type(story) == "LiveBlogPosting":
        dates |= _coverage(edition, story)
    return dates


def _coverage(edition: Edition, story: Story) -> Node:
    """When a live blog began, last changed and, if it has, ended."""
    moments = [entry.at for entry in story.live_entries]
    newest = max([story.updated_at or story.published_at, *moments])
    return present(
        coverageStartTime=in_zone(min([story.published_at, *moments]), edition.time_zone),
        coverageEndTime=in_zone(story.coverage_ended_at, edition.time_zone) if story.coverage_ended_at else None,
        dateModified=in_zone(newest, edition.time_zone),
    )


def _live_updates(edition: Edition, story: Story) -> list[Node]:
    """The entries of a live blog, newest first, each at its own place in the page."""
    url = story_url(edition, story)
    return [
        present(
            type_="BlogPosting",
            id_=f"{url}#{entry.anchor}",
            url=f"{url}#{entry.anchor}",
            headline=entry.headline,
            datePublished=in_zone(entry.at, edition.time_zone),
            dateModified=in_zone(entry.at, edition.time_zone),
            articleBody=entry.text,
            author=authors(edition, story),
            publisher=reference(publisher_id(edition)),
        )
        for entry in story.live_entries
    ]


def _media(edition: Edition, story: Story) -> Node:
    picture, url = main_picture(story), story_url(edition, story)
    if picture is None:
        return _recordings_of(edition, story)
    crops = search_crops(picture)
    return present(
        image=[image(edition, picture, crop, f"{url}#picture-{n}") for n, crop in enumerate(crops, start=1)],
        thumbnailUrl=absolute(edition, crops[0].src) if crops else "",
        **_recordings_of(edition, story),
    )


def _recordings_of(edition: Edition, story: Story) -> Node:
    return present(
        video=[_video(edition, story, video) for video in _recordings(story, Video)],
        audio=[_recording(edition, story, audio, "AudioObject") for audio in _recordings(story, Audio)],
    )


def _rights(edition: Edition, story: Story) -> Node:
    holder = edition.copyright_holder or edition.legal_name or edition.name
    year = date_in_zone(story.published_at, edition.time_zone).year
    terms = edition.policies.get("usageInfo") or edition.policies.get("license", "")
    return present(
        copyrightHolder=present(type_="Organization", name=holder),
        copyrightYear=year,
        copyrightNotice=story.copyright_notice or f"© {year} {holder}",
        license=absolute(edition, terms),
        usageInfo=absolute(edition, terms),
        creditText=story.agency_credit,
    )


def _house_rules(edition: Edition, story: Story) -> Node:
    return present(
        publishingPrinciples=absolute(edition, edition.policies.get("publishingPrinciples", "")),
        correction=[
            present(
                type_="CorrectionComment",
                text=note.text,
                datePublished=in_zone(note.published_at, edition.time_zone),
                author=reference(publisher_id(edition)),
            )
            for note in story.corrections
        ],
    )


def _recordings(story: Story, kind: type) -> Iterator:
    if isinstance(story.lead_video, kind):
        yield story.lead_video
    yield from (block for block in story.body if isinstance(block, kind))


def _video(edition: Edition, story: Story, video: Video) -> Node:
    poster = video.poster or main_picture(story)
    crop = best_crop(poster) if poster else None
    return {
        **_recording(edition, story, video, "VideoObject"),
        **present(
            thumbnailUrl=absolute(edition, crop.largest) if crop else "",
            width=video.width or None,
            height=video.height or None,
        ),
    }


def _recording(edition: Edition, story: Story, recording: Video | Audio, kind: str) -> Node:
    return present(
        type_=kind,
        name=recording.title or story.headline,
        description=recording.caption or story.standfirst,
        contentUrl=absolute(edition, recording.address),
        encodingFormat=recording.mime_type,
        uploadDate=in_zone(story.published_at, edition.time_zone),
        duration=f"PT{recording.duration}S" if recording.duration else "",
        transcript=recording.transcript,
        creditText=recording.credit,
    )
