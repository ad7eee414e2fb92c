"""How far each hub has been told about the log."""

from django.db import models


class HubCursor(models.Model):
    """A WebSub hub of an edition: the last entry it was told about, and what went wrong since."""

    edition = models.ForeignKey("newsroom.Edition", on_delete=models.CASCADE, related_name="+")
    url = models.URLField(max_length=500)
    cursor = models.BigIntegerField()
    tries = models.PositiveIntegerField(default=0)
    #: Nobody tells the hub before: another process is doing so, or it did not answer.
    next_try_at = models.DateTimeField()
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "url"], name="hub_once")]

    def __str__(self) -> str:
        return f"{self.url} at {self.cursor}"
