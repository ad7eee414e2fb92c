"""What can be wrong with a letter before it is written."""


class BadLetter(ValueError):
    """A letter that must not be written: an address or a header that would become something else."""


class OutsideTransaction(RuntimeError):
    """A letter was written outside a transaction, so it could part from what causes it."""
