"""Prints beside the pages that readers come for: parts that scripts put into pages, talk, what is read most, newsletters."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from stoppress.copy import discussion as talk_copy
from stoppress.copy.editions import Edition
from stoppress.newsroom import models
from stoppress.press import house
from stoppress.press.gather import discussion, newsletters, pages
from stoppress.press.job import Job, Missing, Moved
from stoppress.press.shelf import Printed

LOG_NUMBER = "Stoppress-Log"


class PartJob(Job):
    """Such a print; each method makes the kind of page that it is named after."""

    __slots__ = ()

    def _latest_part(self, edition: Edition) -> Printed | Missing:
        row = models.Section.objects.filter(edition=self.edition, pk=self.wanted.number).first()
        return self._page(pages.latest_part(edition, row, self.seen)) if row else Missing(self.edition)

    def _most_read(self, edition: Edition) -> Printed:
        return self._page(pages.most_read(edition, self.seen))

    def _most_read_part(self, edition: Edition) -> Printed:
        return self._page(pages.most_read_part(edition, self.seen))

    def _newsfeed_part(self, edition: Edition) -> Printed:
        """With the number of the log up to which it surely shows everything: from there on live events lead further."""
        number = house.printed_up_to()
        printed = self._page(pages.newsfeed_part(edition, self.seen))
        return replace(printed, headers=((LOG_NUMBER, str(number)),))

    def _discussion_part(self, edition: Edition) -> Printed | Missing:
        return self._talk(lambda talk: talk_copy.TalkPart(edition, talk), edition)

    def _discussion_page(self, edition: Edition) -> Printed | Moved | Missing:
        if not self.path.endswith("/"):
            return Moved(f"{self.path}/")
        return self._talk(lambda talk: talk_copy.TalkPage(edition, talk, self._below()), edition)

    def _talk(self, page: Callable[[talk_copy.Discussion], Any], edition: Edition) -> Printed | Missing:
        """A part or page of a discussion, with the number of the log from which live events lead on."""
        number = house.printed_up_to()
        found = discussion.talk(edition, self.edition.pk, self.wanted, self.seen)
        if found is None:
            return Missing(self.edition)
        talk, self.due_at = found
        is_first = not (self.wanted.after or self.wanted.comment or self.wanted.root)
        printed = self._page(page(talk), kind="" if is_first else "discussion-more")
        return replace(printed, headers=((LOG_NUMBER, str(number)),))

    def _chat_part(self, edition: Edition) -> Printed | Missing:
        number, found = house.printed_up_to(), discussion.chat(edition, self.wanted.number, self.seen)
        if found is None:
            return Missing(self.edition)
        return replace(self._page(talk_copy.ChatPart(edition, found)), headers=((LOG_NUMBER, str(number)),))

    def _chat_page(self, edition: Edition) -> Printed | Moved | Missing:
        if not self.path.endswith("/"):
            return Moved(f"{self.path}/")
        found = discussion.chat(edition, self.wanted.number, self.seen)
        return self._page(talk_copy.ChatPage(edition, found, self._below())) if found else Missing(self.edition)

    def _chats_part(self, edition: Edition) -> Printed:
        return self._page(talk_copy.ChatsPart(edition, discussion.open_chats(edition, self.seen)))

    def _chats_page(self, edition: Edition) -> Printed | Moved:
        if not self.path.endswith("/"):
            return Moved(f"{self.path}/")
        return self._page(talk_copy.ChatsPage(edition, discussion.open_chats(edition, self.seen), self._below()))

    def _newsletters(self, edition: Edition) -> Printed | Moved:
        if not self.path.endswith("/"):
            return Moved(f"{self.path}/")
        return self._page(newsletters.newsletters_page(edition, self.seen))

    def _newsletter(self, edition: Edition) -> Printed | Moved | Missing:
        if not self.path.endswith("/"):
            return Moved(f"{self.path}/")
        page = newsletters.newsletter_page(edition, self.wanted.slug, self.wanted.after, self.seen)
        return self._page(page, kind="issue" if self.wanted.after else "") if page else Missing(self.edition)

    def _issue(self, edition: Edition) -> Printed | Moved | Missing:
        if not self.path.endswith("/"):
            return Moved(f"{self.path}/")
        page = newsletters.issue_page(edition, self.wanted.slug, self.wanted.number, self.seen)
        return self._page(page) if page else Missing(self.edition)

    def _next_part(self, edition: Edition) -> Printed | Missing:
        page = pages.next_part(edition, self.edition, self.wanted.number, self.seen)
        return self._page(page) if page else Missing(self.edition)

    def _next(self, edition: Edition) -> Printed | Missing:
        """The way to the next story for readers without script: it leads on, or to the section when there is none."""
        page = pages.next_part(edition, self.edition, self.wanted.number, self.seen)
        if page is None:
            return Missing(self.edition)
        to = page.card.address if page.card else page.section.address
        return replace(self._done(b"", "text/plain; charset=utf-8", status=302), location=to)
