"""Keeping what is known of a recording, and bringing its file to where this node's readers get it."""

import os
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.documents.models import Document
from wagtail.log_actions import log as audit

from stoppress.kit.lasting import flush
from stoppress.pictures.recordings.models import Recording, new_token
from stoppress.pictures.recordings.playing import Playable
from stoppress.publog import log


def keep(*, document: Document, playable: Playable, by: Any = None) -> Recording:
    """Write down what a document's file is; a file that takes the place of another has an address of its own."""
    told = {"medium": playable.medium, "mime_type": playable.mime_type, "ending": playable.ending, "seconds": playable.seconds,
            "width": playable.width, "height": playable.height, "token": new_token()}  # fmt: skip
    with transaction.atomic():
        recording, _ = Recording.objects.update_or_create(document=document, defaults=told)
        audit(instance=document, action="wagtail.edit", user=by)
        tell(document.pk)
    return recording


def describe(*, recording: Recording, by: Any = None, **fields: Any) -> Recording:
    """Give a recording captions (checked WebVTT), their language, a transcript or a poster."""
    unknown = set(fields) - {"captions", "captions_language", "transcript", "poster"}
    if unknown:
        raise ValueError(f"A recording is not described by {', '.join(sorted(unknown))}")
    with transaction.atomic():
        for name, value in fields.items():
            setattr(recording, name, value)
        recording.save()
        audit(instance=recording.document, action="wagtail.edit", user=by)
        tell(recording.document_id)
    return recording


def tell(document_id: int) -> None:
    """Let the log know that a file is not what it was."""
    log.record("file.changed", tags=[f"file:{document_id}"], facts={"file": document_id})


def bring(name: str) -> Path | None:
    """The file called `name` below `/media/`, brought to this node's folder if it was not there; None for no such file."""
    target: Path = settings.RECORDINGS_FOLDER / name
    if target.exists():
        return target
    token = name.partition(".")[0]
    recording = Recording.objects.filter(token=token).select_related("document").first()
    if recording is None or name not in (recording.name, recording.captions_name):
        return None
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{name}-{os.getpid()}-{new_token()}")
    try:
        with beside.open("wb") as copy:
            if name == recording.captions_name:
                copy.write(recording.captions.encode())
            else:
                with recording.document.file.open("rb") as original:
                    shutil.copyfileobj(original, copy, 1024 * 1024)
        flush(beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return target
