"""A queue: its cards, and what is done with them one by one or together."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail.admin import messages

from stoppress.discussion import wording
from stoppress.discussion.actions import chats, deciding, notices, sanctions
from stoppress.discussion.desk.frame import LABELS, REASONS, DeskPage, by_of
from stoppress.discussion.errors import DiscussionError
from stoppress.discussion.models import Comment
from stoppress.discussion.queries import desk
from stoppress.discussion.rules import grounds
from stoppress.kit import clock

_OF_COMMENTS = (desk.REPORTED, desk.PENDING, desk.IN_SPAM, desk.DECIDED)
_VERBS = {"approve": "Approved.", "reject": "Rejected; the reader is told why.", "spam": "Taken for spam."}


def marked(text: str, spans: list[list[Any]]) -> SafeString:
    """A text with the words that were found in it marked."""
    pieces, at = [], 0
    for begin, end, _word in sorted(spans):
        if begin >= at:
            pieces += [("", text[at:begin], ""), (SafeString("<mark>"), text[begin:end], SafeString("</mark>"))]
            at = end
    return format_html_join("", "{}{}{}", [*pieces, ("", text[at:], "")])


class QueueView(DeskPage):
    """One queue."""

    template_name = "discussion_desk/queue.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.queue = kwargs.get("queue", desk.REPORTED)
        if self.queue not in LABELS:
            raise Http404
        self.page_title = f"Discussion: {LABELS[self.queue]}"
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(desk.QUEUES[self.queue]()[: desk.SHOWN])
        told: dict[str, Any] = {"queue": self.queue, "label": LABELS[self.queue], "grounds": wording.GROUNDS.items(),
                                "suspensions": grounds.SUSPENSIONS, "undo": self.request.GET.get("undo", "")}  # fmt: skip
        if self.queue in _OF_COMMENTS:
            told["cards"] = cards(rows)
        else:
            told["rows"] = rows
        return super().get_context_data(**{**kwargs, **told})

    def post(self, request: HttpRequest, queue: str = desk.REPORTED) -> HttpResponse:
        """One of the buttons or keys."""
        verb = request.POST.get("verb", "")
        if verb == "claim":
            return JsonResponse({"is_ours": deciding.claim(by=by_of(request), comment=number_of(request, "comment"))})
        if verb == "undo":
            done = deciding.undo(by=by_of(request), batch=request.POST.get("batch", ""))
            return self._answer(f"{done} undone." if done else "There is nothing to be undone; it was changed since.", bool(done))
        if "chosen" in request.POST or "together" in request.POST:
            return self._together(verb)
        try:
            said, batch = self._do(verb)
        except DiscussionError as refusal:
            return self._answer(str(refusal), False)
        return self._answer(said, True, batch)

    def _do(self, verb: str) -> tuple[str, str]:
        post, by = self.request.POST, by_of(self.request)
        ground, facts = post.get("ground") or "abuse", post.get("facts", "")
        if verb in _VERBS and self.queue in _OF_COMMENTS:
            version = number_of(self.request, "version") or None
            number = number_of(self.request, "comment")
            return _VERBS[verb], deciding.decide(by=by, comment=number, verb=verb, ground=ground, facts=facts, version=version)
        if verb in ("feature", "unfeature"):
            number = number_of(self.request, "comment")
            return "Done.", deciding.feature(by=by, comment=number, is_pick=verb == "feature")
        if verb in ("let-through", "remove"):
            act = chats.let_through if verb == "let-through" else chats.remove
            act(by=by, message=number_of(self.request, "message"))
            return "Done.", ""
        if verb in ("follow", "refuse") and self.queue == desk.NOTICES:
            answer = post.get("answer", "")
            notices.decide_notice(by=by, notice=number_of(self.request, "notice"), is_followed=verb == "follow", answer=answer)
            return "Decided; the sender is told.", ""
        if verb in ("grant", "refuse") and self.queue == desk.APPEALS:
            answer = post.get("answer", "")
            sanctions.decide_appeal(by=by, appeal=number_of(self.request, "appeal"), is_granted=verb == "grant", answer=answer)
            return "Decided; the reader is told.", ""
        if verb == "lift":
            sanctions.lift(by=by, restriction=number_of(self.request, "restriction"))
            return "Taken back; the reader is told.", ""
        raise DiscussionError("That button is not known; reload the page.")

    def _together(self, verb: str) -> HttpResponse:
        """Decide several: ask first, then do it in one batch."""
        chosen = [int(number) for number in self.request.POST.getlist("chosen") if number.isdigit()][: deciding.MOST]
        if verb not in _VERBS or not chosen:
            return self._answer("Choose comments, and what is to be done with them.", False)
        if "confirmed" not in self.request.POST:
            self.template_name = "discussion_desk/confirm.html"
            told = self.get_context_data(chosen=chosen, verb=verb)
            return render(self.request, self.template_name, told)
        ground, facts = self.request.POST.get("ground") or "spam", self.request.POST.get("facts", "")
        batch, done = deciding.decide_all(by=by_of(self.request), comments=chosen, verb=verb, ground=ground, facts=facts)
        return self._answer(f"{done} of {len(chosen)} decided.", True, batch)

    def _answer(self, said: str, is_done: bool, batch: str = "") -> HttpResponse:
        if "application/json" in self.request.headers.get("Accept", ""):
            told = {"said": said, "is_done": is_done, "batch": batch, "counts": desk.counts()}
            return JsonResponse(told, status=200 if is_done else 409)
        (messages.success if is_done else messages.error)(self.request, said)
        address = reverse("discussion_queue", args=[self.queue])
        return redirect(f"{address}?undo={batch}" if batch else address)


def cards(rows: list[Comment]) -> list[dict[str, Any]]:
    """What a moderator sees of each comment, in a fixed number of queries."""
    contexts = desk.contexts(rows)
    pasts = desk.pasts([row.account for row in rows if row.account])
    reports: dict[int, list[Any]] = {}
    for report in desk.reports_of(rows):
        reports.setdefault(report.comment_id, []).append((wording.GROUNDS.get(report.ground, report.ground), report.words))
    now = clock.now()
    return [
        {
            "row": row, "text": marked(row.text, row.spans),
            "why": REASONS.get(row.reason) or wording.GROUNDS.get(row.reason, row.reason),
            "words": sorted({word for _begin, _end, word in row.spans}), "above": contexts[row.pk],
            "past": pasts.get(row.account_id or 0), "reports": reports.get(row.pk, []), "percent": round(100 * row.score),
            "claimed": row.claimed_by if row.claimed_until and row.claimed_until > now else None,
        } for row in rows
    ]  # fmt: skip


def number_of(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
