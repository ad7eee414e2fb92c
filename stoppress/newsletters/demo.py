"""The demo's newsletters: one for each edition, every day, with a reader who gets it and the first issue."""

from datetime import time

from stoppress.newsletters import rules
from stoppress.newsletters.actions import issuing, spreading, subscribing
from stoppress.newsletters.errors import NothingNew
from stoppress.newsletters.models import Newsletter
from stoppress.newsroom.models import Edition
from stoppress.publog.log import newest

#: Language to slug, name, description and first words.
_WORDS = {
    "en": ("morning", "The Morning Tide", "What happened around the harbour, every day at seven.",
           "Good morning. This is what came in with the tide."),
    "es": ("manana", "La marea de la mañana", "Lo que pasó en torno al puerto, cada día a las siete.",
           "Buenos días. Esto es lo que trajo la marea."),
    "ar": ("sabah", "مدّ الصباح", "ما جرى حول الميناء، كل يوم في السابعة.", "صباح الخير. هذا ما حمله المدّ."),
}  # fmt: skip


def load(*, reader: str) -> int:
    """Make the newsletters that are missing and send their first issue to the address `reader`; returns how many are new."""
    made = 0
    for edition in Edition.objects.filter(language__in=_WORDS, newsletters=None):
        slug, name, description, intro = _WORDS[edition.language]
        row = Newsletter(edition=edition, slug=slug, name=name, description=description, intro=intro, schedule=rules.DAILY,
                         at=time(7), most=6)  # fmt: skip
        row.save()
        Newsletter.objects.filter(pk=row.pk).update(cursor=0)  # the demo's stories came out before
        subscribing.subscribe(email=reader, newsletters=[row.pk])
        made += 1
        try:
            issuing.send_by_hand(newsletter=row, by=None, up_to=newest())
        except NothingNew:
            continue
    while spreading.spread_all():
        pass
    return made
