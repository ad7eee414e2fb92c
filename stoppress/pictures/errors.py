"""What this room raises."""


class PictureRefused(ValueError):
    """The file cannot be taken in; the message says what is wrong with it and what to do."""
