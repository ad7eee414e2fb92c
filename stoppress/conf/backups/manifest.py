"""What a backup says about itself: who made it when, of what, and the checksum of every file in it."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from stoppress.conf.backups.errors import NotABackup

#: Raised when older versions could no longer read what newer ones write.
FORMAT = 1
NAME = "manifest.json"
SETTINGS = "settings.json"
SECRET_KEY = "secret-key"
ORIGINALS = "originals/"


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a backup: its size in bytes and the SHA-256 of its bytes."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the copied database holds: rows by what they are, and the migrations it has had (`app.name`)."""

    counts: dict[str, int]
    migrations: list[str]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The first thing a restore reads."""

    version: str
    made_at: str
    #: Name of the database's file in the backup, which also tells its kind.
    database: str
    facts: Facts
    members: dict[str, Member] = field(default_factory=dict)
    format: int = FORMAT

    def as_json(self) -> bytes:
        """The manifest as it lies in the backup."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False).encode()


def read(data: bytes) -> Manifest:
    """The manifest in `data`. Raises NotABackup when it is none, or one of a later format."""
    try:
        told: dict[str, Any] = json.loads(data)
        if int(told["format"]) > FORMAT:
            raise NotABackup(f"The backup is of Stoppress {told['version']}, in a form this one cannot read; update first.")
        datetime.fromisoformat(told["made_at"])
        return Manifest(
            version=str(told["version"]), made_at=str(told["made_at"]), database=str(told["database"]),
            facts=Facts(
                {str(k): int(v) for k, v in told["facts"]["counts"].items()}, [str(m) for m in told["facts"]["migrations"]]
            ),
            members={str(name): Member(int(m["size"]), str(m["sha256"])) for name, m in told["members"].items()},
        )  # fmt: skip
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotABackup("The backup's manifest cannot be read; the file is damaged or was not made by Stoppress.") from error
