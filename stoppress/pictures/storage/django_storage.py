"""Django's way to originals and masters in a bucket."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible

from stoppress.pictures.storage.buckets import Bucket


@deconstructible
class BucketStorage(Storage):
    """Files of the newsroom in the bucket that `STOPPRESS_MEDIA_URL` names. They are private: none has an address."""

    @property
    def _bucket(self) -> Bucket:
        place = settings.MEDIA.originals
        assert isinstance(place, Bucket)
        return place

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        if mode != "rb":
            raise ValueError("What lies in the store is read or replaced as a whole, not changed.")
        return File(BytesIO(self._bucket.read(name)), name=name)

    def _save(self, name: str, content: Any) -> str:
        content.seek(0)
        data = content.read()
        self._bucket.write(name, data if isinstance(data, bytes) else data.encode())
        return name

    def delete(self, name: str) -> None:
        """Let a file go."""
        self._bucket.delete(name)

    def exists(self, name: str) -> bool:
        """Whether there is a file of that name."""
        try:
            self._bucket.size(name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name: str) -> int:
        """Bytes of a file."""
        return self._bucket.size(name)

    def url(self, name: str | None) -> str:
        """Nothing that leads anywhere: readers get derivatives, never what was uploaded."""
        return f"/originals-are-private/{name}"
