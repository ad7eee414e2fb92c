"""A bucket of a store that speaks S3. Knows no Django."""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stoppress.pictures.storage.media import Kept

#: How long one request to the store may take, and how often it is tried again.
_SECONDS, _TRIES = "30s", 3


class Bucket:
    """A bucket, or what lies below a prefix of it."""

    def __init__(self, name: str, prefix: str = "", *, endpoint: str = "", region: str = "") -> None:
        self.name, self.prefix, self._endpoint, self._region = name, prefix, endpoint, region

    def below(self, folder: str) -> "Bucket":
        """What lies below a folder of this one."""
        prefix = f"{self.prefix}/{folder}".strip("/")
        return Bucket(self.name, prefix, endpoint=self._endpoint, region=self._region)

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises FileNotFoundError, or OSError when the store cannot be reached."""
        import obstore

        return self._ask(lambda: bytes(obstore.get(self._store, name).bytes()), name)

    def write(self, name: str, data: bytes) -> None:
        """Keep a file. Raises OSError when the store cannot be reached or refuses."""
        import obstore

        self._ask(lambda: obstore.put(self._store, name, data), name)

    def delete(self, name: str) -> None:
        """Let a file go. Raises OSError when the store cannot be reached."""
        import obstore

        try:
            self._ask(lambda: obstore.delete(self._store, name), name)
        except FileNotFoundError:
            return

    def size(self, name: str) -> int:
        """Bytes of a file. Raises FileNotFoundError, or OSError when the store cannot be reached."""
        import obstore

        return int(self._ask(lambda: obstore.head(self._store, name), name)["size"])

    def all(self) -> "Iterator[Kept]":
        """Every file. Raises OSError when the store cannot be reached."""
        import obstore

        from stoppress.pictures.storage.media import Kept

        pages = iter(obstore.list(self._store))
        while page := self._ask(lambda: next(pages, None), ""):
            for told in page:
                yield Kept(told["path"], told["size"], told["last_modified"])

    @cached_property
    def _store(self) -> Any:
        from obstore.store import S3Store

        told: dict[str, Any] = {"region": self._region or "us-east-1"}
        if self._endpoint:
            told |= {"endpoint": self._endpoint, "virtual_hosted_style_request": False}
        return S3Store(
            self.name, prefix=self.prefix or None, **told,
            client_options={"allow_http": self._endpoint.startswith("http://"), "timeout": _SECONDS, "connect_timeout": "5s"},
            retry_config={"max_retries": _TRIES},
        )  # fmt: skip

    def _ask(self, question: Any, name: str) -> Any:
        from obstore.exceptions import BaseError

        try:
            return question()
        except FileNotFoundError:
            raise FileNotFoundError(name) from None
        except (BaseError, OSError) as error:
            where = f"{self.name}/{self.prefix}/{name}"
            raise OSError(f"The store of pictures did not do what was asked ({where}): {error}") from error
