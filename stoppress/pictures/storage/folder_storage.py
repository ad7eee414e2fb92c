"""Django's way to originals and masters in a folder."""

from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible

from stoppress.kit.lasting import flush


@deconstructible(path="stoppress.pictures.storage.folder_storage.FolderStorage")
class FolderStorage(FileSystemStorage):
    """Files of the newsroom in a folder. Each lies on the disk for good before the database says that it is there."""

    def _save(self, name: str, content: Any) -> str:
        name = super()._save(name, content)  # type: ignore[misc]
        path = Path(self.path(name))
        for place in (path, *path.parents):  # the folders too, which may be new
            flush(place)
            if place == Path(self.location):
                break
        return name
