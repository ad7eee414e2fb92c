"""The newsroom's own ASGI application: Django behind the edge, which hands it what is not on the shelf."""

import os
from contextlib import suppress

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stoppress.conf.settings")

from stoppress.conf import gate

gate.wait()

# Readers of what is on the shelf go first when the processors are short, but not so far that the desk waits for seconds: at 10 a
# publish beside readers who take all there is was answered after a tenth to half of one, and now and then after two and more.
os.nice(5)

from stoppress.conf.one_thread import django_application

_django = django_application()

from django.db import DatabaseError

from stoppress.conf.behind import Behind
from stoppress.conf.watching import watching
from stoppress.press.house import show_hosts
from stoppress.press.shelf import ShelfError
from stoppress.wire.body_bound import BodyBound

# When the database is away the hosts that the shelf knows stay; the press tells it of every change.
with suppress(DatabaseError, ShelfError):
    show_hosts()
application = Behind(BodyBound(_django), watching(lambda: True))  # type: ignore[arg-type]
