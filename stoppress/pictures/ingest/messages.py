"""What parent and child say to each other: a JSON object with its length before it, then bytes. Nothing said can run anything."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any, BinaryIO

from stoppress.pictures.taken_in import Credentials, TakenIn, Words

#: Bytes of the longest object, and of the longest part behind it.
_LONGEST, _LARGEST = 1_000_000, 400_000_000

#: What is told of a file that a child could not hold.
TOO_LARGE = "This picture needs more memory than one picture may have. Save it smaller, or as an ordinary JPEG, and send that."


class Broken(Exception):
    """The other side is gone, or says what nobody understands."""


def send(pipe: BinaryIO, told: dict[str, Any], data: bytes = b"") -> None:
    """Say something."""
    head = json.dumps({**told, "bytes": len(data)}).encode()
    pipe.write(len(head).to_bytes(4) + head)
    pipe.write(data)
    pipe.flush()


def receive(pipe: BinaryIO) -> tuple[dict[str, Any], bytes]:
    """Hear something. Raises `Broken`."""
    size = int.from_bytes(_read(pipe, 4))
    if size > _LONGEST:
        raise Broken
    try:
        told: dict[str, Any] = json.loads(_read(pipe, size))
        length = told["bytes"]
    except (ValueError, TypeError, KeyError) as error:
        raise Broken from error
    if not isinstance(length, int) or not 0 <= length <= _LARGEST:
        raise Broken
    return told, _read(pipe, length)


def taken_in_as_json(taken: TakenIn) -> dict[str, Any]:
    """What was found out, but for the master's bytes."""
    told = asdict(taken)
    told.pop("master")
    for part, name in ((told["words"], "taken_at"), (told["credentials"] or {}, "signed_at")):
        if part.get(name):
            part[name] = part[name].isoformat()
    return told


def taken_in_from_json(told: dict[str, Any], master: bytes) -> TakenIn:
    """The same, back again. Raises `Broken` for anything else."""
    try:
        words, credentials = dict(told["words"]), told["credentials"]
        words |= {name: tuple(words[name]) for name in ("keywords", "persons")}
        words["taken_at"] = _moment(words["taken_at"])
        if credentials:
            credentials = Credentials(**{**credentials, "signed_at": _moment(credentials["signed_at"])})
        focal = tuple(told["focal"]) if told["focal"] else None
        return TakenIn(
            kind=str(told["kind"]), width=int(told["width"]), height=int(told["height"]), master=master or None,
            colour=str(told["colour"]), blurhash=str(told["blurhash"]), focal=focal,  # type: ignore[arg-type]
            words=Words(**words), credentials=credentials,
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise Broken from error


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _read(pipe: BinaryIO, size: int) -> bytes:
    data = pipe.read(size)
    if len(data) != size:
        raise Broken
    return data
