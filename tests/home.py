"""Gives the tests a home of their own, before any setting is read."""

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix="stoppress-tests-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["STOPPRESS_HOME"] = _home
os.environ["STOPPRESS_SECRET_KEY"] = "tests-only-key-that-opens-nothing"
os.environ["STOPPRESS_ENV"] = "test"
os.environ["STOPPRESS_URL"] = "http://localhost:8000"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
