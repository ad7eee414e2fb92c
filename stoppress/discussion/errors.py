"""What can go wrong in a discussion, in sentences for the reader."""

from datetime import timedelta

from stoppress.discussion.rules.verdicts import Reason


class DiscussionError(ValueError):
    """A wish that cannot be met; the message says why and what to do."""


class Refused(DiscussionError):
    """A text that is not taken, with the reason; whoever wrote it gets it back."""

    def __init__(self, reason: Reason, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


class Wait(DiscussionError):
    """Too much at once; after `pause` it may be tried again."""

    def __init__(self, pause: timedelta, sentence: str) -> None:
        super().__init__(sentence)
        self.pause = pause


class NotThere(DiscussionError):
    """There is no such comment, discussion or room that this person may see."""


class NotAllowed(DiscussionError):
    """This person may not do that."""


class Changed(DiscussionError):
    """Somebody else has changed it in the meantime."""
