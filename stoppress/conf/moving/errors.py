"""What stops a move; the message says why and what to do."""


class MoveRefused(Exception):
    """The newsroom cannot be moved like this; where it was is untouched."""
