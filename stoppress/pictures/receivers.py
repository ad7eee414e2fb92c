"""What follows when a document is saved or goes: its recording, and a log entry; and when a picture goes: its master."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.documents.models import Document

from stoppress.pictures.models import Picture
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


def _forget_master(sender: Any, instance: Picture, **kwargs: Any) -> None:
    if master := instance.master.name:
        transaction.on_commit(lambda: instance.master.storage.delete(master))


def connect() -> None:
    """Listen to documents and pictures."""
    post_delete.connect(_forget_master, sender=Picture, dispatch_uid="pictures_masters")
    post_save.connect(_tell, sender=Document, dispatch_uid="pictures_files")
    post_delete.connect(_tell, sender=Document, dispatch_uid="pictures_files")
