"""The darkroom's ASGI application: derivatives made behind the edge, without Django's models and in little memory."""

import ctypes
import os
import warnings
from contextlib import suppress

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stoppress.conf.settings")

# Two heaps instead of eight a processor, and what is large goes back to the system at once (mallopt(3)).
with suppress(OSError, AttributeError):
    for _parameter, _value in ((-8, 2), (-3, 262_144), (-1, 262_144)):
        ctypes.CDLL(None).mallopt(_parameter, _value)

from stoppress.conf import gate

gate.wait()

# Django takes it that who asks the database before its applications are loaded is at fault; here they never are.
warnings.filterwarnings("ignore", message="Accessing the database during app initialization")

from django.conf import settings

from stoppress.pictures.darkroom import sweeping
from stoppress.pictures.darkroom.app import App
from stoppress.pictures.darkroom.developing import Darkroom
from stoppress.pictures.ingest.reading import allow_loaders

# Readers' pages and the desk go before pictures that nobody has seen yet.
os.nice(15)
allow_loaders()
darkroom = Darkroom(folder=settings.DERIVATIVES_FOLDER, media=settings.MEDIA, keys=settings.PICTURE_KEYS)
sweeping.keep_swept([place for place in (darkroom.folder, settings.MEDIA.derivatives) if place], settings.PICTURE_KEYS)
application = App(darkroom)
