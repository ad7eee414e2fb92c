"""Every kind of entry the log may hold; the operator's guide explains each."""

KINDS = {
    "story.published": "A story came out for the first time, or again after it was taken down.",
    "story.updated": "A live story got new facts; its updated time moved.",
    "story.refiled": "A live story was mended (a typo, a picture) without moving its updated time.",
    "story.corrected": "A public correction was added to a story.",
    "story.killed": "A story was withdrawn for good; its page answers 410.",
    "story.taken_down": "A story was unpublished quietly and may come back.",
    "story.deleted": "A story was deleted from the database.",
    "section.changed": "A section was added, renamed, moved or deleted.",
    "topic.changed": "A topic was added, changed or deleted.",
    "contributor.changed": "A contributor was added, changed or deleted.",
    "edition.changed": "An edition's settings, navigation or footer changed.",
    "house_page.changed": "A page of the house (About us, Terms of use) changed.",
    "picture.changed": "A picture's words, rights, focal point or file changed.",
    "file.changed": "A video, a recording or a document was replaced, described or deleted.",
    "archive.imported": "Many stories came in at once by the bulk path.",
}
