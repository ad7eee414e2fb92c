"""The ASGI application: the edge in front of Django."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stoppress.conf.settings")

from django.core.asgi import get_asgi_application

django_application = get_asgi_application()
