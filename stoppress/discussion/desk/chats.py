"""The chats at the desk: opening, pacing, pinning, muting, closing."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from stoppress.discussion.actions import chats
from stoppress.discussion.desk.frame import DeskPage, by_of, unknown
from stoppress.discussion.desk.queue import number_of
from stoppress.discussion.errors import NotThere
from stoppress.discussion.models import Barred, Message, Room
from stoppress.discussion.models.chats import REMOVED
from stoppress.discussion.rules import pace
from stoppress.readers.models import Account


class ChatsView(DeskPage):
    """All rooms, and one of them with its messages."""

    template_name, page_title = "discussion_desk/chats.html", "Chats"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        story = self.request.GET.get("room", "")
        room = Room.objects.filter(story=int(story)).first() if story.isdigit() and len(story) < 19 else None
        said = Message.objects.filter(room=room).exclude(state=REMOVED).select_related("account").order_by("-pk")
        return super().get_context_data(
            rooms=Room.objects.order_by("closed_at", "-opened_at")[:50], room=room, said=list(said[: pace.SHOWN]) if room else [],
            barred=Barred.objects.filter(room=room).select_related("account") if room else [], **kwargs,
        )  # fmt: skip

    def post(self, request: HttpRequest) -> HttpResponse:
        """One of the buttons."""
        verb, story = request.POST.get("verb", ""), number_of(request, "story")
        verbs = {"open": self._open, "close": self._close, "slow": self._slow, "pin": self._pin, "remove": self._remove,
                 "mute": self._bar, "block": self._bar, "unbar": self._unbar, "invite": self._invite}  # fmt: skip
        if verb in verbs:
            self.attempt(lambda: verbs[verb](story), "Done.")
        else:
            unknown(request)
        address = redirect("discussion_chats")
        address["Location"] += f"?room={story}" if story else ""
        return address

    def _open(self, story: int) -> None:
        chats.open_room(by=by_of(self.request), story=story)

    def _close(self, story: int) -> None:
        chats.close_room(by=by_of(self.request), story=story)

    def _slow(self, story: int) -> None:
        chats.set_slow(by=by_of(self.request), story=story, seconds=number_of(self.request, "seconds"))

    def _pin(self, story: int) -> None:
        chats.pin(by=by_of(self.request), story=story, message=number_of(self.request, "message") or None)

    def _remove(self, story: int) -> None:
        chats.remove(by=by_of(self.request), message=number_of(self.request, "message"))

    def _bar(self, story: int) -> None:
        is_mute, reason = self.request.POST["verb"] == "mute", self.request.POST.get("reason", "")
        lasts = timedelta(minutes=10) if is_mute else None
        kind = "muted" if is_mute else "blocked"
        chats.bar(by=by_of(self.request), story=story, account=self._account(), kind=kind, reason=reason, lasts=lasts)

    def _unbar(self, story: int) -> None:
        chats.unbar(by=by_of(self.request), story=story, account=self._account())

    def _invite(self, story: int) -> None:
        email = self.request.POST.get("email", "").strip().lower()
        account = Account.objects.filter(email=email).first() if email else self._account()
        if account is None:
            raise NotThere("There is no account with this address.")
        chats.invite(by=by_of(self.request), story=story, account=account)

    def _account(self) -> Account:
        account = Account.objects.filter(pk=number_of(self.request, "account")).first()
        if account is None:
            raise NotThere("This account is no longer there.")
        return account
