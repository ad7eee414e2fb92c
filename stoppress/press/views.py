"""A miss: print the page now, shelve it, answer with it."""

import sys
import time
from contextlib import suppress

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.views.decorators.csrf import csrf_exempt

from stoppress.newsroom.models import Edition
from stoppress.press import away, plan, printing
from stoppress.press.house import shelf
from stoppress.press.shelf import BadAddress, Printed, ShelfError, Shelved, key_of
from stoppress.publog.log import entries_after
from stoppress.publog.trouble import trouble_of

#: Seconds for which a reader waits for what the press is about to print, and between looks for it.
PATIENCE, LOOK = 0.4, 0.01
#: What keeps a page from the shelf; readers get it all the same.
_NO_SHELF = (ShelfError, OSError)


@csrf_exempt
def page(request: HttpRequest) -> HttpResponse:
    """Whatever public page lies at the request's path."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponse("Pages are read with GET.", status=405, headers={"Allow": "GET, HEAD"})
    address = _address(request)
    try:
        key_of(address)
    except BadAddress:
        return _missing(None)
    if coming := _from_the_press(address):
        return _response(coming.bodies.identity, coming)
    began = None
    with suppress(*_NO_SHELF):
        began = shelf().began()
    result = printing.print_address(address)
    if isinstance(result, printing.Moved):
        return HttpResponsePermanentRedirect(result.location, headers={"Cache-Control": "public, max-age=300"})
    if isinstance(result, printing.Missing):
        return _missing(result.edition)
    with suppress(*_NO_SHELF):
        if began is not None:
            shelf().put(result, began=began)
            # A miss is a read: what somebody has just asked for is printed again, not dropped, when it changes.
            shelf().add_hits([(key_of(address), 1)])
    return _response(result.body, result)


def _response(body: bytes, page: Printed | Shelved) -> HttpResponse:
    said = {"Cache-Control": "public, max-age=0, must-revalidate", **dict(page.headers)}
    if page.location:
        said["Location"] = page.location
    return HttpResponse(body, status=page.status, content_type=page.content_type, headers=said)


def _from_the_press(address: str) -> Shelved | None:
    """A story that has just come out, as soon as the press has shelved it; None when it is not about to, or does not."""
    with suppress(*_NO_SHELF):
        if address not in plan.eager_addresses(entries_after(shelf().cursor, 100)):
            return None
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            page = shelf().get(address)
            if page and not page.is_superseded:
                return page
            time.sleep(LOOK)
    return None


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The edition's 404 page."""
    return _missing(None)


def server_error(request: HttpRequest) -> HttpResponse:
    """The 500 page; plain when not even that can be printed, and 503 when the database or the disk is in trouble."""
    if trouble := trouble_of(sys.exc_info()[1]):
        return away.page(request, trouble)
    try:
        return HttpResponse(printing.print_missing(None, 500), status=500)
    except Exception:  # noqa: BLE001 - the last page there is
        return HttpResponse("<!doctype html><title>Error</title><p>Something went wrong here.", status=500)


def _missing(edition: Edition | None) -> HttpResponse:
    return HttpResponse(printing.print_missing(edition), status=404, headers={"Cache-Control": "public, max-age=0"})


def _address(request: HttpRequest) -> str:
    """The shelf's address: with the host only when an edition has that host as its own."""
    path = request.get_full_path_info().partition("?")[0]
    host = request.META.get("HTTP_HOST", "").partition(":")[0].lower()
    own = Edition.objects.exclude(host="").filter(host=host).exists()
    return f"//{host}{path}" if own else path
