"""What can go wrong with newsletters, in sentences for whoever asked."""


class NewsletterError(ValueError):
    """A wish that cannot be met; the message says why and what to do."""


class NothingNew(NewsletterError):
    """No story has come out since the last issue."""


class NotThere(NewsletterError):
    """A link that leads nowhere: it is forged, too old, or was used up."""
