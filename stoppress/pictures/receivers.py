"""What follows when a document is saved or goes, by whatever way the desk does it: its recording, and a log entry."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.documents.models import Document

from stoppress.pictures.recordings import actions


def _tell(sender: Any, instance: Document, raw: bool = False, created: bool = False, **kwargs: Any) -> None:
    if raw:
        return
    playable = instance.__dict__.pop("found_playable", None)
    with transaction.atomic():
        if playable is not None:
            actions.keep(document=instance, playable=playable)
        elif not created:  # nothing shows what has only just come
            actions.tell(instance.pk)


def connect() -> None:
    """Listen to documents."""
    post_save.connect(_tell, sender=Document, dispatch_uid="pictures_files")
    post_delete.connect(_tell, sender=Document, dispatch_uid="pictures_files")
