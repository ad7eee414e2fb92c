"""What can go wrong with accounts, in sentences for the reader."""


class ReaderError(ValueError):
    """A reader's wish that cannot be met; the message says why and what to do."""


class LetterNotSent(ReaderError):
    """The mail server did not take a letter."""


class UnknownThing(ReaderError):
    """There is nothing public of that kind and number."""


class TooMany(ReaderError):
    """More is kept than one account may keep."""
