"""The miss of a picture address: checked, rendered once, kept for the edge."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from stoppress.pictures import addresses, derivatives, rules
from stoppress.pictures.models import SIGNING_KEYS, Picture

TYPES = {"jpg": "image/jpeg", "webp": "image/webp", "avif": "image/avif"}


def derivative(request: HttpRequest, path: str) -> HttpResponse:
    """The derivative at `/img/{path}`; 404 before any disk or pixel work when it is not signed by us."""
    wanted = addresses.parse(path, SIGNING_KEYS)
    if wanted is None or wanted.width not in rules.WIDTHS:
        raise Http404
    target = settings.DERIVATIVES_FOLDER / path
    try:
        data = target.read_bytes()
    except FileNotFoundError:
        picture = Picture.objects.filter(pk=wanted.picture_id).first()
        if picture is None:
            raise Http404 from None
        with picture.file.open("rb") as original:
            data = derivatives.make(original.read(), wanted, target)
    return HttpResponse(
        data, content_type=TYPES[wanted.format], headers={"Cache-Control": "public, max-age=31536000, immutable"}
    )
