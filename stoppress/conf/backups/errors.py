"""Why a backup is not made or not restored, each with a sentence for the operator.

BackupError
├── CannotBackUp     the newsroom cannot be copied as it stands
├── NotABackup       the file is no backup, or not a whole and honest one
└── CannotRestore    the backup is fine, but not for this newsroom as it stands
"""


class BackupError(Exception):
    """The base of all; `str()` says what is wrong and what to do."""


class CannotBackUp(BackupError):
    """The newsroom cannot be copied as it stands."""


class NotABackup(BackupError):
    """The file is no backup, or was cut short, changed or made to do harm."""


class CannotRestore(BackupError):
    """The backup cannot be put here as things stand; nothing was changed."""
