"""The machines' door: items, editions and pictures over HTTP, with bearer tokens."""

from typing import Any, Literal

from django.db import transaction
from django.http import HttpRequest
from ninja import NinjaAPI, Status

from stoppress import __version__
from stoppress.kit.plain_text import one_line
from stoppress.newsroom.models import Edition, Story
from stoppress.pictures.models import Picture
from stoppress.wire import answers, bodies, items, pictures
from stoppress.wire.errors import NotHere
from stoppress.wire.pictures import OURS
from stoppress.wire.refusals import answer_refusals
from stoppress.wire.staff import for_staff
from stoppress.wire.tokens import Bearer, need

Action = Literal["draft", "publish", "refile", "correct", "kill", "takedown"]
_REFUSALS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 413, 422), answers.Problem)
_ITEM_BODY = {"requestBody": {"required": True, "content": {"application/json": {"schema": {
    "type": "object", "description": "One ninjs item, version 1.x, 2.x or 3.x."}}}}}  # fmt: skip
_PICTURE_BODY = {"requestBody": {"required": True, "content": {"image/*": {"schema": {
    "type": "string", "format": "binary"}}}}}  # fmt: skip

api = NinjaAPI(
    title="Stoppress newsroom", version=__version__, urls_namespace="wire", docs_url="/docs",
    openapi_url="/openapi.json", auth=Bearer(), docs_decorator=for_staff,
    description="Send copy to the newsroom and learn what became of it. docs/api.md tells the rules.",
)  # fmt: skip
answer_refusals(api)


@api.put(
    "/newsroom/v1/items/{path:guid}", response={200: answers.ItemAnswer, 201: answers.ItemAnswer, **_REFUSALS},
    openapi_extra=_ITEM_BODY, summary="Send an item",
)  # fmt: skip
def put_item(
    request: HttpRequest, guid: str, action: Action = "draft", edition: str = "", note: str = ""
) -> Status[Any]:
    """Make or change the story of this guid. The same version again changes nothing; an older one is refused."""
    token = request.auth  # type: ignore[attr-defined]
    need(token, "items:write", *(() if action == "draft" else ("items:publish",)))
    raw = bodies.read_json(request)
    taken = items.take(guid=guid, raw=raw, action=action, edition=edition, note=note, scopes=token.scopes)
    return Status(201 if taken.created else 200, answers.of_taken(taken))


@api.get(
    "/newsroom/v1/items/{path:guid}", response={200: answers.StoryAnswer, **_REFUSALS}, summary="Read an item"
)
def get_item(request: HttpRequest, guid: str) -> Any:
    """The story of this guid as it is here, live or not."""
    need(request.auth, "items:read")  # type: ignore[attr-defined]
    found = Story.objects.select_related("edition", "section").filter(guid=guid)
    story = found.first() if guid == one_line(guid) else None  # no database is asked for what no guid can be
    if story is None:
        raise NotHere("There is no item of this guid here.")
    return answers.of_story(story)


@api.get("/newsroom/v1/editions", response={200: list[answers.EditionAnswer], **_REFUSALS}, summary="List editions")
def list_editions(request: HttpRequest) -> Any:
    """Every edition with its sections; any token may ask, since every sender needs their names."""
    return [answers.of_edition(e) for e in Edition.objects.prefetch_related("sections")]


@api.post(
    "/newsroom/v1/pictures", response={200: answers.PictureAnswer, 201: answers.PictureAnswer, **_REFUSALS},
    openapi_extra=_PICTURE_BODY, summary="Send a picture",
)  # fmt: skip
def post_picture(
    request: HttpRequest, title: str = "", alt: str = "", credit: str = "", caption: str = ""
) -> Status[Any]:
    """Keep an original, the body of the request; the same file again is the same picture.

    Items name it by the answer's `uri` in `associations`.
    """
    need(request.auth, "items:write")  # type: ignore[attr-defined]
    data = bodies.read(request)
    title, alt, credit, caption = map(one_line, (title, alt, credit, caption))
    taken = pictures.take_in(data)
    known = Picture.objects.filter(file_hash=pictures.digest_of(data), title=title or taken.words.title or "Picture").first()
    with transaction.atomic():
        picture = known or pictures.store(data, taken, title=title, alt=alt, credit=credit, caption=caption)
    answer = answers.of_picture(picture, f"{OURS}{picture.pk}", created=known is None)
    return Status(200 if known else 201, answer)
