"""Models whose every save and delete is written to the log in the same transaction."""

from typing import Any

from django.db import models, transaction

from stoppress.newsroom.models.words import clean_words
from stoppress.publog import log


class Announced(models.Model):
    """Records `kind` with the tags of `touches()` whenever a row is saved or deleted, whoever does it."""

    kind: str

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            self._announce()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            tags, facts = self.touches(), {"id": self.pk, "deleted": True}
            gone = super().delete(*args, **kwargs)
            log.record(self.kind, tags=tags, facts=facts)
        return gone

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        clean_words(self)
        super().full_clean(*args, **kwargs)

    def touches(self) -> set[str]:
        """Names of everything that shows this row."""
        raise NotImplementedError(type(self).__name__)

    def _announce(self) -> None:
        log.record(self.kind, tags=self.touches(), facts={"id": self.pk})
