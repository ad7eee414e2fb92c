"""Speaking in a chat: by a form that comes back to the room's page, or by its script."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from stoppress.discussion import queries, wording
from stoppress.discussion.actions import chats
from stoppress.discussion.errors import DiscussionError
from stoppress.discussion.models import Ignored, Room
from stoppress.discussion.models.chats import SAID
from stoppress.discussion.views.asking import KEPT, account_of, log_in_first, refuse, wants_json
from stoppress.kit import clock
from stoppress.readers.views.limits import at_most
from stoppress.readers.views.proving import proven


@require_GET
def own(request: HttpRequest, story: int) -> JsonResponse:
    """What only this reader may know of a chat."""
    room = _room(story)
    if not request.user.is_authenticated:
        return JsonResponse({"log_in": reverse("account_login")})
    account = account_of(request)
    barred, reason = chats.bar_of(room, account), queries.suspended(account, clock.now())
    why_not = wording.refused(reason) if reason else wording.barred(barred.kind, barred.reason) if barred else ""
    ignored = list(Ignored.objects.filter(account=account).values_list("writer__key", flat=True)[:500])
    return JsonResponse({"name": account.get_short_name(), "token": get_token(request), "why_not": why_not, "ignored": ignored})


@proven
@require_http_methods(["GET", "POST"])
@at_most("120/m/ip")
def say(request: HttpRequest, story: int) -> HttpResponse:
    """Say something; GET shows the form with what was typed before."""
    room = _room(story)
    here, text = reverse("discussion_chat", args=[story]), request.POST.get("text", "")
    if not request.user.is_authenticated:
        if request.method == "POST":
            request.session[KEPT] = {"chat": story, "text": text[:2000]}
        return log_in_first(request, here)
    kept = request.session.get(KEPT) or {}
    told = {
        "room": room,
        "text": text or (kept.get("text", "") if kept.get("chat") == story else ""),
        "reads": _reads(request, story),
    }
    if request.method == "GET" or not request.is_proven:  # type: ignore[attr-defined]
        return render(request, "discussion/chat.html", told)
    try:
        row = chats.say(account=account_of(request), story=story, text=text)
    except DiscussionError as refusal:
        return refuse(request, refusal, "discussion/chat.html", told)
    request.session.pop(KEPT, None)
    said = "" if row.state == SAID else _("Your message waits until a moderator has looked at it.")
    if wants_json(request):
        return JsonResponse({"said": said, "number": row.pk})
    if said:
        messages.info(request, said)
        return HttpResponseRedirect(here)
    return HttpResponseRedirect(_reads(request, story))


def _reads(request: HttpRequest, story: int) -> str:
    where = getattr(request, "where", None)
    return f"{where.prefix if where else ''}/chats/{story}/"


def _room(story: int) -> Room:
    room = Room.objects.filter(story=story).first()
    if room is None:
        raise Http404
    return room
