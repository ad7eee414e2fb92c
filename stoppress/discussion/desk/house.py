"""The rules of discussions: modes, closing, pre-moderation, and the word lists."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from stoppress.discussion.actions import house
from stoppress.discussion.desk.frame import SET_RULES, DeskPage, by_of, unknown
from stoppress.discussion.models import ListedWord, Policy
from stoppress.discussion.rules import opening


class RulesView(DeskPage):
    """The page of the rules."""

    template_name, page_title, permission = "discussion_desk/rules.html", "Rules of discussion", SET_RULES

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            policies=Policy.objects.order_by("scope")[:200], modes=opening.MODES, days=opening.DAYS,
            words=ListedWord.objects.select_related("added_by")[:2000], **kwargs,
        )  # fmt: skip

    def post(self, request: HttpRequest) -> HttpResponse:
        """One of the forms."""
        post, by, verb = request.POST, by_of(request), request.POST.get("verb", "")
        if verb == "policy":
            days = post.get("days", "").strip()
            first = {"": None, "yes": True, "no": False}.get(post.get("premoderated", ""))
            number = (int(days) if days.isascii() and days.isdigit() and len(days) < 6 else -1) if days else None
            scope, mode = post.get("scope", "").strip(), post.get("mode") or None
            self.attempt(
                lambda: house.set_policy(by=by, scope=scope, mode=mode, days=number, is_premoderated=first),
                "Arranged; the pages follow within seconds.",
            )
        elif verb in ("ban", "suspect"):
            self.attempt(lambda: house.list_word(by=by, word=post.get("word", ""), is_banned=verb == "ban"), "Listed.")
        elif verb == "unlist":
            self.attempt(lambda: house.unlist_word(by=by, word=post.get("word", "")), "Taken off the list.")
        else:
            unknown(request)
        return redirect("discussion_rules")
